"""XES: a log as XML, written piece by piece so that its size does not matter.

The structure is that of the XML schema of IEEE Std 1849-2016, by which the elements have no
namespace and names of classifiers no blanks: extensions, globals, classifiers, attributes of the log,
then one trace a case with its attributes and events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TextIO
from xml.sax.saxutils import quoteattr

import numpy as np
import numpy.typing as npt

from simorg.trace.log.columns import COLUMNS

if TYPE_CHECKING:
    import pandas as pd

Objects = npt.NDArray[np.object_]

VERSION = "1849.2016"
CASE = "case:"
EXTENSIONS = {"Concept": "concept", "Lifecycle": "lifecycle", "Organizational": "org", "Time": "time"}
CLASSIFIERS = {"Activity": "concept:name", "ActivityTransition": "concept:name lifecycle:transition"}
PLACEHOLDER = {"string": "UNKNOWN", "date": "1970-01-01T00:00:00.000000+00:00", "int": "0", "float": "0.0"}
"""Values that globals declare, for tools that make up missing ones; here none is ever missing."""
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may contain, escaped or not."""


def write_xes(frames: Iterable[pd.DataFrame], file: TextIO, about: Mapping[str, str | int | float]) -> None:
    """Write logs as one XES document.

    Parameters
    ----------
    frames : iterable of DataFrame
        Logs with the `COLUMNS`, each case in one piece, e.g. one log a replication.
    file : TextIO
        Where to write, in UTF-8.
    about : mapping
        Attributes of the whole log.
    """
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    file.write(f'<log xes.version="{VERSION}" xes.features="">\n')
    for name, prefix in EXTENSIONS.items():
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        file.write(f'<extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n')
    for scope in ("trace", "event"):
        file.write(f'<global scope="{scope}">\n{_globals(scope)}</global>\n')
    for name, keys in CLASSIFIERS.items():
        file.write(f'<classifier name="{name}" scope="event" keys="{keys}"/>\n')
    for key, value in about.items():
        kind = {int: "int", float: "float"}.get(type(value), "string")
        file.write(_attribute(kind, key, str(value)))
    for frame in frames:
        _write_traces(frame, file)
    file.write("</log>\n")


def iso_times(times: pd.Series) -> list[str]:
    """Return instants in UTC as ISO 8601, all of one length; a missing one is empty."""
    instants = times.dt.tz_localize(None).to_numpy().astype("datetime64[us]")
    told = np.datetime_as_string(instants, unit="us").tolist()
    return ["" if text == "NaT" else f"{text}+00:00" for text in told]


def _write_traces(frame: pd.DataFrame, file: TextIO) -> None:
    columns = list(frame.columns)
    events = _joined([_fragments(frame[name], name) for name in columns if not name.startswith(CASE)])
    starts = np.flatnonzero(np.diff(frame["case:concept:name"].factorize()[0], prepend=-1))
    heads = frame.iloc[starts]
    cases = _joined(
        [_fragments(heads[name], name.removeprefix(CASE)) for name in columns if name.startswith(CASE)]
    )
    ends = np.append(starts, len(frame))[1:]
    for head, start, end in zip(cases, starts.tolist(), ends.tolist(), strict=True):
        file.write(f"<trace>\n{head}")
        file.writelines(f"<event>\n{event}</event>\n" for event in events[start:end])
        file.write("</trace>\n")


def _fragments(values: pd.Series, key: str) -> Objects:
    """Return one attribute for each value, nothing for a missing one."""
    kind = COLUMNS[key if key in COLUMNS else CASE + key].type
    if kind == "date":
        texts = iso_times(values)
        return _objects([_attribute(kind, key, text) for text in texts])
    codes, known = values.factorize()
    fragments = _objects([*(_attribute(kind, key, str(value)) for value in known.tolist()), ""])
    found: Objects = fragments[codes]
    return found


def _joined(columns: list[Objects]) -> list[str]:
    return ["".join(parts) for parts in zip(*columns, strict=True)]


def _globals(scope: str) -> str:
    wanted = {name: c.type for name, c in COLUMNS.items() if c.always}
    of_trace = scope == "trace"
    return "".join(
        _attribute(kind, name.removeprefix(CASE), PLACEHOLDER[kind])
        for name, kind in wanted.items()
        if name.startswith(CASE) == of_trace
    )


def _attribute(kind: str, key: str, value: str) -> str:
    legal = NO_XML.sub("\ufffd", value)
    return f"<{kind} key={quoteattr(key)} value={quoteattr(legal)}/>\n"


def _objects(values: list[str]) -> Objects:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found
