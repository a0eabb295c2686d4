"""The schema's defaults as plain data: what Hydra starts from, so that presets state only differences.

Goes in: the pydantic schema. Comes out: a nested dict for Hydra's ConfigStore (node `NODE`, first
in the defaults list of ``conf/config.yaml``), and the repair of distributions after a merge. It
validates nothing.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

from omegaconf import DictConfig, OmegaConf
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from simorg.config.files import NAMED_BY, generated
from simorg.config.groups.distribution import NEEDS, Distribution
from simorg.config.settings import Settings

NODE = "simorg_schema"
MISSING = "???"


def nested(field: FieldInfo) -> type[BaseModel] | None:
    """Return the settings group that a field holds, or None for a value, list or distribution."""
    kind = field.annotation
    if get_origin(kind) in (Union, types.UnionType):
        kind = next((k for k in get_args(kind) if k is not type(None)), None)
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind is not Distribution:
        return kind
    return None


def plain(value: Any) -> Any:
    """Turn settings into plain data; a distribution keeps only the parameters it uses."""
    if isinstance(value, Distribution):
        return {k: plain(v) for k, v in value if v is not None}
    if isinstance(value, BaseModel):
        return {name: plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value


def schema_defaults(model: type[BaseModel] = Settings) -> dict[str, Any]:
    """Return the defaults of a settings group; ``"???"`` where a preset must give the value.

    Parameters
    ----------
    model : type of BaseModel
        The group; the whole schema when left out.

    Returns
    -------
    dict
        Nested plain data, without `textbook`, which only ``+textbook=NAME`` brings in.
    """
    data: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        group = nested(field)
        if name == "textbook":
            continue
        if group is not None:
            data[name] = schema_defaults(group)
        elif field.is_required():
            data[name] = MISSING
        else:
            data[name] = plain(field.get_default(call_default_factory=True))
    return data


def schema_node() -> DictConfig:
    """Return the defaults as Hydra takes them.

    Hydra closes every dict to new keys. Distributions and tables (role -> number) stay open, so that
    ``handoff.latency_days.median=1`` needs no plus; pydantic refuses what does not belong there.
    """
    node = OmegaConf.create(schema_defaults())
    for parent, key, field in _fields(Settings, node):
        kind = field.annotation
        if kind is Distribution or get_origin(kind) is dict:
            OmegaConf.set_struct(parent[key], False)
            for child in parent[key].values():
                if isinstance(child, DictConfig):
                    OmegaConf.set_struct(child, False)
    return node


def register() -> None:
    """Give Hydra the defaults, under the name `NODE`, and presets of plug-ins; twice changes nothing."""
    from hydra.core.config_store import ConfigStore

    store = ConfigStore.instance()
    if f"{NODE}.yaml" not in store.repo:  # no schema changes while a program runs
        store.store(name=NODE, node=schema_node(), provider="simorg")
    for group in NAMED_BY:
        for name, node in generated(group).items():
            store.store(group=group, name=name, node=node, provider="plug-ins")


def settle_distributions(data: dict[str, Any], model: type[BaseModel] = Settings) -> None:
    """Drop, in place, what a merge left over from the default of a distribution.

    Hydra merges ``{family: constant, mean: 2}`` into the default ``{family: lognormal, mean: 1,
    cv: 1}``; the untouched ``cv`` then describes nothing. Only values that equal the default may
    fall away, and only if exactly one complete description of the family remains.

    Parameters
    ----------
    data : dict
        Composed plain data of `model`; changed in place.
    model : type of BaseModel
        The group that `data` belongs to.
    """
    for parent, key, field in _fields(model, data):
        value = parent.get(key)
        if field.annotation is Distribution and isinstance(value, dict) and not field.is_required():
            parent[key] = _settled(value, plain(field.get_default(call_default_factory=True)))


def _settled(value: dict[str, Any], default: dict[str, Any]) -> dict[str, Any]:
    given = {name for name, item in value.items() if name != "family" and item is not None}
    left_over = {name for name in given if name in default and value[name] == default[name]}
    family = value.get("family")
    sets = [set(names) for names in NEEDS.get(family, ())] if isinstance(family, str) else []
    if given in sets:
        return value
    complete = [names for names in sets if given - left_over <= names <= given]
    if len(complete) != 1:
        return value
    return {name: item for name, item in value.items() if name == "family" or name in complete[0]}


def _fields(model: type[BaseModel], data: Any) -> Iterator[tuple[Any, str, FieldInfo]]:
    """Yield (parent container, key, field) of every leaf of `model` that `data` holds."""
    for name, field in model.model_fields.items():
        if name not in data:
            continue
        group = nested(field)
        if group is None:
            yield data, name, field
        elif hasattr(data[name], "items"):
            yield from _fields(group, data[name])
