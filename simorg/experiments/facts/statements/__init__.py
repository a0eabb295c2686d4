"""The statements that the model can speak to, one a file, found by listing.

`simorg.experiments.facts.fact` says what a file holds.
"""
