"""Wiring: what structures share - seats, routes, rights, distances - and what is odd about a chart."""
