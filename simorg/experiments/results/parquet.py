"""Parts of a table on disk: written whole or not at all, checked before they are trusted."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from simorg.config.errors import SettingsError
from simorg.experiments.running.stopped import disk_trouble

INCOMING = ".incoming"
"""Folder, beside the tables, in which files are written before they are renamed into place."""

KEY, BESIDE = b"simorg_fingerprint", b"simorg_parts_beside"
READERS = 8
"""Threads that read parts: most of the time goes into decompressing, which lets go of the interpreter."""


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

    Raises
    ------
    StoppedError
        If it cannot be written.
    """
    target, beside = root / name, root / INCOMING
    # Shards on other machines write into the same folder, perhaps with the same process number.
    temporary = beside / f"{uuid.uuid4().hex}-{target.name}"
    with disk_trouble(target):
        try:
            beside.mkdir(exist_ok=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            write(temporary)
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())  # else a power cut can leave a renamed empty file
            temporary.replace(target)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    return target


def write_part(root: Path, name: str, table: pa.Table, mark: str, beside: Iterable[str] = ()) -> None:
    """Write one part of a table as Parquet.

    Parameters
    ----------
    root : Path
        Run folder.
    name : str
        Path of the part below `root`.
    table : Table
        Rows; the metadata of its fields is kept.
    mark : str
        Fingerprint that the part belongs to.
    beside : iterable of str
        Other tables in which a part of the same name belongs to it; see `parts_beside`.
    """
    about = {KEY: mark.encode(), BESIDE: ",".join(beside).encode()}
    # Parts are short and wide: without statistics and dictionaries they are a third of the size. Measures are
    # numbers that hardly compress: lz4 is 5 % larger than zstd and read in half the time.
    options = {"compression": "lz4", "use_dictionary": False, "write_statistics": False}
    marked = table.replace_schema_metadata(about)
    write_whole(root, name, lambda path: pq.write_table(marked, path, **options))


def read_part(path: Path, mark: str) -> pa.Table | None:
    """Return a part, or None if it is damaged, missing, or belongs to another fingerprint.

    Parameters
    ----------
    path : Path
        File.
    mark : str
        Fingerprint that it must belong to.
    """
    try:
        table = pq.ParquetFile(path).read(use_threads=False)
    except (OSError, pa.ArrowException):
        return None
    return table if (table.schema.metadata or {}).get(KEY) == mark.encode() else None


def parts_beside(table: pa.Table) -> list[str]:
    """Return the other tables in which, as a part says, one of the same name belongs to it."""
    named = (table.schema.metadata or {}).get(BESIDE, b"").decode()
    return named.split(",") if named else []


def read_parts(folder: Path, columns: list[str] | None = None) -> pa.Table:
    """Return the rows of all parts of a table, in no particular order.

    Parameters
    ----------
    folder : Path
        Folder of ``part-*.parquet`` files; parts may lack columns that others have.
    columns : list of str, optional
        Columns to read; all when left out.

    Raises
    ------
    SettingsError
        If a part cannot be read; names it.
    """

    def read(path: Path) -> pa.Table:
        try:
            return pq.ParquetFile(path).read(columns=columns, use_threads=False)
        except (OSError, pa.ArrowException) as error:
            raise SettingsError(
                f"{path}: cannot be read ({str(error).splitlines()[0]}); simorg run with the command in "
                "manifest.json puts it aside and runs its replications again"
            ) from error

    with ThreadPoolExecutor(READERS) as pool:
        tables = list(pool.map(read, part_files(folder)))
    return pa.concat_tables(tables, promote_options="permissive") if tables else pa.table({})


def part_files(folder: Path) -> list[Path]:
    """Return the files of the parts of a table, in order of name."""
    return sorted(folder.glob("part-*.parquet"))
