"""Parts of a table on disk: written whole or not at all, checked before they are trusted."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from simorg.config.errors import SettingsError

INCOMING = ".incoming"
"""Folder, beside the tables, in which files are written before they are renamed into place."""

KEY, BESIDE = b"simorg_fingerprint", b"simorg_has_part_beside"


def write_whole(root: Path, name: str, write: Callable[[Path], object]) -> Path:
    """Write a file so that nobody ever sees half of it.

    Parameters
    ----------
    root : Path
        Run folder.
    name : str
        Path of the file below `root`.
    write : callable
        Writes to the path that it is given.

    Returns
    -------
    Path
        The file.
    """
    target, beside = root / name, root / INCOMING
    beside.mkdir(exist_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = beside / f"{os.getpid()}-{target.name}"
    write(temporary)
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())  # else a power cut can leave a renamed empty file
    temporary.replace(target)
    return target


def write_part(
    root: Path, name: str, frame: pd.DataFrame, mark: str, units: dict[str, str], beside: bool = False
) -> None:
    """Write one part of a table as Parquet.

    Parameters
    ----------
    root : Path
        Run folder.
    name : str
        Path of the part below `root`.
    frame : DataFrame
        Rows.
    mark : str
        Fingerprint that the part belongs to.
    units : dict of str
        Units of columns, for their metadata.
    beside : bool
        Whether a part of the same name belongs to it in another table; see `has_part_beside`.
    """
    table = pa.Table.from_pandas(frame, preserve_index=False)
    fields = [
        field.with_metadata({"unit": units[field.name]}) if field.name in units else field
        for field in table.schema
    ]
    # Parts are short and wide: without statistics and dictionaries they are a third of the size.
    about = {KEY: mark.encode()} | ({BESIDE: b"yes"} if beside else {})
    packed = table.cast(pa.schema(fields, about))
    options = {"compression": "zstd", "use_dictionary": False, "write_statistics": False}
    write_whole(root, name, lambda path: pq.write_table(packed, path, **options))


def read_part(path: Path, mark: str) -> pd.DataFrame | None:
    """Return a part, or None if it is damaged, missing, or belongs to another fingerprint.

    Parameters
    ----------
    path : Path
        File.
    mark : str
        Fingerprint that it must belong to.
    """
    try:
        table = pq.ParquetFile(path).read()
    except (OSError, pa.ArrowException):
        return None
    if (table.schema.metadata or {}).get(KEY) != mark.encode():
        return None
    frame: pd.DataFrame = table.to_pandas()
    return frame


def has_part_beside(path: Path) -> bool:
    """Return whether a part says that one of the same name belongs to it in another table."""
    return BESIDE in (pq.read_schema(path).metadata or {})


def read_parts(folder: Path, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the rows of all parts of a table, in no particular order.

    Parameters
    ----------
    folder : Path
        Folder of ``part-*.parquet`` files; parts may lack columns that others have.
    columns : sequence of str, optional
        Columns to read; all when left out.

    Raises
    ------
    SettingsError
        If a part cannot be read; names it.
    """
    tables = []
    for path in sorted(folder.glob("part-*.parquet")):
        try:
            tables.append(pq.ParquetFile(path).read(columns=None if columns is None else list(columns)))
        except (OSError, pa.ArrowException) as error:
            raise SettingsError(
                f"{path}: cannot be read ({str(error).splitlines()[0]}); simorg run with the command in "
                "manifest.json puts it aside and runs its replications again"
            ) from error
    if not tables:
        return pd.DataFrame()
    frame: pd.DataFrame = pa.concat_tables(tables, promote_options="permissive").to_pandas()
    return frame
