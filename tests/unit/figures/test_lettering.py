"""Whatever people call things, a figure shows it as it is, or says that it cannot."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import pandas as pd
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib import font_manager
from matplotlib import pyplot as plt
from matplotlib.text import Text

from simorg import figures
from simorg.cli import main
from simorg.config.compose import load
from simorg.figures import drawings
from simorg.figures.gallery import write_all
from simorg.figures.lettering import UNWRITABLE, lettered, told, wrapped
from simorg.figures.palettes import PALETTES
from simorg.figures.style import Wishes, use_style
from simorg.figures.words import label_of, looks
from simorg.organisation import structures
from tests.unit.figures import figure_tables
from tests.unit.figures.figure_tables import STRUCTURES, TABLES

NASTY = "pay$ment$ \x07\x1b\u202eteam\x00 <&> --> \u4e2d\u6587"
SHOWN = f"Pay$ment$ team <&> --> {UNWRITABLE}{UNWRITABLE}"
DRAWN = [name for name in drawings.names() if name != "organisation"]


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture
def chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Install a font that has two characters, both of them a square."""
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for corner in ((950, 0), (950, 800), (50, 800)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "zhong", "wen"])
    builder.setupCharacterMap({0x4E2D: "zhong", 0x6587: "wen"})
    builder.setupGlyf({".notdef": square, "zhong": square, "wen": square})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "zhong", "wen"), (1000, 50)))
    builder.setupHorizontalHeader(ascent=850, descent=-150)
    builder.setupNameTable({"familyName": "Two Squares Sans", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=850, usWinAscent=850, usWinDescent=150)
    builder.setupPost()
    builder.save(tmp_path / "squares.ttf")
    monkeypatch.setattr(font_manager.fontManager, "ttflist", list(font_manager.fontManager.ttflist))
    font_manager.fontManager.addfont(tmp_path / "squares.ttf")
    return "Two Squares Sans"


def renamed(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose first structure has a nasty name."""
    return table.replace(STRUCTURES[0], NASTY).replace({"team": {"centre": NASTY}})


def texts(ax: plt.Axes) -> list[str]:
    return [text.get_text() for text in ax.figure.findobj(Text)]


@pytest.mark.parametrize("name", DRAWN)
def test_no_nasty_name_reaches_matplotlib_as_it_is(name: str, tmp_path: Path) -> None:
    tables = [renamed(TABLES[table]()) for table in drawings.drawing(name).TABLES]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message="no installed font has")
        ax = getattr(figures, name)(*tables)
        (file,) = figures.save(ax.figure, tmp_path / "nasty", ["svg"])
    said = "".join(texts(ax))
    assert not {c for c in said if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"}
    assert "\u202e" not in said and "\u4e2d" not in said
    ElementTree.parse(file)


@pytest.mark.parametrize("name", ["frontier", "lead_time", "model_health", "responses"])
def test_a_nasty_name_is_shown_as_far_as_it_can_be(name: str) -> None:
    tables = [renamed(TABLES[table]()) for table in drawings.drawing(name).TABLES]
    with pytest.warns(UserWarning, match="no installed font has U\\+4E2D, U\\+6587: drawn as") as told_once:
        ax = getattr(figures, name)(*tables)
    assert len(told_once) == 1
    assert any(SHOWN in " ".join(text.split()) for text in texts(ax))
    assert "no installed font has U+4E2D, U+6587" in " ".join(ax.figure.get_supxlabel().split())


def test_dollars_are_no_formula() -> None:
    ax = figures.lead_time(figure_tables.summary(("a$_b$", "hub_and_spoke")))
    named = next(text for text in ax.get_yticklabels() if "$" in text.get_text())
    assert named.get_text() == "A$ b$"
    assert not named.get_parse_math()


def test_a_font_that_has_the_characters_is_found_and_embedded_as_type_42(
    chinese: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = figure_tables.summary(("\u4e2d\u6587", "hub_and_spoke"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = figures.lead_time(table)
        with mpl.rc_context({"pdf.compression": 0}):
            (file,) = figures.save(ax.figure, tmp_path / "chinese", ["pdf"])
    named = next(text for text in ax.get_yticklabels() if text.get_text() == "\u4e2d\u6587")
    assert named.get_fontfamily() == ["DejaVu Sans", chinese]
    assert "font" not in ax.figure.get_supxlabel()
    content = file.read_bytes()
    assert b"/Type3" not in content and content.count(b"/FontFile2") >= 2


def test_text_is_cleaned_once_and_stays_so() -> None:
    with use_style() as unwritten:
        once = lettered(f"{NASTY}\ud800")
        assert lettered(once) == once
        assert unwritten == {"\u4e2d", "\u6587"}
    assert lettered("plain\ttext\r\nof two lines") == "plain text \nof two lines"
    assert lettered("e\u0301") == "\u00e9"
    assert told({chr(0x4E00 + n) for n in range(8)}).endswith("U+4E05 and 2 more: drawn as \ufffd")
    assert told(()) == ""


def test_what_follows_a_name_from_right_to_left_does_not_join_it() -> None:
    name = lettered("\u202b\u05e9\u05dc\u05d5\u05dd\u202c")
    assert name == "\u05e9\u05dc\u05d5\u05dd\u200e"
    assert lettered(f"{name}: 60 people") == f"{name}: 60 people"


def test_a_chinese_character_takes_the_room_of_two() -> None:
    assert wrapped("\u4e2d" * 10, 10).split("\n") == ["\u4e2d" * 5] * 2
    assert wrapped("one two three", 8).split("\n") == ["one two", "three"]


def test_names_of_teams_in_a_picture_of_an_organisation() -> None:
    organisation = structures.build(load(["structure=hub_and_spoke"]))
    organisation = replace(organisation, name=NASTY)
    with pytest.warns(UserWarning, match="no installed font"):
        ax = figures.organisation(organisation)
    assert SHOWN in ax.get_title(loc="left")
    assert "no installed font" in ax.figure.get_supxlabel()


# what a reader wishes otherwise


@pytest.mark.parametrize("palette", PALETTES)
def test_only_structures_wear_the_colours_of_structures(palette: str) -> None:
    with use_style(Wishes(palette)):
        names = [*PALETTES[palette].of, *(f"mine_{n}" for n in range(12))]
        look = looks(names)
    colours = set(PALETTES[palette].structures)
    assert {name for name, each in look.items() if each.colour in colours} == set(PALETTES[palette].of)
    assert len(set(look.values())) == len(names)


def test_a_structure_keeps_its_colour_whoever_is_beside_it() -> None:
    alone, beside = looks(["hub_and_spoke"]), looks(["mine", "hub_and_spoke", "yours"])
    assert alone["hub_and_spoke"] == beside["hub_and_spoke"]


def test_wishes_hold_inside_and_end_outside() -> None:
    wishes = Wishes("grey", 9.0, 60.0, {"hub_and_spoke": "Our hub"}, "shown is one")
    with use_style(wishes):
        assert label_of("hub_and_spoke") == "Our hub"
        assert label_of("hub_and_spoke-ml_engineer") == "Our hub + ML engineer"
        ax = figures.lead_time(figure_tables.summary())
    assert ax.figure.get_figheight() == pytest.approx(60.0 / 25.4)
    assert ax.xaxis.label.get_size() == 9.0
    assert "shown is one" in ax.figure.get_supxlabel()
    assert "Our hub" in {label.get_text() for label in ax.get_yticklabels()}
    assert label_of("hub_and_spoke") == "Hub and spoke"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run = tmp_path / "run"
    run.mkdir()
    figure_tables.summary().to_csv(run / "summary.csv", index=False)
    rows = {"scenario": STRUCTURES, "structure": STRUCTURES, "replications": 50}
    pd.DataFrame(rows).to_csv(run / "scenarios.csv", index=False)
    return run


def test_a_folder_is_drawn_as_wished(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [
        "--only", "lead_time", "--format", "svg", "--size", "3.5 x 2in", "--font-size", "6",
        "--palette", "grey",
        "--structures", "hub_and_spoke, informal_network", "--labels", "hub_and_spoke=\u4e2d $x$",
    ]  # fmt: skip
    assert main(["figures", str(folder), *asked]) == 0
    told_once = capsys.readouterr().err
    assert told_once.count("\n") == 1 and "no installed font has U+4E2D" in told_once
    drawn = (folder / "figures" / "lead_time.svg").read_text(encoding="utf-8")
    assert 'width="252pt" height="144pt"' in drawn
    assert f"<!-- {UNWRITABLE} $x$ -->" in drawn
    assert "Centre of excellence" not in drawn and "shown are only" in " ".join(drawn.split())


@pytest.mark.parametrize(
    ("asked", "told_once"),
    [
        (["--size", "89"], "--size = 89: must be WIDTHxHEIGHT in mm or in"),
        (["--size", "89x60"], "--size = 89x60: must be WIDTHxHEIGHT in mm or in"),
        (["--size", "89x6mm"], "--size = 89x6mm: its height must be between 30 and 400 mm"),
        (["--size", "89x60mm", "--width", "89"], "--size = 89x60mm and --width = 89: give one of them"),
        (["--font-size", "0"], "--font-size = 0: must be between 4 and 16 points"),
        (["--font-size", "nan"], "--font-size = nan: must be between 4 and 16 points"),
        (["--palette", "gray"], "--palette = gray: unknown; did you mean 'grey'?"),
        (["--structures", "hub"], "--structures = hub: unknown; valid: centre_of_excellence,"),
        (["--structures", ""], "--structures = : unknown; valid:"),
        (["--labels", "hub_and_spoke"], "--labels = hub_and_spoke: must be NAME=LABEL"),
        (["--labels", "hub_and_spok=X"], "--labels = hub_and_spok: unknown; did you mean 'hub_and_spoke'?"),
    ],
)
def test_a_wish_that_makes_no_sense_is_one_message(
    asked: list[str], told_once: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", str(folder), *asked]) == 2
    assert told_once in capsys.readouterr().err
    assert not (folder / "figures").exists()


def test_a_page_that_is_too_small_is_said_and_not_drawn(folder: Path) -> None:
    found = write_all(
        folder, formats=("svg",), width_mm=60.0, wishes=Wishes(font_points=16.0, height_mm=30.0)
    )
    assert "does not fit on the page" in found.skipped["frontier"]
    assert found.failed == {}
