"""Statements of the catalogue that this model cannot speak to, with the reason; nothing is stubbed."""

from __future__ import annotations

from typing import NamedTuple

LAST_NUMBER = 43
"""Statements of the catalogue are numbered from 1 to this."""


class Unspoken(NamedTuple):
    """A statement without a mechanism in the model."""

    number: int
    theme: str
    statement: str
    source: str
    reason: str
    needs: str


UNSPOKEN = (
    Unspoken(
        number=11,
        theme="structure",
        statement="Autonomous units build similar pipelines more than once; ties or a platform lower that.",
        source=(
            "Kaestner 2025, Machine Learning in Production, ch. 21 [VP]; Kolar Narayanappa & Amrit, JIK "
            "2025 [VP, appendix]"
        ),
        reason="every initiative is new work: nothing can be built twice, nothing can be used again",
        needs="artefacts with a content that another unit can know of and reuse",
    ),
    Unspoken(
        number=12,
        theme="structure",
        statement="Introducing a platform first costs throughput and stability, and pays off later.",
        source=(
            "Forsgren et al., State of DevOps 2018 [VP]; DORA 2024 [VS]; Mäkinen et al. 2021 [VP, abstract]"
        ),
        reason="there is no platform, and a run has no reorganisation in the middle",
        needs=(
            "a platform that is built by effort and lowers the effort of others; changes of structure "
            "during a run"
        ),
    ),
    Unspoken(
        number=14,
        theme="structure",
        statement="Taking part in a community falls when load rises; a fifth of the members are active.",
        source="Smite et al. 2020, on guilds at Spotify [VS]",
        reason="nobody decides to take part in anything",
        needs="meetings, participation that depends on load, knowledge gained there",
    ),
    Unspoken(
        number=19,
        theme="structure",
        statement="Adding people late makes a late project later.",
        source="Brooks 1975 [R]; a public catalogue of software engineering theories coded as models [VP]",
        reason="nobody joins during a run, nobody has to learn",
        needs="hiring during a run, ramp-up, mentoring by those who know",
    ),
    Unspoken(
        number=20,
        theme="structure",
        statement=(
            "Incidents and repair times jump after key people leave, most where little is written down."
        ),
        source="Shankar et al. 2022, arXiv 2209.09125 [VP, interviews]",
        reason="nobody leaves, and no knowledge sits in a person",
        needs="attrition; knowledge of models held by people and documents",
    ),
    Unspoken(
        number=31,
        theme="ml",
        statement="More experiments in parallel per engineer give more versions, not more gains.",
        source="Shankar et al. 2022, arXiv 2209.09125 [VP, interviews]",
        reason="an initiative experiments in sequence, and experiments have no gain of their own",
        needs="parallel experiments with drawn gains, and a cost of attention",
    ),
    Unspoken(
        number=35,
        theme="ml",
        statement="Mature organisations keep models alive longer and are trusted more.",
        source="Gartner 2025 [VS, press]",
        reason="the life of a model is a parameter, and there is no trust",
        needs="maturity as a state; retirement decided by value and trust",
    ),
    Unspoken(
        number=37,
        theme="ml",
        statement=(
            "Reorganisations and leavers leave degraded models without an owner, and multiply response times."
        ),
        source="UNECE HLG-MOS, machine learning 2022 [VP]; Shankar et al. 2022, arXiv 2209.09125 [VP]",
        reason="every model has an owning team throughout",
        needs="leavers, reorganisation during a run, adoption of what nobody owns",
    ),
    Unspoken(
        number=40,
        theme="ml",
        statement="Some reassignments are useful: forbidding them lowers the chance that anything is fixed.",
        source="Guo et al. 2011, bug reassignment at Microsoft [VP]",
        reason=(
            "a team that is wrong passes on until the right one is found, and nothing is left unfixed for "
            "want of the right one"
        ),
        needs="work that the team which has it cannot finish, and may give up",
    ),
)
