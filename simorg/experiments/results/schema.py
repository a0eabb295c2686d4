"""Columns of a table of runs: one schema for all parts of an experiment, units in its metadata.

Goes in: levers, units and rows. Comes out: Arrow tables that pandas, polars and DuckDB read as they stand,
because no part lacks a column that another one has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from simorg.config.levers import Value
from simorg.experiments.running.task import HEAD, Row

WHOLE_NUMBERS = ("replication", "seed")


def schema_of(levers: Mapping[str, Iterable[Value]], units: Mapping[str, str]) -> pa.Schema:
    """Return the schema of a table of runs: what identifies a row, its levers, its measures.

    Parameters
    ----------
    levers : mapping
        Lever -> all its values; numbers stay numbers, a lever with words among its values is text.
    units : mapping of str
        Measure -> unit.
    """
    head = {name: pa.int64() if name in WHOLE_NUMBERS else pa.string() for name in ("scenario", *HEAD)}
    pulled = {name: _kind(values) for name, values in levers.items() if name not in head}
    measures = [pa.field(name, pa.float64(), metadata={"unit": unit}) for name, unit in units.items()]
    return pa.schema([*(head | pulled).items(), *measures])


def _kind(values: Iterable[Value]) -> pa.DataType:
    kinds = {type(value) for value in values}
    if kinds == {bool}:
        return pa.bool_()
    if kinds == {int}:
        return pa.int64()
    return pa.float64() if kinds <= {int, float} else pa.string()


def extended(schema: pa.Schema, fields: Iterable[pa.Field]) -> pa.Schema:
    """Return a schema with further columns, which only some of the runs have.

    Parameters
    ----------
    schema : Schema
        What is there.
    fields : iterable of Field
        Columns; those that are there already are left out.
    """
    return pa.schema([*schema, *(field for field in fields if field.name not in schema.names)])


def table_of(rows: Sequence[Row], schema: pa.Schema) -> pa.Table:
    """Return rows as a table; what a row does not have is missing there.

    Parameters
    ----------
    rows : sequence of dict
        Rows of tasks, with the name of their scenario.
    schema : Schema
        Columns.
    """
    arrays = [_array([row.get(field.name) for row in rows], field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_string(kind):
        return pa.array([None if value is None else str(value) for value in values], kind)
    # A replication that failed before anything was known of it has "" for a number.
    return pa.array([None if isinstance(value, str) else value for value in values], kind, from_pandas=True)


def fitted(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return a table with the columns of a schema; those that it lacks are missing everywhere."""
    arrays = [
        table.column(field.name).cast(field.type)
        if field.name in table.column_names
        else pa.nulls(len(table), field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def with_units(frame: pd.DataFrame, units: Mapping[str, str]) -> pa.Table:
    """Return a frame of runs as a table with the units of its measures.

    Parameters
    ----------
    frame : DataFrame
        Runs.
    units : mapping of str
        Column -> unit.
    """
    table = pa.Table.from_pandas(frame, preserve_index=False)
    fields = [
        field.with_metadata({"unit": units[field.name]}) if field.name in units else field
        for field in table.schema
    ]
    return table.cast(pa.schema(fields))


def ordered(table: pa.Table, wanted: Mapping[str, int]) -> pd.DataFrame:
    """Return the rows of some scenarios in order of scenario and replication.

    Parameters
    ----------
    table : Table
        Rows, with columns ``scenario`` and ``replication``; given away, so that each column can be freed as
        soon as it is copied.
    wanted : mapping of int
        Scenario -> replications, in the order wanted; later replications are left out.
    """
    if not len(table):
        return pd.DataFrame()
    names = table.column("scenario").combine_chunks().dictionary_encode()
    rank = pd.Index(list(wanted)).get_indexer(pd.Index(names.dictionary.to_pylist()))
    rank = rank[names.indices.to_numpy()]
    limits = np.append(np.fromiter(wanted.values(), int), 0)  # a scenario that is not wanted has rank -1
    replication = table.column("replication").to_numpy()
    # A stable sort, so that the bins of a timeline stay in order of time.
    order = np.lexsort((replication, rank))
    order = order[(replication < limits[rank])[order] & (rank >= 0)[order]]
    columns = {name: table.column(name) for name in table.column_names}
    first = max(n for n, field in enumerate(table.schema) if field.type != pa.float64()) + 1
    head = table.select(list(columns)[:first]).to_pandas().take(order).reset_index(drop=True)
    # The measures, which are many, go into one block of memory; a column is let go of once it is there.
    del table, replication
    measures = list(columns)[first:]
    numbers = np.empty((len(measures), len(order)))
    for n, name in enumerate(measures):
        numbers[n] = columns.pop(name).to_numpy()[order]
    frame = pd.DataFrame(numbers.T, columns=measures, copy=False)
    for n, name in enumerate(head):
        frame.insert(n, name, head[name])
    return frame
