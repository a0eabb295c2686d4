"""An empty table means empty, although Hydra merges tables into what stands there already.

Goes in: what presets and overrides said, in order, and the plain data that Hydra composed of it.
Comes out: the same data, without what a table held before somebody said ``{}`` of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hydra._internal.config_repository import ConfigRepository  # what Hydra itself reads presets with
from hydra._internal.config_search_path_impl import ConfigSearchPathImpl
from hydra.conf import HydraConf
from hydra.core.override_parser.overrides_parser import OverridesParser
from omegaconf import OmegaConf
from pydantic import BaseModel

from simorg.config.defaults import nested
from simorg.config.settings import Settings


def stated(hydra: HydraConf) -> list[dict[str, Any]]:
    """Return what the presets, then the overrides of a composition said, each as nested plain data."""
    repository = _repository(hydra)
    choices = reversed(hydra.runtime.choices.items())  # Hydra lists the last of the defaults list first
    presets = [_preset(repository, *choice) for choice in choices if not choice[0].startswith("hydra/")]
    lines: Any = OmegaConf.to_container(hydra.overrides.task)  # unresolved, as they were written
    overrides = OverridesParser.create().parse_overrides(lines)
    given = [_below(each.key_or_group, each.value()) for each in overrides if not each.is_delete()]
    return [*(preset for preset in presets if preset), *given]


def _repository(hydra: HydraConf) -> ConfigRepository:
    """Return where this composition found its presets; a search path among the overrides is in it."""
    found = ConfigSearchPathImpl()
    for source in hydra.runtime.config_sources:
        found.append(source.provider, f"{source.schema}://{source.path}")
    return ConfigRepository(found)


def settle_tables(data: dict[str, Any], said: Sequence[Any], model: type[BaseModel] = Settings) -> None:
    """Empty, in place, the tables that were said to be empty.

    A group of settings is no table: its keys are fixed, and ``{}`` changes none of them.

    Parameters
    ----------
    data : dict
        Composed plain data of `model`.
    said : sequence
        What was said of it, in order; see `stated`.
    model : type of BaseModel
        The group that `data` belongs to.
    """
    for name, field in model.model_fields.items():
        group, of_it = nested(field), _of(said, name)
        if group is not None and isinstance(data.get(name), dict):
            settle_tables(data[name], of_it, group)
        elif name in data:
            _empty(data[name], of_it)


def _empty(node: Any, said: Sequence[Any], emptied: bool = False) -> None:
    """Drop what stood in a table before it was said to be empty, and so in the tables within."""
    starts = [n for n, value in enumerate(said) if value == {} or not isinstance(value, dict)]
    if starts:
        emptied, said = said[starts[-1]] == {}, said[starts[-1] + 1 :]
    if isinstance(node, dict):
        for key in [key for key in node if emptied and not _of(said, key)]:
            del node[key]
        for key in node:
            _empty(node[key], _of(said, key), emptied)
    elif isinstance(node, list):
        for position, child in enumerate(node):
            _empty(child, _of(said, str(position)))


def _of(said: Sequence[Any], key: str) -> list[Any]:
    return [value[key] for value in said if isinstance(value, dict) and key in value]


def _preset(repository: ConfigRepository, group: str, name: str | None) -> Any:
    """Return what the file of a preset says, below the package that it belongs to; None without a file."""
    found = repository.load_config(f"{group}/{name}")
    if found is None:
        return None
    package = found.header.get("package") or "_group_"
    places = {"_group_": group.replace("/", "."), "_global_": ""}
    return _below(places.get(package, package), OmegaConf.to_container(found.config))


def _below(path: str, value: Any) -> Any:
    for name in reversed(path.split(".") if path else []):
        value = {name: value}
    return value
