"""Event logs: a trace retold for process mining tools.

Goes in: the trace of a replication and a calendar. Comes out: a table with one row an event, in the
column names that such tools share, and files in CSV, Parquet and XES. Nothing is measured here.
"""
