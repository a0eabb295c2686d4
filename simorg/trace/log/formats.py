"""Files of a log: CSV, Parquet or XES; whole or not at all.

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
from simorg.trace.log.columns import COLUMNS
from simorg.trace.log.xes import iso_times, write_xes

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("csv", "parquet", "xes")
PACKED = ".gz"
"""Ending of a compressed CSV or XES file; Parquet is compressed as it is."""


def write_log(
    frames: Iterable[pd.DataFrame], file: IO[bytes], kind: str, about: Mapping[str, str | int | float]
) -> None:
    """Write logs to an open file.

    Parameters
    ----------
    frames : iterable of DataFrame
        Logs with the columns of `simorg.trace.log.columns`, e.g. one a replication.
    file : binary file
        Where to write.
    kind : {"csv", "parquet", "xes"}
        Format.
    about : mapping
        What holds for the whole log: attributes in XES, metadata in Parquet, left out of CSV.
    """
    if kind == "parquet":
        return _write_parquet(frames, file, about)
    text = cast(TextIO, io.TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=False))
    try:
        if kind == "xes":
            write_xes(frames, text, about)
        else:
            _write_csv(frames, text)
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


def _write_csv(frames: Iterable[pd.DataFrame], file: TextIO) -> None:
    for n, frame in enumerate(frames):
        told = frame.assign(**{"time:timestamp": iso_times(frame["time:timestamp"])})
        told.to_csv(file, header=n == 0, index=False, lineterminator="\n")


def _write_parquet(
    frames: Iterable[pd.DataFrame], file: IO[bytes], about: Mapping[str, str | int | float]
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        "string": pa.string(),
        "int": pa.int64(),
        "float": pa.float64(),
        "date": pa.timestamp("us", "UTC"),
    }
    fields = [pa.field(name, types[c.type], metadata={"about": c.about}) for name, c in COLUMNS.items()]
    schema = pa.schema(fields, {"simorg": json.dumps(dict(about))})
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for frame in frames:
            writer.write_table(pa.Table.from_pandas(frame, schema=schema, preserve_index=False))
