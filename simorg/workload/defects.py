"""Expected defects of an item, by who will have to mend them.

``charged[n, c, s]`` is the expected number of defects of class c that stage s will be asked to
mend, in an item of type n (a node of size and difficulty). Counts are taken to be Poisson given the
type: then what an inspection finds and what it leaves are independent, with means that simply split.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simorg.config.vocabulary import DEFECT_CLASSES

Floats = npt.NDArray[np.float64]
INTEGRATION = DEFECT_CLASSES.index("integration")


def none(types: int, stages: int) -> Floats:
    """Return the charges of an item without defects."""
    return np.zeros((types, len(DEFECT_CLASSES), stages))


def created(
    charged: Floats, stage: int, base: Floats, scale: Floats, regeneration: float, unclear: float
) -> Floats:
    """Return the charges after one visit of a stage.

    Parameters
    ----------
    charged : ndarray, shape (types, classes, stages)
        Charges before.
    stage : int
        Who works.
    base : ndarray, shape (classes,)
        Mean defects per visit at size and difficulty 1.
    scale : ndarray, shape (types,)
        Size times difficulty.
    regeneration : float
        New defects bred by each old one.
    unclear : float
        Defects of lost questions, booked now.
    """
    born = base[None, :] * scale[:, None]
    if (base > 0.0).any():
        born[:, int(np.argmax(base))] += regeneration * charged.sum(axis=(1, 2))
    born[:, INTEGRATION] += unclear
    # whoever adds at least one defect of a class will be charged with all of that class
    taken_over = 1.0 - np.exp(-born)
    found = charged * (1.0 - taken_over)[:, :, None]
    found[:, :, stage] += taken_over * charged.sum(axis=2) + born
    return found


def any_of(mean: Floats) -> Floats:
    """Return the probability that a Poisson count of this mean is not zero."""
    probability: Floats = 1.0 - np.exp(-mean)
    return probability
