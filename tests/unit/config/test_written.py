"""Rows written as CSV and Markdown."""

from __future__ import annotations

from simorg.config.written import csv_text, markdown_table


def test_a_comma_and_a_bar_end_no_cell() -> None:
    assert csv_text(("a", "b"), [("1, 2", 'say "x"')]) == 'a,b\n"1, 2","say ""x"""\n'
    assert markdown_table(("a", "b"), [("x | y", "z")]) == "| a | b |\n| --- | --- |\n| x \\| y | z |\n"
    assert markdown_table(("a",), []) == "| a |\n| --- |\n"
