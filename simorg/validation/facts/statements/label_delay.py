"""23. Nobody knows that a model has drifted before the labels come."""

from __future__ import annotations

import math

from simorg.config.levers import Value, apply
from simorg.config.settings import Settings
from simorg.trace.codes import Cause, Channel
from simorg.trace.episodes import Episodes
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import by_monitor, mean, silence

NUMBER, THEME = 23, "ml"
STATEMENT = (
    "The time until drift is detected grows at least by a day per day of label delay; without labels only "
    "input monitors act, and drift that inputs do not show stays invisible."
)
SOURCE = (
    "Shankar et al. 2022, arXiv 2209.09125 [VP]; Kaestner 2025, Machine Learning in Production, ch. 16 "
    "[VP]; arithmetic [C]"
)
TEST = (
    "Retraining on alarm only. Label delay of 5 and 25 days, and no labels at all. Silence lasts until "
    "somebody notices, the incident ends or the run does; users complain as well. Without labels, too: "
    "no user can see drift, and nobody looks at predictions; then with a review of predictions."
)
CLAIMS = (
    Claim("rises", "the later the labels, the longer drift goes unnoticed", "days", above=0.0),
    Claim(
        "one_for_one",
        "silence grows by 0.95 days or more per day of label delay, whoever notices",
        "day/day",
        above=0.95,
    ),
    Claim(
        "monitor_one_for_one",
        "silence grows by 0.95 days or more per day where the performance monitor notices",
        "day/day",
        above=0.95,
    ),
    Claim(
        "no_labels",
        "without labels the performance monitor notices nothing",
        "share",
        above=-1e-9,
        below=1e-9,
        identity=True,
    ),
    Claim(
        "invisible", "without labels most drift that inputs do not show is never noticed", "share", above=0.5
    ),
    Claim(
        "invisible_to_users",
        "without labels, where users cannot see it and nobody looks, nearly all of it is never noticed",
        "share",
        above=0.9,
        is_input=True,
    ),
    Claim("review", "a review finds most of what nobody else could notice", "share", above=0.5),
)

SHORT, LONG = 5.0, 25.0


def _drift(_: Trace, e: Episodes) -> dict[str, float]:
    days, channel, in_time = silence(e, Cause.NATURAL_DRIFT)
    monitor = by_monitor(channel)
    unseen = in_time & (channel != Channel.INPUT_MONITOR)
    return {
        "drift_silence": mean(days),
        "drift_silence_monitor": mean(days[monitor]),
        "drift_by_monitor": mean(monitor.astype(float)),
        "drift_never_noticed": float((channel[unseen] < 0).mean()) if unseen.any() else math.nan,
    }


READERS = (_drift,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: two label delays, no labels, and drift that nobody or only a review can see."""
    triggered: dict[str, Value] = {"retraining.policy": "triggered"}
    none: dict[str, Value] = {"monitoring.label_delay_days": SHORT, "monitoring.labels_per_check": 0.0}
    blind: dict[str, Value] = triggered | none | {"monitoring.unseen_drift_share": 1.0}
    return {
        "short": apply(background, triggered | {"monitoring.label_delay_days": SHORT}),
        "long": apply(background, triggered | {"monitoring.label_delay_days": LONG}),
        "none": apply(background, triggered | none),
        "blind": apply(background, blind | {"review.held": False}),
        "reviewed": apply(background, blind | {"review.held": True}),
    }


def effects(arms: Arms) -> Effects:
    """Return the growth of silence with label delay, and what happens without labels."""
    short, long, none = arms["short"], arms["long"], arms["none"]
    more = long["drift_silence"] - short["drift_silence"]
    monitor = long["drift_silence_monitor"] - short["drift_silence_monitor"]
    return {
        "rises": more,
        "one_for_one": more / (LONG - SHORT),
        "monitor_one_for_one": monitor / (LONG - SHORT),
        "no_labels": none["drift_by_monitor"],
        "invisible": none["drift_never_noticed"],
        "invisible_to_users": arms["blind"]["drift_never_noticed"],
        "review": arms["blind"]["drift_never_noticed"] - arms["reviewed"]["drift_never_noticed"],
    }
