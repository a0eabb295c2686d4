"""Does the engine do what theory says, where theory knows the answer? Textbook cases beside closed forms.

The organisation plays no part: every case brings one of its own, with a horizon that suits it.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from rich.table import Table

from simorg.config.errors import SettingsError
from simorg.config.labels import joined
from simorg.config.settings import Settings
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.words import counted
from simorg.experiments.design import Answer, Design, Scenario
from simorg.measures import Measure
from simorg.validation.oracles import readers_of
from simorg.validation.verify import FALSE_ALARM, cases_of, compared

AGREES, DIFFERS, MISSING = "agrees", "differs", "no value"


def design(settings: Settings) -> Design:
    """Return a scenario a textbook case, on the seed and the engine of the experiment.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.queueing.cases`` names the cases.
    """
    _refuse_unused(settings)
    if settings.replications < 2:
        raise SettingsError(
            f"replications = {settings.replications}: experiment.kind = queueing decides by an interval, "
            "which needs at least 2; nearest valid: 2"
        )
    return Design(
        tuple(
            Scenario(name, case, settings.replications, {}, readers_of(case))
            for name, case in _cases(settings).items()
        )
    )


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return every quantity that theory knows beside what was simulated."""
    table = compared({scenario.name: scenario.settings for scenario in design.scenarios}, runs)
    verdicts = (
        table["accepted"].map({True: AGREES, False: DIFFERS}).where(table["simulated"].notna(), MISSING)
    )
    table = table.drop(columns="accepted").assign(verdict=verdicts)
    sentences = [_counts(table), *(_named(table, verdict) for verdict in (DIFFERS, MISSING)), _rule()]
    return Answer({"theory": table}, [text for text in sentences if text], (_printed(table),))


def _cases(settings: Settings) -> dict[str, Settings]:
    overrides = [f"seed={settings.seed}", f"engine={settings.engine}"]
    try:
        return cases_of(settings.experiment.queueing.cases, overrides)
    except SettingsError as error:
        raise SettingsError(f"experiment.queueing.cases: {error}") from error


def _refuse_unused(settings: Settings) -> None:
    """Refuse what another kind would heed, and this one could not."""
    reasons = {
        "measures": "theory says which quantities it knows",
        "structures": "each case brings the teams that it needs",
    }
    for key, reason in reasons.items():
        given = getattr(settings.experiment, key)
        if given is not None:
            shown = ", ".join(given)
            raise SettingsError(
                f"experiment.{key} = [{shown}]: experiment.kind = queueing takes none, for {reason}"
            )


def _counts(table: pd.DataFrame) -> str:
    cases = counted(table["case"].nunique(), "textbook case", "textbook cases")
    quantities = counted(len(table), "quantity", "quantities")
    return f"{int((table['verdict'] == AGREES).sum())} of {quantities} in {cases} agree with theory."


def _named(table: pd.DataFrame, verdict: str) -> str:
    rows = table[table["verdict"] == verdict].to_dict("records")
    named = [f"{row['measure']} of {row['case']}" for row in rows]
    return f"{verdict.capitalize()}: {joined(named)}." if named else ""


def _rule() -> str:
    return (
        "A quantity agrees where the closed form lies in the interval of the simulated mean (an "
        "approximation: within its known error). The intervals hold together (Bonferroni): a correct engine "
        f"fails anywhere in this table with probability {FALSE_ALARM:.0%} at most. Each case runs as long as "
        "its precision takes, whatever horizon_days says."
    )


def _printed(table: pd.DataFrame) -> Table:
    rows = [
        [
            row["case"], row["measure"], f"{row['theory']:.5g}",
            f"{row['simulated']:.5g} [{row['low']:.5g}, {row['high']:.5g}]", f"{row['error_percent']:+.2f} %",
            row["verdict"],
        ]
        for row in table.to_dict("records")
    ]  # fmt: skip
    columns = ["case", "quantity", "theory", "simulated [interval]", "error", "verdict"]
    return frame_table("engine against theory", columns, rows, most=len(rows))
