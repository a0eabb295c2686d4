"""Opening the files that settings name, with the message a user needs when one cannot be read."""

from __future__ import annotations

import codecs
from pathlib import Path

from simorg.config.errors import SettingsError, nearest
from simorg.config.files import locate


def open_input(path: str | Path, key: str = "file") -> Path:
    """Return where an input file lies.

    Parameters
    ----------
    path : str or Path
        ``simorg:examples/NAME`` for a file that ships with the package, else a path.
    key : str
        Key path of the setting that names the file, for the message.

    Returns
    -------
    Path
        Absolute path of an existing file.

    Raises
    ------
    SettingsError
        If there is no such file; names the nearest one in the same folder.
    """
    found = locate(str(path), Path.cwd())
    if found.is_file():
        return found
    if found.is_dir():
        raise SettingsError(f"{key} = {path}: is a folder; name a file in it")
    beside = (
        [entry.name for entry in found.parent.iterdir() if entry.is_file()] if found.parent.is_dir() else []
    )
    raise SettingsError(f"{key} = {path}: no such file{nearest(found.name, beside)}")


def read_input(path: str | Path, key: str = "file") -> str:
    """Return the text of an input file: UTF-8, with or without a byte order mark, or UTF-16 with one.

    Parameters
    ----------
    path : str or Path
        As for :func:`open_input`.
    key : str
        Key path of the setting that names the file, for the message.

    Returns
    -------
    str
        The text; line ends as in the file.

    Raises
    ------
    SettingsError
        If there is no such file, it cannot be read, or it is in another encoding.
    """
    found = open_input(path, key)
    try:
        raw = found.read_bytes()
    except OSError as error:
        raise SettingsError(f"{key} = {path}: cannot be read ({error.strerror})") from error
    return _decoded(raw, f"{key} = {path}")


def _decoded(raw: bytes, named: str) -> str:
    """Return bytes as text: UTF-16 by its mark, else UTF-8; say what to do about anything else."""
    encoding = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        rule = f"byte 0x{raw[error.start]:02x} in line {line} is not {encoding.removesuffix('-sig').upper()}"
        raise SettingsError(f"{named}: {rule}; {_advice(raw, named)}") from error
    if "\0" in text:
        raise SettingsError(f"{named}: looks like UTF-16 without a mark, or no text at all; save it as UTF-8")
    return text


def _advice(raw: bytes, named: str) -> str:
    """Say how to convert: a plain Excel CSV is Windows-1252 in the west, something else elsewhere."""
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError:
        return "save the file as UTF-8"
    name = named.partition(" = ")[2]
    return (
        "it looks like Windows-1252 (cp1252): save it as UTF-8 (in Excel: 'CSV UTF-8'), or convert it: "
        f"iconv -f WINDOWS-1252 -t UTF-8 '{name}' > utf8.csv"
    )
