"""A run folder as a page: which sections there are, and what is in each. Plain data, written by `render`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simorg import measures
from simorg.config.labels import with_unit
from simorg.experiments.answers.publishable import name_label
from simorg.experiments.answers.words import counted, plain
from simorg.experiments.results.stored_run import StoredRun
from simorg.organisation.structures import MIXTURE
from simorg.report.again import again
from simorg.report.answered import sorted_out
from simorg.report.assumed import assumed
from simorg.report.kinds import WORDS, told_of
from simorg.report.organisation import own, own_names
from simorg.report.parts import Page, Section, Table
from simorg.report.pictures import Shown, pictures_of
from simorg.report.tables import tables_of
from simorg.report.trust import trust

MOST_NAMED = 8
BETTER = {"lower": "lower", "higher": "higher", "none": "neither"}
NO_ANSWER = "No answer is stored: the run is not finished."


def page_of(stored: StoredRun) -> Page:
    """Return the report of a run folder.

    Parameters
    ----------
    stored : StoredRun
        Run folder or published folder, of any kind and version.
    """
    told = told_of(stored.kind, stored.tables, len(stored.scenarios))
    said = sorted_out(stored.answer, own_names(stored))
    names = (told.compared or (), told.why, told.hire)
    compared, why, hire = (tuple(tables_of(stored, each)) for each in names)
    shown = pictures_of(stored, (*compared, *why, *hire))
    sections = (
        Section("question", "The question", texts=(told.question, *_design(stored))),
        Section("answer", "The answer", notes=said.first, texts=said.answer or (NO_ANSWER,)),
        Section("compared", "Compared", tables=compared),
        _figures(shown),
        own(stored, said.own, shown.of.get("own", ())),
        Section("why", "Why", texts=said.why, tables=why, pictures=tuple(shown.of.get("why", ()))),
        Section(
            "hire", "What one more person is worth", tables=hire, pictures=tuple(shown.of.get("hire", ()))
        ),
        assumed(stored),
        trust(stored),
        again(stored),
        _defined(stored, [table for each in names for table in each]),
    )
    title = str(stored.manifest.get("experiment") or stored.path.name)
    ended = str(stored.manifest.get("ended") or "")[:10]
    return Page(
        name_label(title), WORDS.get(stored.kind, plain(stored.kind) or "An experiment"),
        f"Simulated with simorg{f' on {ended}' if ended else ''}.",
        tuple(section for section in sections if section.has_content),
    )  # fmt: skip


def _design(stored: StoredRun) -> Iterator[str]:
    """Say what was run, where that is a sentence."""
    names = [name for name in dict.fromkeys(stored.scenarios.values()) if name != MIXTURE]
    if 0 < len(names) <= MOST_NAMED:
        one = "structure" if len(names) == 1 else "structures"
        yield f"The {one}: {', '.join(map(name_label, names))}."
    if len(stored.scenarios) > max(1, len(names)):
        yield f"{counted(len(stored.scenarios), 'scenario was', 'scenarios were')} run."


def _figures(shown: Shown) -> Section:
    texts = (
        (f"Too large for a page that is to be mailed, and left in figures/: {', '.join(shown.left_out)}.",)
        if shown.left_out
        else ()
    )
    return Section("figures", "Figures", texts=texts, pictures=tuple(shown.of.get("figures", ())))


def _defined(stored: StoredRun, names: Sequence[str]) -> Section:
    """Return what the measures mean that the tables of the page speak of."""
    headline = {measure.name for measure in measures.registry().values() if measure.headline}
    listed = stored.table("measures")
    used = {str(name) for table in names for name in stored.table(table).get("measure", ())}
    used = used & headline if used & headline else used
    if not {"name", "label", "unit", "better", "definition"} <= set(listed):
        return Section("defined", "Measures defined")
    rows = [
        [with_unit(str(row["label"]), "%" if row["unit"] == "share" else str(row["unit"])),
         BETTER.get(str(row["better"]), ""), str(row["definition"]), _text(row.get("rewards"))]
        for row in listed.to_dict("records") if row["name"] in used
    ]  # fmt: skip
    heads = ["Measure", "Better is", "What it is", "What else makes it look better"]
    tables = (Table("measures", "Measures of this page", heads, rows),) if rows else ()
    return Section("defined", "Measures defined", tables=tables)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
