"""The defects that an item carries: how many of each class, and which stage must mend them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.config.vocabulary import DEFECT_CLASSES
from simorg.engines.reference.entities import Item
from simorg.trace.events import Event

if TYPE_CHECKING:
    from simorg.engines.reference.world import World

CLASSES = range(len(DEFECT_CLASSES))
INTEGRATION = DEFECT_CLASSES.index("integration")


def add(world: World, item: Item, defect_class: int, count: int, stage: int) -> None:
    """Put `count` defects into an item; `stage` will have to mend them."""
    if count:
        item.defects[defect_class] += count
        item.made_by[defect_class] = stage
        world.record(Event.DEFECTS_CREATED, item.address, defect_class, count, team=item.team)
