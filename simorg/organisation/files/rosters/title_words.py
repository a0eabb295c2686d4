"""What a job title probably means, guessed by its words: a draft for people to correct, nothing more.

The first phrase that a title contains decides, so the order says which word counts more: a
``Data Protection Officer`` is no data engineer, a ``Scorecard Developer`` writes no software.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from simorg.organisation.files.rosters.titles import NOBODY, OPEN

ROLE_PHRASES = (
    (NOBODY, """chief|ceo|cto|cio|cfo|coo|cdo|vp|svp|evp|vice president|president|director|head of|chair|
        general counsel|general manager|executive assistant"""),
    ("legal_risk_officer", """data protection|privacy|counsel|legal|lawyer|attorney|solicitor|compliance|
        regulatory|risk officer|risk manager|model risk|model validator|model validation|ai governance|
        responsible ai|ai ethics|auditor"""),
    ("product_manager", """product owner|product manager|product management|product lead|project manager|
        program manager|programme manager|delivery manager|delivery lead|scrum master"""),
    ("ml_engineer", """mlops|ml ops|ml engineer|ml engineering|machine learning engineer|
        machine learning engineering|machine learning ops|machine learning developer|ai engineer|
        ai engineering|deep learning engineer|llm engineer|ml platform|machine learning platform|
        ml architect|machine learning architect"""),
    ("data_scientist", """scientist|data science|statistician|data analyst|data analytics|quant|
        quantitative analyst|scorecard developer|model developer|modeller|modeler|econometrician|
        machine learning|ai researcher|ml researcher|insights analyst"""),
    ("data_engineer", """data engineer|data engineering|analytics engineer|etl|elt|data platform|
        data warehouse|dwh|data architect|bi developer|bi engineer|bi analyst|business intelligence|
        database|dba|data pipeline|data developer|big data"""),
    ("operations_engineer", """sre|site reliability|devops|operations engineer|platform engineer|cloud|
        infrastructure|systems administrator|system administrator|sysadmin|systems engineer|
        it operations|production support|release engineer|network engineer"""),
    ("software_engineer", """software|developer|full stack|fullstack|front end|frontend|back end|backend|
        web engineer|mobile engineer|ios|android|programmer|application engineer|qa engineer|
        test engineer"""),
    (NOBODY, """human resources|hr|recruiter|talent|payroll|accountant|accounting|financial controller|
        sales|account executive|account manager|receptionist|assistant|office manager|facilities|
        procurement|buyer"""),
    ("domain_expert", """business analyst|product analyst|domain|subject matter|specialist|expert|analyst|
        underwriter|actuary|actuarial|investigator|adjuster|advisor|adviser|consultant|planner|labeller|
        annotator"""),
)  # fmt: skip
LINE_BREAK = re.compile(r"\n\s*")
SENIOR = r"senior|sr|lead|head|principal|staff|expert|architect|manager|iii|iv|v"
JUNIOR = r"junior|jr|trainee|intern|graduate|associate|apprentice|working student|entry level|i"
NAMED_MANAGERS = ("product_manager", "legal_risk_officer", "domain_expert")
"""Roles of which "manager" is a part of the name, no rank."""


class Guess(NamedTuple):
    """What a title is taken for, and by which words; role ``?`` where no word is known."""

    role: str
    seniority: str
    by: str


def guess(title: str) -> Guess:
    """Guess role and seniority."""
    words = " ".join(re.findall(r"[^\W_]+", title.casefold()))
    for role, phrases in ROLE_PHRASES:
        found = _first(LINE_BREAK.sub("", phrases), words)
        if found:
            return Guess(role, _seniority(words, role), found)
    return Guess(OPEN, _seniority(words, OPEN), "")


def _first(phrases: str, words: str) -> str:
    found = re.search(rf"\b({phrases})\b", words)
    return found[1] if found else ""


def _seniority(words: str, role: str) -> str:
    if role == NOBODY:
        return "regular"
    ranked = words.replace("manager", "") if role in NAMED_MANAGERS else words
    if _first(SENIOR, ranked):
        return "senior"
    return "junior" if _first(JUNIOR, ranked) else "regular"
