"""Files of a log: the same in CSV, Parquet and XES; XES by the standard; whole or not at all."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ElementTree
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import simorg
from simorg.engines.run import simulate
from simorg.trace.log.calendar import starting
from simorg.trace.log.columns import COLUMNS, event_log, typed
from simorg.trace.log.formats import whole
from simorg.trace.log.xes import PLACEHOLDER
from tests.logs import CASE, LOUD, SHORT, TIME, read, written


@pytest.fixture(scope="module")
def log() -> pd.DataFrame:
    """Return every seventh case of a run in which nearly everything happens."""
    told = event_log(simulate(simorg.load(LOUD)), starting())
    return told[told[CASE].isin(told[CASE].unique()[::7])].reset_index(drop=True)


@pytest.mark.parametrize("kind", ["csv", "parquet", "xes"])
def test_every_format_holds_the_same_log(log: pd.DataFrame, kind: str) -> None:
    assert len(log) > 1000
    pd.testing.assert_frame_equal(read(written([log], kind), kind), log)


@pytest.mark.parametrize("kind", ["csv", "parquet", "xes"])
def test_logs_of_several_replications_follow_each_other(kind: str) -> None:
    logs = [event_log(simulate(simorg.load(SHORT), n), starting()) for n in range(2)]
    assert not set(logs[0][CASE]) & set(logs[1][CASE])
    both = pd.concat(logs, ignore_index=True)
    pd.testing.assert_frame_equal(read(written(logs, kind), kind), both)


NAME, NC_NAME = r"[A-Za-z_:][\w:.\-]*", r"[A-Za-z_][\w.\-]*"
XES_VALUES = {
    "string": r"(?s).*", "int": r"-?\d+", "float": r"-?\d+(\.\d+)?([eE][+-]?\d+)?",
    "date": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00",
}  # fmt: skip
XES_ORDER = {
    "log": "(extension )*(global )*(classifier )*((string|int|float|date) )*(trace )*",
    "trace": "((string|int|float|date) )*(event )*",
    "event": "((string|int|float|date) )*",
    "global": "((string|int|float|date) )*",
}
XES_ATTRIBUTES = {
    "log": {"xes.version", "xes.features"}, "trace": set(), "event": set(), "global": {"scope"},
    "extension": {"name", "prefix", "uri"}, "classifier": {"name", "scope", "keys"},
}  # fmt: skip


def refuse_invalid_xes(data: bytes) -> ElementTree.Element:
    """Check a document against the schema of IEEE Std 1849-2016, and what the standard says in words."""
    log = ElementTree.fromstring(data)
    assert log.tag == "log" and re.fullmatch(r"\d+\.\d+", log.attrib["xes.version"])
    for element in log.iter():
        children = list(element)
        keys = [child.get("key") for child in children if child.get("key")]
        assert len(keys) == len(set(keys)), "a key occurs twice in one element"
        if element.tag in XES_VALUES:
            assert set(element.attrib) == {"key", "value"} and not children
            assert re.fullmatch(NAME, element.attrib["key"])
            assert re.fullmatch(XES_VALUES[element.tag], element.attrib["value"])
        else:
            assert set(element.attrib) == XES_ATTRIBUTES[element.tag]
            order = "".join(f"{child.tag} " for child in children)
            assert re.fullmatch(XES_ORDER.get(element.tag, ""), order), element.tag
    prefixes = {extension.attrib["prefix"] for extension in log.iterfind("extension")}
    used = {a.attrib["key"].split(":")[0] for a in log.iter() if ":" in a.get("key", "")}
    assert used <= prefixes
    for extension in log.iterfind("extension"):
        assert re.fullmatch(NC_NAME, extension.attrib["name"])
        assert extension.attrib["uri"] == f"http://www.xes-standard.org/{extension.attrib['prefix']}.xesext"
    declared = {g.attrib["scope"]: {(a.tag, a.get("key")) for a in g} for g in log.iterfind("global")}
    assert set(declared) == {"trace", "event"}
    for scope in declared:
        for element in log.iter(scope):
            assert declared[scope] <= {(child.tag, child.get("key")) for child in element}
    for classifier in log.iterfind("classifier"):
        assert re.fullmatch(NC_NAME, classifier.attrib["name"]) and classifier.attrib["scope"] == "event"
        assert set(classifier.attrib["keys"].split()) <= {key for _, key in declared["event"]}
    return log


def test_xes_is_valid_by_the_standard(log: pd.DataFrame) -> None:
    about = {"concept:name": "all", "lifecycle:model": "standard", "seed": 1, "horizon_days": 200.0}
    found = refuse_invalid_xes(written([log], "xes", about))
    assert len(found.findall("trace")) == log[CASE].nunique()
    assert len(found.findall("trace/event")) == len(log)
    assert found.find("string[@key='lifecycle:model']").get("value") == "standard"  # type: ignore[union-attr]


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_any_name_can_be_written_as_xml(name: str) -> None:
    row = {n: PLACEHOLDER[c.type] for n, c in COLUMNS.items()}
    row |= {n: float(row[n]) for n, c in COLUMNS.items() if c.type in ("float", "int")}
    log = typed({n: [v] for n, v in (row | {TIME: pd.Timestamp(0, tz="UTC"), "org:group": name}).items()})
    found = refuse_invalid_xes(written([log], "xes"))
    legal = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", name)
    assert found.find("trace/event/string[@key='org:group']").get("value") == legal  # type: ignore[union-attr]


def test_parquet_says_what_its_columns_mean(log: pd.DataFrame) -> None:
    schema = pq.read_schema(io.BytesIO(written([log], "parquet", {"seed": 7})))
    assert json.loads(schema.metadata[b"simorg"]) == {"seed": 7}
    assert schema.field("org:group").metadata == {b"about": b"team"}


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    kept = tmp_path / "log.csv"
    kept.write_text("what was there before")
    with suppress(RuntimeError), whole(kept) as file:
        file.write(b"half")
        raise RuntimeError
    assert kept.read_text() == "what was there before"
    assert list(tmp_path.iterdir()) == [kept]
