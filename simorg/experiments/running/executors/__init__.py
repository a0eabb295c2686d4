"""Executors: where batches of tasks run. Each is a file, found by name; none changes a row.

A module has ``run(batches, settings, runs) -> Generator[list[Result]]``: batches and the number of their
replications in, results in any order; closing the generator early stops what runs.
``width(settings) -> int`` says, before it starts, how many batches will run side by side.
"""
