"""Chains of handoffs and reassignments: how small risks and misroutings add up.

Every handoff goes wrong, and every hop finds the right team, with the same probability and
independently of the others.

References
----------
.. [1] Jeong, Kim, Zimmermann (2009). Improving bug triage with bug tossing graphs. ESEC/FSE, 111-120.
   doi:10.1145/1595696.1595715
"""

import math


def _check_probability(name: str, value: float) -> None:
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"{name}={value!r}: must be in [0, 1]")


def at_least_one_exception(probability: float, handoffs: int) -> float:
    """Compute the probability that something goes wrong on the way.

    Parameters
    ----------
    probability : float
        Probability of an exception at one handoff, in [0, 1].
    handoffs : int
        Number of handoffs, >= 0.

    Returns
    -------
    float
        1 - (1 - probability)**handoffs.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    _check_probability("probability", probability)
    if handoffs < 0:
        raise ValueError(f"handoffs={handoffs!r}: must be >= 0")
    if probability == 1.0:
        return float(handoffs > 0)
    return -math.expm1(handoffs * math.log1p(-probability))


def mean_hops(accuracy: float, most: int | None = None) -> float:
    """Compute the mean number of assignments until one is right.

    Parameters
    ----------
    accuracy : float
        Probability that an assignment is right, in [0, 1].
    most : int, optional
        Assignment that is made right by escalation, >= 1; without it there is no limit.

    Returns
    -------
    float
        1 / accuracy, or (1 - (1 - accuracy)**most) / accuracy with a limit; 1 means no
        reassignment.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    _check_probability("accuracy", accuracy)
    if most is not None and most < 1:
        raise ValueError(f"most={most!r}: must be at least 1")
    if accuracy == 0.0:
        return math.inf if most is None else float(most)
    return (1.0 if most is None else at_least_one_exception(accuracy, most)) / accuracy


def hops_probability(accuracy: float, hops: int) -> float:
    """Compute the probability that exactly so many assignments are needed.

    Parameters
    ----------
    accuracy : float
        Probability that an assignment is right, in [0, 1].
    hops : int
        Number of assignments, >= 1.

    Returns
    -------
    float
        accuracy * (1 - accuracy)**(hops - 1).

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    _check_probability("accuracy", accuracy)
    if hops < 1:
        raise ValueError(f"hops={hops!r}: must be at least 1")
    return float(accuracy * (1.0 - accuracy) ** (hops - 1))


def mean_wrong_hops(wrong: float, further: float) -> float:
    """Compute the mean number of wrong teams that a handoff goes through.

    Parameters
    ----------
    wrong : float
        Probability that the first team is a wrong one, in [0, 1].
    further : float
        Probability that a wrong team passes on to a wrong one, in [0, 1).

    Returns
    -------
    float
        wrong / (1 - further): tosses are geometric, as a tossing graph without memory has them [1]_.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    _check_probability("wrong", wrong)
    _check_probability("further", further)
    if further == 1.0:
        raise ValueError("further=1.0: must be below 1, or the work never arrives")
    return wrong * mean_hops(1.0 - further)


def returned_probability(wrong: float, further: float, back: float, others: int) -> float:
    """Compute the probability that work comes back to the team it has just left, once or more.

    Parameters
    ----------
    wrong, further : float
        As in `mean_wrong_hops`.
    back : float
        Probability that a wrong team that errs gives the work back to where it came from, in [0, 1].
    others : int
        Wrong teams that are taken for the right one, each alike, >= 2; never the first sender.

    Returns
    -------
    float
        wrong further (1 - (1 - further) (1 - back) / (1 - further keeps)), where keeps = (1 - back)
        (1 - 1 / (others - 1)): the first wrong team returns on purpose only, a later one also by chance.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    _check_probability("back", back)
    if others < 2:
        raise ValueError(f"others={others!r}: must be at least 2")
    keeps = (1.0 - back) * (1.0 - 1.0 / (others - 1))
    stays_away = (1.0 - back) / (mean_wrong_hops(1.0, further) * (1.0 - further * keeps))
    return wrong * further * (1.0 - stays_away)
