"""A run folder as one page for a browser: plain data first, then HTML; no script, no request to anywhere."""
