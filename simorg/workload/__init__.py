"""Before a run: what a plan will ask of its people, by expectation and without a single draw.

In goes a plan. Out comes a `Prediction`: offered and carried load by person, team, role and kind of
work. The rooms follow the work: `amounts` (moments of distributions), `ledger` (jobs per day),
`transfers` (from team to team), `journey` with `defects` and `releasing` (one item, from start to
end), `watching`, `ageing` and `response` (what live models need), `sharing` (who does it),
`forecast` (all of it, until it agrees with itself), `tables` and `comparing` (for people to read).

What is approximated is told where it is done and listed in `docs/explain.md`.
"""

from simorg.workload.forecast import Prediction, predict

__all__ = ["Prediction", "predict"]
