"""Points that fill a space of parameters evenly.

References
----------
.. [1] McKay, Beckman, Conover (1979). A comparison of three methods for selecting values of input
   variables in the analysis of output from a computer code. Technometrics 21, 239-245.
   doi:10.1080/00401706.1979.10489755
"""

from scipy.stats import qmc

from simorg.statistics.intervals import Floats


def latin_hypercube(points: int, dimensions: int, seed: int) -> Floats:
    """Draw a Latin hypercube: each dimension is cut into as many slices as there are points [1]_.

    Parameters
    ----------
    points : int
        Number of points, >= 1.
    dimensions : int
        Number of dimensions, >= 1.
    seed : int
        The same seed gives the same points.

    Returns
    -------
    ndarray, shape (points, dimensions)
        Shares in [0, 1).
    """
    drawn: Floats = qmc.LatinHypercube(dimensions, seed=seed).random(points)
    return drawn
