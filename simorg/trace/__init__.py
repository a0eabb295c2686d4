"""The trace: what an engine returns, and the ways to read it row by row."""
