"""The defects that an item carries: how many of each class, and which stage must mend them."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.config.vocabulary import DEFECT_CLASSES
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.world import World, write_row
from simorg.trace.events import Event

CLASSES = len(DEFECT_CLASSES)
INTEGRATION = DEFECT_CLASSES.index("integration")


@step
def defects_of(world: World, slot: int) -> int:
    """Return the number of undetected defects of an item."""
    count = 0
    for c in range(CLASSES):
        count += world.cases[slot].defects[c]
    return count


@step
def add(world: World, slot: int, defect_class: int, count: int, stage: int) -> None:
    """Put `count` defects into an item; `stage` will have to mend them."""
    if count:
        item = world.cases[slot]
        item.defects[defect_class] += count
        item.made_by[defect_class] = stage
        event = Event.DEFECTS_CREATED.value
        write_row(world, event, item.address, defect_class, float(count), NOBODY, item.team)
