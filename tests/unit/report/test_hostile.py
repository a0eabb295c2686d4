"""Names that are no names: markup, other directions of text, control characters, folders, people."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from simorg.experiments.results.parquet import write_part
from simorg.report.again import without_folders
from tests.unit.figures import figure_tables
from tests.unit.report.pages import Elements, draw, folder_with, html_in

HOSTILE = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</style><style>*{display:none}",
    "{{ 7 * 7 }}", "{% include 'report.css' %}", "&lt;b&gt;", "javascript:alert(1)", "a\u202egnp.exe",
    "nul\x00byte", "' onload='x",
)  # fmt: skip
SCRIPTED = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
SHIPPED = "simorg run structure.file=simorg:examples/roster.csv"


def hostile_folder(folder: Path, name: str) -> Path:
    seen = name.replace("\x00", "")
    summary = figure_tables.summary(("hub_and_spoke", seen))
    seats = pd.DataFrame(
        [{"scenario": seen, "team": seen, "role": "data_scientist", "skills": "science", "people": 3}]
    )
    scenarios = pd.DataFrame({"scenario": ["hub_and_spoke", seen], "structure": ["hub_and_spoke", seen]})
    tables = {"summary": summary, "seats": seats, "scenarios": scenarios}
    tables["measures"] = pd.DataFrame(
        [{"name": "lead_time_p50_days", "label": seen, "unit": seen, "better": "lower", "definition": seen}]
    )
    config = {"structure": {"file": f"/home/jane.doe/{seen}.csv", "company": name}}
    answer = f"# {name}\n\n{name}: is better.\n\nWhy {name}? Because.\n\nWarning: {name}"
    return folder_with(
        folder, tables, answer, config, experiment=name, kind=name, command=f"simorg run {name}",
        commit=name, seed=name, engine=name, platform=name, fingerprint={"versions": {name: name}},
    )  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_and_nothing_else(name: str, tmp_path: Path) -> None:
    folder = hostile_folder(tmp_path / "run", name)
    draw(folder, "frontier")
    page, calm = Elements(html_in(folder)), Elements(html_in(hostile_folder(tmp_path / "calm", "a name")))
    tags = {tag for tag, _ in page.found}
    assert tags - {tag for tag, _ in calm.found} <= {"figure", "img", "figcaption", "strong"}
    assert len(page.of("img")) == 1 and len(page.of("style")) == 1
    assert not [attributes for _, attributes in page.found if any(key.startswith("on") for key in attributes)]
    assert not set("\x00\u202e") & set(page.words)
    shown = name.replace("\x00", "").replace("\u202e", "")
    assert "jane" not in page.words and "/home" not in page.words
    assert page.words.count(shown) >= 5, "it is still told, as it is written"


def test_a_figure_with_a_script_is_an_image(tmp_path: Path) -> None:
    folder = hostile_folder(tmp_path / "run", "x")
    draw(folder, "frontier", SCRIPTED)
    text = html_in(folder)
    assert "alert" not in text
    assert not Elements(text).of("script")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("simorg run structure.file=/home/jane.doe/hr.csv seed=2", "simorg run structure.file=hr.csv seed=2"),
        ("simorg run 'structure.file=/home/Jane Doe/hr.csv'", "simorg run structure.file=hr.csv"),
        ("simorg run structure.titles=people/Jane/t.csv", "simorg run structure.titles=t.csv"),
        (r"simorg run 'structure.file=C:\Users\Jane\hr.csv'", "simorg run structure.file=hr.csv"),
        ("simorg --plugins ~jane/mine run", "simorg --plugins mine run"),
        ("simorg run 'executor={folder: /home/jane/x, a: 1}'", "simorg run 'executor={folder: x, a: 1}'"),
        (SHIPPED, SHIPPED),
        ("simorg run 'experiment.structures=[a,b]'", "simorg run 'experiment.structures=[a,b]'"),
        ("simorg run seed=2 'never closed", "simorg run seed=2 ''\"'\"'never' closed"),
    ],
)  # fmt: skip
def test_a_command_names_no_folder(typed: str, told: str) -> None:
    assert without_folders(typed) == told


def test_what_failed_is_counted_and_not_quoted(tmp_path: Path) -> None:

    folder = hostile_folder(tmp_path / "run", "x")
    runs = pd.DataFrame(
        {"scenario": ["x", "x", "x"], "replication": [0, 1, 2], "status": ["ok", "failed", "failed"],
         "error": ["", "ValueError: Jane Doe has no seat", "KeyError: 'Jane Doe'"], "command": [""] * 3}
    )  # fmt: skip
    write_part(folder, "runs/part-all.parquet", pa.Table.from_pandas(runs), "mark")
    words = Elements(html_in(folder)).words
    assert "ValueError" in words and "KeyError" in words
    assert "Jane" not in words
