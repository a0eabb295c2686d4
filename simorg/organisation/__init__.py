"""Organisations: people and teams as one graph, the structures that seat them, and the files users bring."""
