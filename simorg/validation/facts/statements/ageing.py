"""25. Left alone, nearly every model is worse after a year."""

from __future__ import annotations

import math

import numpy as np

from simorg.config.levers import Value, apply
from simorg.config.settings import Settings
from simorg.trace.codes import Cause
from simorg.trace.episodes import Episodes
from simorg.trace.episodes.rows import first_stamp
from simorg.trace.events import Event
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects

NUMBER, THEME = 25, "ml"
STATEMENT = "Without retraining more than 90 % of models are worse after a year."
SOURCE = "Vela et al. 2022, doi 10.1038/s41598-022-15245-z: 91 % of 128 model and data set pairs [VS]"
TEST = (
    "No retraining, no improvements; a model counts as worse once it has lost a point of quality. Share "
    "of the models live on day 0, and still live a year later, whose first drift incident came within "
    "that year. That a minority fails suddenly after a long stability is not tested: all models of a run "
    "follow one drift law."
)
CLAIMS = (
    Claim(
        "worse",
        "left alone, more than 90 % of models lose a point within a year",
        "share",
        above=0.9,
        is_input=True,
    ),
)

YEAR = 260.0


def _worse(_: Trace, e: Episodes) -> dict[str, float]:
    there = (e.models.live == 0.0) & (e.models.retired >= YEAR)
    onsets = e.rows.of(Event.INCIDENT_ONSET)
    drifts = onsets.at(np.flatnonzero(onsets.code == Cause.NATURAL_DRIFT))
    model = e.incidents.model[np.searchsorted(e.incidents.address, drifts.subject)]
    first, _code = first_stamp(e.models.address, drifts._replace(subject=model))
    return {"worse_after_year": float((first[there] <= YEAR).mean()) if there.any() else math.nan}


READERS = (_worse,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the one arm."""
    levers: dict[str, Value] = {
        "retraining.policy": "none",
        "demand.improvements_per_model_year": 0.0,
        "drift.slo_margin": 0.01,
    }
    return {"left_alone": apply(background, levers)}


def effects(arms: Arms) -> Effects:
    """Return the share of models that are worse."""
    return {"worse": arms["left_alone"]["worse_after_year"]}
