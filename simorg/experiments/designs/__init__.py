"""Which scenarios an experiment runs: factors, candidates, searches, and what may vary."""
