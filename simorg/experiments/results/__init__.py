"""Run folders: written whole or not at all, read, published, run again."""
