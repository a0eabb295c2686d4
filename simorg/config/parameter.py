"""One way to declare a parameter: its value, and everything a reader needs to defend it.

Goes in: default, unit, allowed range, source and evidence mark, beside the field itself.
Comes out: a pydantic field whose JSON schema carries the same facts, so that the registry
(``simorg params``), the bounds that are checked and the documentation have one source.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from simorg.config.citations import cited, spelled_out
from simorg.config.sources import SOURCES

Mark = Literal["VP", "VS", "R", "C", "J", "-"]
"""Standing of the central value of a default; `MARKS` says it in words."""

MARKS: dict[str, str] = {
    "VP": "verified in the source itself",
    "VS": "verified second hand, in a text about the source",
    "R": "recalled, not verified",
    "C": "computed, from the figures or by the formula named",
    "J": "judgement; a source named beside it gives the form or the size, for something else than this",
    "-": "choice of the user; no evidence applies",
}
"""A mark other than J or - says: the figure is for this quantity, unit, population and stage."""

NEEDS_SOURCE = ("VP", "VS", "R")


class Group(BaseModel):
    """Base of every settings group: frozen, closed to unknown keys, finite numbers only."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def parameter(
    default: Any = ...,
    *,
    about: str,
    unit: str = "1",
    source: str = "choice of the user",
    mark: Mark = "-",
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    low: float | None = None,
    high: float | None = None,
    factory: Callable[[], Any] | None = None,
) -> Any:
    """Declare one parameter of the registry.

    Parameters
    ----------
    default : Any
        Default value; omitted when `factory` makes it.
    about : str
        What the parameter means, in one sentence.
    unit : str
        Unit of the value; ``"1"`` for a pure number.
    source : str
        Where the central value comes from; ``[chen2019]`` cites an entry of `SOURCES`.
    mark : {"VP", "VS", "R", "C", "J", "-"}
        Standing of the central value.
    ge, gt, le : float, optional
        Allowed range: values outside are refused.
    low, high : float, optional
        Plausible range to sweep; equals the allowed range when left out.
    factory : callable, optional
        Makes the default of a nested group or a list.

    Returns
    -------
    Any
        A pydantic ``FieldInfo`` (typed ``Any`` as pydantic's own ``Field`` is).
    """
    keys = cited(source)
    assert set(keys) <= set(SOURCES), f"{source}: not in simorg/config/sources.py"
    assert keys or mark not in NEEDS_SOURCE, f"{about}: mark {mark} cites no source"
    extra: dict[str, Any] = {
        "unit": unit,
        "source": spelled_out(source),
        "cites": " ".join(keys),
        "mark": mark,
    }
    extra["low"] = low if low is not None else (ge if ge is not None else gt)
    extra["high"] = high if high is not None else le
    bounds = {"ge": ge, "gt": gt, "le": le}
    assert all(bound is None or math.isfinite(bound) for bound in bounds.values())
    keywords: dict[str, Any] = {k: v for k, v in bounds.items() if v is not None}
    if factory is not None:
        keywords["default_factory"] = factory
    else:
        keywords["default"] = default
    return Field(description=about, json_schema_extra=extra, **keywords)
