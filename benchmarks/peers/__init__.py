"""One queueing network told in several simulators, each in its own best style; one module each.

A module has `NAME`, `STYLE`, `PACKAGE` and ``prepare(network, horizon_days, runs)``, which
returns a function of the number of the run: what is built once is built there and not timed.
"""
