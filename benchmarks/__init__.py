"""How fast simorg is, against its own reference, the least possible work, and other simulators.

``python -m benchmarks`` measures, keeps every single timing in ``results.json`` and rewrites the
table in ``README.md`` from it. One module a part; nothing here is installed with the package.
"""
