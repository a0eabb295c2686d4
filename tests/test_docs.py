"""Generated pages say what the code says."""

from __future__ import annotations

import re
from pathlib import Path

from simorg.config.listing import registry_table
from simorg.measures.listing import measures_table
from simorg.trace.listing import events_table

ROOT = Path(__file__).parents[1]


def test_the_parameter_page_is_the_registry() -> None:
    """Mend with: simorg params --format md > docs/parameters.md."""
    assert (ROOT / "docs" / "parameters.md").read_text(encoding="utf-8") == registry_table("md")


def test_the_page_of_measures_is_what_they_say() -> None:
    """Mend with: simorg measures --format md > docs/measures.md."""
    assert (ROOT / "docs" / "measures.md").read_text(encoding="utf-8") == measures_table("md")


def test_the_page_of_events_is_their_table() -> None:
    """Mend with: simorg events --format md > docs/events.md."""
    assert (ROOT / "docs" / "events.md").read_text(encoding="utf-8") == events_table("md")


def test_the_readme_leads_to_every_guide() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in (ROOT / "docs").glob("*.md") if f"(docs/{path.name}" not in readme] == []


def test_every_local_link_of_the_readme_leads_somewhere() -> None:
    for link in re.findall(r"\]\((?!http)([^)#]+)", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert (ROOT / link).exists(), link
