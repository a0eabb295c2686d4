"""Whatever is registered keeps the contracts of its sort: what holds of all is tested here, once."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from simorg.contracts.verdict import Contract, contracts, promise_of, verdict_on
from simorg.plugins import registry
from simorg.plugins.sorts import SORTS

mpl.use("Agg")
LONG = (
    "the_same_bytes_twice", "every_text_has_its_place", "it_goes_into_axes_of_others",
    "it_says_what_is_missing", "it_answers_without_values", "bad_structures_are_refused",
)  # fmt: skip
"""Contracts that take long: figures drawn over and over, kinds answered without any value."""

EXAMINED = [
    pytest.param(
        sort, name, contract, id=f"{sort}-{name}-{contract.__name__}",
        marks=pytest.mark.slow if contract.__name__ in LONG else (),
    )
    for sort in SORTS
    for name in registry.names(sort)
    for contract in contracts(sort)
]  # fmt: skip


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.mark.parametrize(("sort", "name", "contract"), EXAMINED)
def test_it_is_kept(sort: str, name: str, contract: Contract) -> None:
    verdict = verdict_on(registry.module(sort, name), contract)
    assert verdict.kept, verdict.said


@pytest.mark.parametrize("sort", SORTS)
def test_every_contract_says_what_it_promises(sort: str) -> None:
    for contract in contracts(sort):
        promise = promise_of(contract)
        assert promise.endswith(".") and promise[0].isupper()
