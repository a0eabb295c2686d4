"""Parts of a log: some of its cases, and timestamps that no longer tie.

Goes in: a log with one row an event. Comes out: one of the same columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from simorg.config.errors import SettingsError, nearest
from simorg.trace.items import KIND_OF_CHILD, KIND_OF_ORIGIN

if TYPE_CHECKING:
    import pandas as pd

CASE, KIND, TIME = "case:concept:name", "case:kind", "time:timestamp"
KINDS = tuple(dict.fromkeys([*KIND_OF_ORIGIN.values(), *KIND_OF_CHILD.values(), "model"]))


def check_cases(wanted: Sequence[str]) -> None:
    """Refuse what is neither a kind of case nor can be the name of one.

    Parameters
    ----------
    wanted : sequence of str
        Kinds, or names of cases, which begin with their replication, such as ``r0-``.
    """
    for name in wanted:
        named = name.startswith("r") and name[1:].partition("-")[0].isdigit()
        if name not in KINDS and not named:
            raise SettingsError(
                f"--case = {name}: is no kind of case{nearest(name, KINDS)}; names are like r0-unit_1-idea_0"
            )


def of_cases(log: pd.DataFrame, wanted: Sequence[str]) -> pd.DataFrame:
    """Return the rows of some cases.

    Parameters
    ----------
    log : DataFrame
        A log.
    wanted : sequence of str
        Kinds or names of cases; none = all.
    """
    if not wanted:
        return log
    names = list(wanted)
    return log[log[KIND].isin(names) | log[CASE].isin(names)].reset_index(drop=True)


def untied(log: pd.DataFrame) -> pd.DataFrame:
    """Return the log with timestamps that grow by a microsecond at least within each case.

    Tools that sort by time keep the order of the trace then. Where several events share an instant, the later
    ones are moved; `day` stays exact.

    Parameters
    ----------
    log : DataFrame
        One row an event, each case in one piece.
    """
    import pandas as pd

    if log.empty:
        return log
    stamps = log[TIME].to_numpy("datetime64[us]").astype(np.int64)
    new = np.diff(log[CASE].factorize()[0], prepend=-1) != 0
    first = np.flatnonzero(new)
    step = np.arange(len(log)) - np.repeat(first, np.diff([*first, len(log)]))
    # What is left when each event gives back its place in the case never falls, once it is made to rise.
    level = pd.Series(stamps - step).groupby(np.cumsum(new)).cummax().to_numpy(np.int64)
    moved = pd.to_datetime((level + step).astype("datetime64[us]"), utc=True)
    return log.assign(**{TIME: moved.astype(log[TIME].dtype)})
