"""The generated parts of the page on stylised facts: verdicts from the table, statements from the code.

Goes in: the table of verdicts. Comes out: Markdown between two pairs of markers; what stands around
them is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from simorg.config.errors import SettingsError
from simorg.validation.facts.cannot_speak import UNSPOKEN
from simorg.validation.facts.fact import Fact, catalogue
from simorg.validation.facts.verdict import CONFIRM, NEUTRAL, REFUTE

if TYPE_CHECKING:
    import pandas as pd

BEGIN, END = "<!-- begin {} -->", "<!-- end {} -->"
VERDICTS, STATEMENTS = "verdicts", "statements"


def fill(page: str, facts: pd.DataFrame) -> str:
    """Return a page with its generated parts replaced.

    Raises
    ------
    SettingsError
        If a marker is missing.
    """
    parts = {VERDICTS: verdict_tables(facts), STATEMENTS: statement_list(catalogue().values())}
    for name, text in parts.items():
        begin, end = BEGIN.format(name), END.format(name)
        if page.count(begin) != 1 or page.count(end) != 1:
            raise SettingsError(f"--page: needs the markers '{begin}' and '{end}' once each")
        before, rest = page.split(begin)
        page = f"{before}{begin}\n\n{text}\n{end}{rest.split(end)[1]}"
    return page


def verdict_tables(facts: pd.DataFrame) -> str:
    """Return a line of counts, and one table a theme with one row a claim."""
    counts = facts["verdict"].value_counts()
    words = ", ".join(f"{counts.get(verdict, 0)} {verdict}" for verdict in (CONFIRM, REFUTE, NEUTRAL))
    backgrounds = int(facts["n_backgrounds"].max())
    number = facts["number"].nunique()
    lines = [f"{len(facts)} claims of {number} statements on {backgrounds} backgrounds: {words}.", ""]
    for theme in facts["theme"].unique():
        lines += [
            f"**{theme}**",
            "",
            "| | claim | says | verdict | agree / contradict / undecided | effect |",
        ]
        lines.append("|---|---|---|---|---|---|")
        for row in facts[facts["theme"] == theme].to_dict("records"):
            cells = [
                str(row["number"]), f"`{row['fact']}`", row["statement"], row["verdict"],
                f"{row['confirming']} / {row['refuting']} / {row['neutral']}", effect_of(row),
            ]  # fmt: skip
            lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)


def effect_of(row: Mapping[Any, Any]) -> str:
    """Return the effect of a claim with its interval and unit, to three digits."""
    unit = "" if row["unit"] == "1" else f" {row['unit']}"
    return f"{row['effect']:.3g} [{row['effect_low']:.3g}, {row['effect_high']:.3g}]{unit}"


def statement_list(facts: Iterable[Fact]) -> str:
    """Return what is said, by whom and how it is tested, and what the model cannot speak to."""
    lines = []
    for fact in facts:
        inputs = [f"`{claim.name}`" for claim in fact.claims if claim.is_input]
        note = f" Partly put in by parameters: {', '.join(inputs)}." if inputs else ""
        lines += [
            f"**{fact.number} `{fact.name}`.** {fact.statement}",
            f"*Said by:* {fact.source}. *Tested:* {fact.test}{note}",
            "",
        ]
    lines += ["| | not in the model: statement | said by | why not | would need |", "|---|---|---|---|---|"]
    lines += [
        f"| {each.number} | {each.statement} | {each.source} | {each.reason} | {each.needs} |"
        for each in UNSPOKEN
    ]
    return "\n".join(lines) + "\n"
