"""Plug-ins in other processes: worker processes, compiling children, Dask workers on other machines.

Goes in: what is in use here. Comes out: the same in use there, before anything there loads compiled code,
or an error. On this machine the folder is enough, and it must not have changed; elsewhere go the sources.
"""

from __future__ import annotations

import json
import pickle
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NamedTuple

from simorg.config.errors import SettingsError
from simorg.plugins import registry
from simorg.plugins.folder import PlugIns, hashed


def told() -> str:
    """Return which plug-ins are in use, as text for `take_over`."""
    return json.dumps([asdict(used) | {"folder": str(used.folder)} for used in registry.in_use()])


def take_over(said: str) -> None:
    """Take into use, in this process, the plug-ins of another one on this machine.

    Parameters
    ----------
    said : str
        What `told` returned there.

    Raises
    ------
    SettingsError
        If files were changed since.
    """
    for fields in json.loads(said):
        wanted = PlugIns(**fields | {"folder": Path(fields["folder"])})
        if hashed(wanted.folder) != wanted.files:
            raise SettingsError(f"{wanted.folder}: plug-ins were changed during a run; start it again")
        registry.take(wanted)


class Sent(NamedTuple):
    """Plug-ins on their way to another machine."""

    plugins: PlugIns
    sources: Mapping[str, bytes]


def packed() -> tuple[Sent, ...]:
    """Return the plug-ins in use with their sources."""
    return tuple(Sent(used, used.sources()) for used in registry.in_use())


def call(sent: Sequence[Sent], function_and_arguments: bytes) -> Any:
    """Call a pickled function where plug-ins may have to be unpacked first.

    Parameters
    ----------
    sent : sequence of Sent
        What `packed` returned.
    function_and_arguments : bytes
        Pickled apart, since to unpickle them loads compiled code.

    Raises
    ------
    SettingsError
        If this process loaded compiled code without these plug-ins, or has others of the same names.
    """
    for each in sent:
        try:
            registry.take(_unpacked(each))
        except registry.TooLateError as error:
            raise SettingsError(
                f"a Dask worker has run simorg without the plug-ins {each.plugins.name} before: restart it"
            ) from error
    function, arguments = pickle.loads(function_and_arguments)
    return function(*arguments)


def later(function: Callable[..., Any], *arguments: Any) -> bytes:
    """Return a call for `call`."""
    return pickle.dumps((function, arguments), protocol=5)


def _unpacked(sent: Sent) -> PlugIns:
    """Write sources into a folder of this process; plug-ins that are in use here have one."""
    for used in registry.in_use():
        if (used.name, used.files) == (sent.plugins.name, sent.plugins.files):
            return used
    folder = Path(tempfile.mkdtemp(prefix="simorg-plugins-"), sent.plugins.name)
    for file, content in sent.sources.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(content)
    found = replace(sent.plugins, folder=folder)
    if hashed(folder) != found.files:
        raise SettingsError(f"{sent.plugins.given}: plug-ins were changed during a run; start it again")
    return found
