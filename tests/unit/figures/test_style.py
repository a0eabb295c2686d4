"""Figures have the look of the project, whatever look, backend or file of settings a user has chosen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from simorg import cli, figures
from simorg.figures import drawings, gallery
from simorg.figures.gallery import write_all
from simorg.figures.style import use_style
from tests.unit.figures import figure_tables

DARK = """\
backend: qtagg
figure.facecolor: black
axes.facecolor: black
text.color: white
axes.labelcolor: white
xtick.color: white
font.family: serif
font.size: 20
savefig.dpi: 40
savefig.transparent: True
savefig.bbox: tight
svg.fonttype: none
pdf.fonttype: 3
axes.unicode_minus: False
axes.prop_cycle: cycler("color", ["r"])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run = tmp_path / "run"
    run.mkdir()
    figure_tables.summary(("hub_and_spoke", "embedded_squads")).to_csv(run / "summary.csv", index=False)
    return run


def drawn(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "figures").iterdir()}


@pytest.mark.parametrize(
    "backend",
    [
        "module://matplotlib_inline.backend_inline",
        *(pytest.param(b, marks=pytest.mark.slow) for b in ("nowhere", "qtagg")),
    ],
)
def test_neither_a_backend_nor_a_matplotlibrc_leaks_in(backend: str, folder: Path, tmp_path: Path) -> None:
    asked = [
        "figures",
        str(folder),
        "--only",
        "frontier",
        "--only",
        "lead_time",
        "--format",
        "svg",
        "--format",
        "pdf",
    ]
    assert cli.main(asked) == 0
    plain = drawn(folder)
    (tmp_path / "matplotlibrc").write_text(DARK, encoding="utf-8")
    code = f"import sys; from simorg.cli import main; sys.exit(main({asked}))"
    surroundings = {"MPLBACKEND": backend, "MATPLOTLIBRC": str(tmp_path / "matplotlibrc")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | surroundings, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert drawn(folder) == plain


def test_a_dark_style_leaks_into_no_figure_and_stays_the_style_of_its_user(tmp_path: Path) -> None:
    summary = figure_tables.summary()
    bright = figures.save(figures.lead_time(summary).figure, tmp_path / "bright", ["svg"])
    with plt.style.context("dark_background"):
        before = dict(mpl.rcParams)
        dark = figures.save(figures.lead_time(summary).figure, tmp_path / "dark", ["svg"])
        assert dict(mpl.rcParams) == before
    assert dark[0].read_bytes() == bright[0].read_bytes()


def test_the_look_ends_with_an_error() -> None:
    before = dict(mpl.rcParams)
    with pytest.raises(RuntimeError), use_style():
        raise RuntimeError
    assert dict(mpl.rcParams) == before


def test_text_in_a_pdf_can_be_edited(tmp_path: Path) -> None:
    ax = figures.frontier(figure_tables.summary())
    with mpl.rc_context({"pdf.compression": 0}):
        ax.figure.savefig(tmp_path / "theirs.pdf")
    (ours,) = figures.save(ax.figure, tmp_path / "ours", ["pdf"])
    assert b"/Subtype /Type3" in (tmp_path / "theirs.pdf").read_bytes()
    assert b"/Type3" not in ours.read_bytes()
    assert b"/FontFile2" in ours.read_bytes()
    assert "save" in dir(figures)


def test_one_figure_that_fails_takes_no_other_with_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise ZeroDivisionError("no width")

    monkeypatch.setattr(drawings.drawing("frontier"), "draw", broken)
    found = write_all(folder, formats=("svg",))
    assert found.failed == {"frontier": "ZeroDivisionError: no width"}
    assert "lead_time.svg" in {path.name for path in found.written}
    assert cli.main(["figures", str(folder), "--format", "svg"]) == 1
    assert "simorg: frontier could not be drawn (ZeroDivisionError: no width)" in capsys.readouterr().err
    with pytest.raises(ZeroDivisionError):
        gallery.write_all(folder, only=["frontier"])
