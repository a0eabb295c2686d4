"""Contracts: what holds of every structure, drift law, measure, figure and kind of experiment.

One file a sort, with the name of its folder of plug-ins. A contract is a function that takes the module of
what it examines and raises `BrokenError` with a sentence; its own first sentence says what is promised.
Whatever is registered is examined (``tests/contracts``, ``simorg plugins check FOLDER``), so what holds of
all of a sort needs no test of its own.
"""
