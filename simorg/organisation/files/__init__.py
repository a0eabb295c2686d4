"""Organisations of the user's own: YAML files and rosters, read, checked and written."""
