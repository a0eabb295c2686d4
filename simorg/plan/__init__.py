"""The plan: an organisation and its settings lowered to flat arrays, all an engine may look at.

Goes in: checked settings and the organisation graph. Comes out: record arrays with one row a
person, team, unit, stage, release step or approval, and one record of numbers. Levers have
been applied, names have become positions; nothing here is drawn and nothing changes in a run.
"""

from simorg.plan.build import Labels, Plan, build
from simorg.plan.once import plan_of

__all__ = ["Labels", "Plan", "build", "plan_of"]
