"""The words that settings, organisations, plans and figures share: roles, skills, defect classes.

Order matters: the position of a name is its code in every array and trace.
"""

from __future__ import annotations

ROLES = (
    "product_manager",
    "domain_expert",
    "data_engineer",
    "data_scientist",
    "ml_engineer",
    "software_engineer",
    "operations_engineer",
    "legal_risk_officer",
)

SKILLS = ("product", "labelling", "data", "science", "ml", "software", "operations", "risk")
"""What a job can demand; each role has one as its own (same position)."""

PRIMARY_SKILL = dict(zip(ROLES, SKILLS, strict=True))

SENIORITIES = ("junior", "regular", "senior")

DEFECT_CLASSES = ("data", "model", "integration")

MODEL_SKILL_ORDER = ("ml", "science", "data", "software", "operations", "product", "labelling", "risk")
"""By which of its skills a team best knows the models it looks after."""

RESPONSE_SKILL = {"natural_drift": "science", "data_break": "data", "fault": "operations", "defect": "ml"}
"""Skill that answers an incident, by its cause."""

WIRING = {
    "seats": "who sits where",
    "backs_up": "who backs up",
    "owns": "who owns models",
    "approves": "who approves",
    "decides": "who decides",
    "ties": "who knows whom",
}
"""What a structure is made of, in words: seats, the rights, ties."""
