"""Settings that several tests begin with, composed once a process: they cannot be changed."""

from __future__ import annotations

from functools import cache

from simorg import load
from simorg.config.settings import Settings


@cache
def loaded(*overrides: str) -> Settings:
    """Return what overrides compose that name no file of the working directory."""
    return load(overrides)
