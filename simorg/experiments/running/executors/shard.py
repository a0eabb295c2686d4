"""Run one slice of the work on this machine: one process each of a batch array, nothing to install.

All shards work on the same run folder, on a file system that they share. Which batches are a shard's own
is decided in `simorg.experiments.running.batches`, that no two run the same shard in
`simorg.experiments.results.lock`; what remains to be done here is what `local` does.
"""

from __future__ import annotations

from simorg.experiments.running.executors.local import run, width

__all__ = ["run", "width"]
