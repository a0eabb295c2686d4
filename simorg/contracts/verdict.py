"""Examine one registered thing: contract after contract, each with a verdict.

Goes in: a sort and a name. Comes out: verdicts, one a contract, as they are reached.
"""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import NamedTuple, NoReturn

from simorg.plugins import registry

Contract = Callable[[ModuleType], None]


class BrokenError(AssertionError):
    """A contract is broken; the message is a sentence about what was found."""


class DoesNotApplyError(Exception):
    """A contract has nothing to say here; the message says why."""


class Verdict(NamedTuple):
    """What came of one contract."""

    contract: str
    promise: str
    kept: bool
    said: str = ""
    """What was found, where it is not kept; why it does not apply, where it does not."""


def broken(sentence: str) -> NoReturn:
    """Raise that a contract is broken."""
    raise BrokenError(sentence)


def contracts(sort: str) -> tuple[Contract, ...]:
    """Return the contracts of a sort, in the order in which they are examined."""
    found: tuple[Contract, ...] = import_module(f"simorg.contracts.{sort}").CONTRACTS
    return found


def promise_of(contract: Contract) -> str:
    """Return what a contract promises: the first paragraph of its docstring, in one line."""
    return (inspect.getdoc(contract) or "").split("\n\n")[0].replace("\n", " ")


def examined(sort: str, name: str) -> Iterator[Verdict]:
    """Yield the verdicts on what is registered under a name.

    Parameters
    ----------
    sort : str
        Sort, as a folder of plug-ins is called.
    name : str
        One of its names.
    """
    module = registry.module(sort, name)
    for contract in contracts(sort):
        yield verdict_on(module, contract)


def verdict_on(module: ModuleType, contract: Contract) -> Verdict:
    """Return what comes of one contract; what its module raises breaks it."""
    promise = promise_of(contract)
    try:
        contract(module)
    except BrokenError as error:
        return Verdict(contract.__name__, promise, False, str(error))
    except DoesNotApplyError as error:
        return Verdict(contract.__name__, promise, True, str(error))
    except Exception as error:
        return Verdict(contract.__name__, promise, False, _told(error))
    return Verdict(contract.__name__, promise, True)


def _told(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return f"{what} ({frame.filename}, line {frame.lineno})"
