"""What a reader wants of figures otherwise than usual: size, letters, palette, names; checked first."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from simorg.config.errors import SettingsError, nearest

if TYPE_CHECKING:
    from simorg.figures.style import Wishes

NARROWEST_MM, WIDEST_MM, LOWEST_MM, HIGHEST_MM = 60.0, 400.0, 30.0, 400.0
SMALLEST_POINTS, LARGEST_POINTS = 4.0, 16.0
UNITS_MM = {"mm": 1.0, "in": 25.4}
SIZE = re.compile(r"(\d+(?:\.\d+)?)[x×](\d+(?:\.\d+)?)(mm|in)")


class Page(NamedTuple):
    """Width and height in mm; none = what the figure needs."""

    width_mm: float | None
    height_mm: float | None


def declare(parser: ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "--width", metavar="MM", type=float, help="width in print: 89 for one column, 183 for two"
    )
    parser.add_argument("--size", metavar="WxH", help="width and height in print: 89x60mm or 3.5x2.4in")
    parser.add_argument("--font-size", metavar="N", type=float, help="size of most letters, in points; 7")
    parser.add_argument(
        "--labels", metavar="NAME=LABEL", action="append", default=[],
        help="what a scenario or structure is called; may be given several times",
    )  # fmt: skip
    parser.add_argument("--structures", metavar="A,B", help="show only these structures or scenarios")
    parser.add_argument("--palette", metavar="NAME", help="colours: okabe_ito, tol_muted or grey")


def page_of(args: Namespace) -> Page:
    """Return the page that is asked for.

    Parameters
    ----------
    args : Namespace
        With ``width`` and ``size``.
    """
    if args.size is None:
        if args.width is not None:
            _within("--width", args.width, NARROWEST_MM, WIDEST_MM, "mm", ("89", "183"))
        return Page(args.width, None)
    if args.width is not None:
        raise SettingsError(f"--size = {args.size} and --width = {args.width:g}: give one of them")
    found = SIZE.fullmatch(args.size.strip().lower().replace(" ", ""))
    if found is None:
        raise SettingsError(
            f"--size = {args.size}: must be WIDTHxHEIGHT in mm or in, such as 89x60mm or 3.5x2.4in"
        )
    width, height = (float(found[n]) * UNITS_MM[found[3]] for n in (1, 2))
    _within(f"--size = {args.size}: its width", width, NARROWEST_MM, WIDEST_MM, "mm")
    _within(f"--size = {args.size}: its height", height, LOWEST_MM, HIGHEST_MM, "mm")
    return Page(width, height)


def structures_of(args: Namespace, known: Sequence[str]) -> list[str]:
    """Return the structures that are asked for; none = all.

    Parameters
    ----------
    args : Namespace
        With ``structures``.
    known : sequence of str
        Scenarios and structures of the folder.
    """
    if args.structures is None:
        return []
    names = [name.strip() for name in args.structures.split(",")]
    _known("--structures", names, known)
    return names


def wishes_of(args: Namespace, page: Page, structures: Iterable[str], known: Sequence[str]) -> Wishes:
    """Return what is wanted of all figures alike.

    Parameters
    ----------
    args : Namespace
        With ``palette``, ``font_size`` and ``labels``.
    page : Page
        Size.
    structures : iterable of str
        Those shown; none = all.
    known : sequence of str
        Scenarios and structures of the folder.
    """
    from simorg.figures.lettering import lettered
    from simorg.figures.palettes import PALETTES
    from simorg.figures.style import FONT_POINTS, Wishes
    from simorg.figures.words import label_of

    palette, points = args.palette or next(iter(PALETTES)), args.font_size or FONT_POINTS
    _known("--palette", [palette], PALETTES)
    if args.font_size is not None:
        _within("--font-size", args.font_size, SMALLEST_POINTS, LARGEST_POINTS, "points")
    labels = dict(_label(given, known) for given in args.labels)
    shown = [labels.get(name) or label_of(name) for name in structures]
    remark = (
        f"shown are only {', '.join(map(lettered, shown))}; the numbers are those of the whole run"
        if shown
        else ""
    )
    return Wishes(palette, points, page.height_mm, labels, remark)


def _label(given: str, known: Sequence[str]) -> tuple[str, str]:
    name, equals, label = given.partition("=")
    if not equals or not label.strip():
        raise SettingsError(f"--labels = {given}: must be NAME=LABEL, such as 'hub_and_spoke=Our hub'")
    _known("--labels", [name.strip()], known)
    return name.strip(), label.strip()


def _within(what: str, value: float, low: float, high: float, unit: str, usual: Sequence[str] = ()) -> None:
    if not low <= value <= high:  # not a number is in no range
        named = what if "=" in what else f"{what} = {value:g}:"
        hint = nearest(str(round(value)), usual) if value == value else ""
        raise SettingsError(f"{named} must be between {low:g} and {high:g} {unit}{hint}")


def _known(option: str, given: Iterable[str], known: Iterable[str]) -> None:
    for name in given:
        if name not in known:
            raise SettingsError(f"{option} = {name}: unknown{nearest(name, known)}")
