"""Options of the whole suite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simorg import compilation


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=["auto", "reference", "compiled", "both"],
        default="auto",
        help="engine that tests run which do not name one",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that asks for an engine on the chosen one, or on both."""
    if "engine" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--engine")
        metafunc.parametrize("engine", ["reference", "compiled"] if chosen == "both" else [chosen])


@pytest.fixture
def compile_on_demand() -> Iterator[None]:
    """Let kernels compile when they are called, and not only where their code is stored."""
    if compilation.switched_off():
        yield
        return
    from simorg.compilation import dispatchers

    dispatchers.compile_on_demand()
    yield
    dispatchers.Whole.on_demand = False
    dispatchers.decide_again()


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let runs of the command line go without their figures, which take longer than they do."""
    from simorg.commands import _experiment

    monkeypatch.setattr(_experiment, "_draw", lambda folder: {})
