"""Rosters: what an HR system exports, read as it comes, seated as an organisation.

``grid`` makes lines of cells of a file, ``header`` finds out which column is which, ``sheet`` gives
rows by field.  ``roster`` says who is there and who is not, and why; ``titles`` what they do;
``seating`` turns both into the graph that every structure ends in.
"""
