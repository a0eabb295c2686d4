"""Kinds of experiment, one a file, found by name; `simorg.experiments.design` says what a kind is."""
