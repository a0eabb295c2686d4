"""A folder of plug-ins: ``FOLDER/{structures,drift,measures,figures,kinds}/NAME.py``, on disk or installed.

Goes in: the name of a folder, or of an entry point of the group ``simorg.plugins``. Comes out: its files with
their hashes, under a package name of its own. Nothing of it is imported here.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import importlib.util
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from simorg.config.errors import SettingsError, nearest
from simorg.plugins.sorts import KERNELS, SHOWN_ONLY, SORTS

SHIPPED = "simorg:"
GROUP = "simorg.plugins"
OPTION = "--plugins"
NAME = re.compile(r"[a-z][a-z0-9_]*")
HIDDEN = re.compile(r"(^|/)(\.|__pycache__/)")
ROOM = "simorg.plugins.in_use"
"""Under this name the files are imported: to the compiler they are as good as those of the package."""


@dataclass(frozen=True)
class PlugIns:
    """The files of a folder, as they were when it was taken into use."""

    given: str
    """What the user called it."""
    name: str
    """What messages and fingerprints call it: the name of the folder, or of the entry point."""
    folder: Path
    files: dict[str, str]
    """Path below the folder -> SHA-256 of the file: plug-ins, and what they import from beside them."""

    @property
    def package(self) -> str:
        """Name under which it is imported; other sources, another name."""
        return f"{ROOM}.{re.sub('[^a-z0-9]+', '_', self.name.lower())}_{_digest(self.files, ())[:12]}"

    def named(self, sort: str) -> list[str]:
        """Return the names of the plug-ins of a sort, in order."""
        return sorted(Path(file).stem for file in self.files if re.fullmatch(rf"{sort}/[^_/][^/]*\.py", file))

    def file(self, sort: str, name: str) -> Path:
        """Return the file of a plug-in."""
        return self.folder / sort / f"{name}.py"

    def kernels(self) -> str:
        """Return a hash of all that compiled code can depend on; nothing if nothing here is compiled."""
        if not any(self.named(sort) for sort in KERNELS):
            return ""
        return _digest(self.files, tuple(sort for sort in SORTS if sort not in KERNELS))

    def deciding(self) -> dict[str, str]:
        """Return the files that can change a row, with their hashes."""
        return {file: found for file, found in self.files.items() if file.split("/")[0] not in SHOWN_ONLY}

    def sources(self) -> dict[str, bytes]:
        """Return the files themselves, for a machine that does not have them."""
        return {file: (self.folder / file).read_bytes() for file in self.files}


def find(given: str) -> PlugIns:
    """Return the plug-ins of a folder, or of an installed package.

    Parameters
    ----------
    given : str
        A folder, or the name of an entry point of the group ``simorg.plugins``.

    Raises
    ------
    SettingsError
        If there is neither, or no plug-in in it.
    """
    name, folder = _folder(given)
    found = PlugIns(given, name, folder, hashed(folder))
    _check_names(found)
    return found


def hashed(folder: Path) -> dict[str, str]:
    """Return the Python files below a folder with their SHA-256."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.py")}
    try:
        return {file: _sha256(paths[file].read_bytes()) for file in sorted(paths) if not HIDDEN.search(file)}
    except OSError as error:
        raise SettingsError(f"{OPTION} = {folder}: cannot be read ({error.strerror})") from error


def _check_names(found: PlugIns) -> None:
    named = [(sort, name) for sort in SORTS for name in found.named(sort)]
    if not named:
        inner = sorted({file.split("/")[0] for file in found.files if "/" in file})
        hints = [nearest(each, SORTS).partition(" valid")[0] for each in inner]
        hint = next((hint for hint in hints if hint != ";"), "")
        expected = f"expected {found.name}/{{{','.join(SORTS)}}}/NAME.py"
        raise SettingsError(f"{OPTION} = {found.given}: no plug-in in it; {expected}{hint}")
    for sort, name in named:
        if not NAME.fullmatch(name):
            rule = "a name has small letters, digits and _ and begins with a letter"
            raise SettingsError(f"{found.file(sort, name)}: {rule}")


def _folder(given: str) -> tuple[str, Path]:
    path, installed = _path(given), dict(_installed())
    if given in installed and path.is_dir():
        raise SettingsError(
            f"{OPTION} = {given}: both a folder and an installed package; for the folder write ./{given}"
        )
    if given in installed:
        return given, _of_package(given, installed[given])
    if path.is_dir():
        return path.resolve().name, path.resolve()
    known = nearest(given, installed)
    offered = f", nor does an installed package offer plug-ins of this name{known}"
    raise SettingsError(f"{OPTION} = {given}: no such folder{offered}")


def _path(given: str) -> Path:
    """Return the path of a folder; ``simorg:`` begins the name of a shipped one."""
    if given.startswith(SHIPPED):
        return Path(str(importlib.resources.files("simorg.conf"))) / given.removeprefix(SHIPPED)
    return Path(given).expanduser()


def _installed() -> Iterator[tuple[str, str]]:
    from importlib.metadata import entry_points

    return ((each.name, each.value) for each in entry_points(group=GROUP))


def _of_package(given: str, package: str) -> Path:
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError) as error:
        raise SettingsError(f"{OPTION} = {given}: {package} cannot be found ({error})") from error
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places:
        raise SettingsError(f"{OPTION} = {given}: its entry point names {package}, which is no package")
    return Path(places[0]).resolve()


def _digest(files: dict[str, str], without: Iterable[str]) -> str:
    kept = {file: found for file, found in files.items() if file.split("/")[0] not in without}
    return _sha256("".join(f"{file}\0{kept[file]}\0" for file in sorted(kept)).encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
