"""Opening the files that settings name, with the message a user needs when one cannot be read."""

from __future__ import annotations

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
    """Return the text of an input file (UTF-8, with or without a byte order mark).

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
        If there is no such file, it cannot be read, or it is not UTF-8.
    """
    found = open_input(path, key)
    try:
        raw = found.read_bytes()
    except OSError as error:
        raise SettingsError(f"{key} = {path}: cannot be read ({error.strerror})") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        rule = f"byte 0x{raw[error.start]:02x} in line {line} is not UTF-8; save the file as UTF-8"
        raise SettingsError(f"{key} = {path}: {rule}") from error
