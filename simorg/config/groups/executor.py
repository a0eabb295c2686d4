"""Where replications run; it changes no row."""

from __future__ import annotations

from typing import Literal

from simorg.config.parameter import Group, parameter


class ExecutorSettings(Group):
    """An executor; each kind is a file in ``simorg/experiments/running/executors/``."""

    kind: Literal["local", "shard", "dask"] = parameter(
        "local", about="This machine, one slice of the work (batch arrays), or a Dask cluster."
    )
    workers: int = parameter(
        0, about="Threads or processes that run replications; 0 = one for each core.",
        unit="workers", ge=0, le=4096,
    )  # fmt: skip
    index: int = parameter(
        0, about="shard: which slice this process runs, counted from 0.", unit="1", ge=0, le=999_999
    )
    count: int = parameter(1, about="shard: into how many slices the work is cut.", unit="1", ge=1, le=1_000_000)
    address: str | None = parameter(
        None, about="dask: address of a scheduler, such as tcp://10.0.0.1:8786; none = start a local cluster."
    )
