"""The settings groups, one file a part of the model; defaults, ranges and sources live here."""
