"""22. Working on two things costs effort, on three hardly more."""

from __future__ import annotations

import numpy as np

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.trace.episodes import Episodes
from simorg.trace.episodes.rows import select
from simorg.trace.events import Event
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects

NUMBER, THEME = 22, "structure"
STATEMENT = "People on two or more projects lose about 17 % of their effort, hardly more with three."
SOURCE = "Tregubov et al. 2017 [VP, abstract]: 17 % of effort, and a weak correlation with the number"
TEST = (
    "One, two and three jobs in hand at once. A turn to another job adds a share of the work done since the "
    "last one (17 %, the published figure). What is not put in is how often people have a second thing to "
    "turn to: the effort lost is the work added over all work done, of everybody."
)
CLAIMS = (
    Claim("two", "with two things in hand 10 to 25 % of the effort is lost", "share", above=0.1, below=0.25,
          is_input=True),
    Claim("three", "a third thing costs less than five points more", "share", below=0.05),
)  # fmt: skip

LOSS = 0.17


def _lost(trace: Trace, e: Episodes) -> dict[str, float]:
    """Return the work that turning added, over all work done."""
    event = trace.rows["event"]
    rows = select(trace.rows, (event >= Event.JOB_STARTED) & (event <= Event.JOB_PAUSED)).by_subject()
    begun = rows.event[:-1] == Event.JOB_STARTED
    inside = e.window.holds(rows.time[1:])
    followed = begun & inside & (rows.subject[1:] == rows.subject[:-1])
    left, after, ending = rows.value[:-1][followed], rows.value[1:][followed], rows.event[1:][followed]
    finished, paused = ending == Event.JOB_FINISHED, ending == Event.JOB_PAUSED
    share = trace.plan.settings.work.switch_loss
    # Of the work done in a turn a share comes back: what is left falls by the rest.
    added = share / (1.0 - share) * (left - after)[paused].sum()
    done = left[finished].sum() + (left - after)[~finished].sum() + added
    return {"lost": float(added / done) if done > 0.0 else np.nan}


READERS = (_lost,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: one, two and three things at once."""
    return {
        name: apply(background, {"work.items_at_once": number, "work.switch_loss": LOSS})
        for name, number in (("one", 1), ("two", 2), ("three", 3))
    }


def effects(arms: Arms) -> Effects:
    """Return the effort lost with two things, and what a third adds."""
    one, two, three = (arms[name]["lost"] for name in ("one", "two", "three"))
    return {"two": two - one, "three": three - two}
