"""Figures: one type a file, from stored tables to matplotlib Axes."""
