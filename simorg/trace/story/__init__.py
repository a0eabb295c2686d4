"""Stories: what befell one item, and for every stretch of its time what it waited for or who worked on it.

Goes in: a trace and the name of an item. Comes out: its rows as sentences, and parts that add up to its
whole time. Most waits have no row of their own; what they are for follows from the rows around them.
"""

from __future__ import annotations

from simorg.trace.story.find import names, stories, story_of
from simorg.trace.story.parts import Part, State, Story
from simorg.trace.story.text import parts_table, told

__all__ = ["Part", "State", "Story", "names", "parts_table", "stories", "story_of", "told"]
