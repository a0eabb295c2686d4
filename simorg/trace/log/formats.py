"""Files of a log: CSV, Parquet, XES or OCEL; whole or not at all.

Goes in: logs, one after the other, so that only one replication is in memory. Comes out: one file
that holds them all, or a stream.
"""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO, cast

from simorg.config.errors import SettingsError
from simorg.trace.log.columns import COLUMNS, Column
from simorg.trace.log.ocel import write_ocel
from simorg.trace.log.xes import iso_times, write_xes

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("csv", "parquet", "xes", "ocel")
ENDINGS = {"csv": "csv", "parquet": "parquet", "xes": "xes", "jsonocel": "ocel", "json": "ocel"}
"""Ending of a file -> format."""
PACKED = ".gz"
"""Ending of a compressed file of text; Parquet is compressed as it is."""


def write_log(
    frames: Iterable[pd.DataFrame],
    file: IO[bytes],
    kind: str,
    about: Mapping[str, str | int | float],
    columns: Mapping[str, Column] = COLUMNS,
) -> None:
    """Write logs to an open file.

    Parameters
    ----------
    frames : iterable of DataFrame
        Logs with the columns of `simorg.trace.log.columns`, e.g. one a replication.
    file : binary file
        Where to write.
    kind : {"csv", "parquet", "xes", "ocel"}
        Format; the last two have one row an event.
    about : mapping
        What holds for the whole log: attributes in XES, metadata in Parquet, left out of CSV and OCEL.
    columns : mapping
        Columns of the logs.
    """
    if kind == "parquet":
        return _write_parquet(frames, file, about, columns)
    text = cast(TextIO, io.TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=False))
    try:
        if kind == "xes":
            write_xes(frames, text, about)
        elif kind == "ocel":
            write_ocel(frames, text)
        else:
            _write_csv(frames, text, columns)
        text.flush()
    finally:
        cast(io.TextIOWrapper, text).detach()  # the file is its owner's to close
    return None


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes its name only when all of it is written, packed if it ends in ``.gz``.

    Parameters
    ----------
    path : Path
        Final name; the file is written beside it.

    Yields
    ------
    binary file
        Open for writing.

    Raises
    ------
    SettingsError
        If nothing can be written there.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        raw = beside.open("wb")
    except OSError as error:
        raise SettingsError(f"--output = {path}: cannot be written ({error.strerror})") from error
    try:
        with raw:
            if path.suffix.lower() == PACKED:
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
                    yield cast(IO[bytes], packed)
            else:
                yield raw
            raw.flush()
            os.fsync(raw.fileno())  # else a power cut can leave a renamed empty file
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _write_csv(frames: Iterable[pd.DataFrame], file: TextIO, columns: Mapping[str, Column]) -> None:
    dates = [name for name, column in columns.items() if column.type == "date"]
    for n, frame in enumerate(frames):
        told = frame.assign(**{name: iso_times(frame[name]) for name in dates})
        told.to_csv(file, header=n == 0, index=False, lineterminator="\n")


def _write_parquet(
    frames: Iterable[pd.DataFrame],
    file: IO[bytes],
    about: Mapping[str, str | int | float],
    columns: Mapping[str, Column],
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        "string": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "date": pa.timestamp("us", "UTC"),
    }
    fields = [pa.field(name, types[c.type], metadata={"about": c.about}) for name, c in columns.items()]
    schema = pa.schema(fields, {"simorg": json.dumps(dict(about))})
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for frame in frames:
            writer.write_table(pa.Table.from_pandas(frame, schema=schema, preserve_index=False))
