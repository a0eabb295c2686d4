"""26. More monitors help at first, then nobody listens."""

from __future__ import annotations

from simorg.config.levers import Value, apply
from simorg.config.settings import Settings
from simorg.trace.codes import Cause
from simorg.trace.episodes import Episodes
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import mean, silence

NUMBER, THEME = 26, "ml"
STATEMENT = "More monitors detect more at first; beyond a point alarm fatigue makes detection slower again."
SOURCE = (
    "Shankar et al. 2022, arXiv 2209.09125: some 90 % of alerts need no action [VP, interviews]; "
    "arithmetic [C]"
)
TEST = (
    "Metrics per monitored model: 1, 20 and 400. And the share of monitored models: a fifth against all. "
    "Silence after drift and broken data, until noticed, ended or the end of the run."
)
CLAIMS = (
    Claim("more_models", "monitoring all models instead of a fifth shortens silence", "days", above=0.0),
    Claim("more_metrics", "20 metrics instead of 1 shorten silence", "days", above=0.0),
    Claim("fatigue", "400 metrics instead of 20 lengthen silence", "days", above=0.0),
)

METRICS = "monitoring.metrics"
COVERAGE = "monitoring.coverage_low+monitoring.coverage_high"


def _silence(_: Trace, e: Episodes) -> dict[str, float]:
    days, _channel, _in_time = silence(e, Cause.NATURAL_DRIFT, Cause.DATA_BREAK)
    return {"silence": mean(days)}


READERS = (_silence,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: three numbers of metrics, two shares of models."""
    levers: dict[str, dict[str, Value]] = {
        "one": {METRICS: 1}, "twenty": {METRICS: 20}, "many": {METRICS: 400},
        "fifth": {COVERAGE: 0.2}, "all": {COVERAGE: 1.0},
    }  # fmt: skip
    return {name: apply(background, values) for name, values in levers.items()}


def effects(arms: Arms) -> Effects:
    """Return the silence saved, and the silence that fatigue adds."""
    silent = {name: found["silence"] for name, found in arms.items()}
    return {
        "more_models": silent["fifth"] - silent["all"],
        "more_metrics": silent["one"] - silent["twenty"],
        "fatigue": silent["many"] - silent["twenty"],
    }
