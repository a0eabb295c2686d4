"""Everything that is registered, by sort and name: what is built in first, plug-ins behind it.

A drift law's code is its position, so what is added never moves what was there. Names come from listing
folders; a module is imported when it is asked for, and must have what its sort asks for.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType

from simorg.config.errors import SettingsError
from simorg.plugins.folder import PlugIns, find
from simorg.plugins.sorts import SORTS, lacking


class TooLateError(SettingsError):
    """Compiled code was chosen without the plug-ins."""


DECIDES_WHERE_CODE_LIES = "simorg.compilation.cache"

_USED: list[PlugIns] = []
_CHECKED: dict[str, ModuleType] = {}
"""Modules of plug-ins that have all they need, by the name under which they were imported."""


def names(sort: str) -> tuple[str, ...]:
    """Return the names of one sort: those built in, then those of plug-ins, each in order of the alphabet.

    Parameters
    ----------
    sort : str
        One of `SORTS`.
    """
    return (*_built_in(sort), *(name for used in _USED for name in used.named(sort)))


def module(sort: str, name: str) -> ModuleType:
    """Return the module of a name.

    Parameters
    ----------
    sort : str
        One of `SORTS`.
    name : str
        One of its `names`.

    Raises
    ------
    SettingsError
        If a plug-in cannot be imported, or lacks something; with its file.
    """
    used = owner(sort, name)
    if used is None:
        return importlib.import_module(f"{SORTS[sort].home}.{name}")
    return _imported(used, sort, name)


def owner(sort: str, name: str) -> PlugIns | None:
    """Return the plug-ins that a name belongs to; none for what is built in."""
    return next((used for used in _USED if name in used.named(sort)), None)


def path_of(sort: str, name: str) -> Path:
    """Return the file of a name."""
    used = owner(sort, name)
    return _home(sort) / f"{name}.py" if used is None else used.file(sort, name)


def in_use() -> tuple[PlugIns, ...]:
    """Return the plug-ins that are in use, in the order in which they were asked for."""
    return tuple(_USED)


def given() -> tuple[str, ...]:
    """Return what the user called the plug-ins that are in use."""
    return tuple(used.given for used in _USED)


def use(given: str | Path) -> PlugIns:
    """Take plug-ins into use, for this process; nothing of them is imported yet.

    Parameters
    ----------
    given : str or Path
        A folder, or the name of an entry point of the group ``simorg.plugins``.

    Raises
    ------
    SettingsError
        If there is nothing to use, a name is taken, or it is too late: compiled code is there already.
    """
    return take(find(str(given)))


def take(found: PlugIns) -> PlugIns:
    """Take plug-ins into use that are as they were found, here or in another process of this machine.

    Parameters
    ----------
    found : PlugIns
        Plug-ins.
    """
    for used in _USED:
        if (used.name, used.files) == (found.name, found.files):
            return used
        if used.folder == found.folder:
            raise SettingsError(f"{found.given}: was changed while it is in use; start anew")
        if used.name == found.name:
            raise SettingsError(f"{found.given}: two folders of plug-ins are called {used.name}; rename one")
    _refuse_taken(found)
    if found.kernels() and DECIDES_WHERE_CODE_LIES in sys.modules:
        raise TooLateError(
            f"{found.given}: its drift laws and measures come too late, compiled code is loaded already; "
            "call simorg.use_plugins right after `import simorg`, once, with all folders"
        )
    _enter(found)
    _USED.append(found)
    return found


def load_all() -> None:
    """Import every plug-in in use, so that a broken one is told before anything is done."""
    for used in _USED:
        for sort in SORTS:
            for name in used.named(sort):
                _imported(used, sort, name)


def use_plugins(*given: str | Path) -> None:
    """Add structures, drift laws, measures, figures and kinds of experiment of your own.

    Call it right after ``import simorg``, once, with all folders: the first simulation decides which
    compiled code is used.

    Parameters
    ----------
    *given : str or Path
        Folders ``FOLDER/{structures,drift,measures,figures,kinds}/NAME.py``, or names of entry points of
        the group ``simorg.plugins``.

    Raises
    ------
    SettingsError
        If there is no plug-in, one is broken, a name is taken, or it is too late.
    """
    for each in given:
        use(each)
    load_all()


def kernels() -> str:
    """Return a hash of the plug-ins that compiled code can depend on; nothing if there are none."""
    found = [used.kernels() for used in _USED]
    return sha256("\0".join(found).encode()).hexdigest() if any(found) else ""


def hashes() -> dict[str, dict[str, str]]:
    """Return the files that can change a row with their SHA-256, by name of the plug-ins."""
    return {used.name: found for used in _USED if (found := used.deciding())}


@cache
def _built_in(sort: str) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _home(sort).glob("*.py") if not path.stem.startswith("_")))


def _home(sort: str) -> Path:
    return Path(__file__).parents[1].joinpath(*SORTS[sort].home.split(".")[1:])


def _refuse_taken(found: PlugIns) -> None:
    for sort in SORTS:
        for name in found.named(sort):
            if name in names(sort):
                both = f"{path_of(sort, name)} and {found.file(sort, name)}"
                raise SettingsError(f"two files are the {SORTS[sort].one} '{name}': {both}; rename one")


def _enter(found: PlugIns) -> None:
    """Make a package of a folder, without running anything in it."""
    spec = ModuleSpec(found.package, None, is_package=True)
    spec.submodule_search_locations = [str(found.folder)]
    sys.modules[found.package] = module_from_spec(spec)


def _imported(used: PlugIns, sort: str, name: str) -> ModuleType:
    dotted, file = f"{used.package}.{sort}.{name}", used.file(sort, name)
    if dotted in _CHECKED:
        return _CHECKED[dotted]
    try:
        imported = importlib.import_module(dotted)
    except Exception as error:  # whatever a file of a user does when it is imported
        line = next((f", line {line}" for line in _lines(error, used.folder)), "")
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise SettingsError(f"{file}: cannot be imported ({what}{line})") from error
    faults = list(lacking(imported, SORTS[sort]))
    if faults:
        raise SettingsError(f"{file}: no {SORTS[sort].one}: {'; '.join(faults)}")
    _CHECKED[dotted] = imported
    return imported


def _lines(error: Exception, folder: Path) -> Iterator[int]:
    """Yield the line of a folder's own file that failed."""
    import traceback

    if isinstance(error, SyntaxError):
        return  # its text has the line
    own = [
        frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(folder))
    ]
    yield from (frame.lineno for frame in own[-1:] if frame.lineno is not None)
