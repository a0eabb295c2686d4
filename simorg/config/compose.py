"""From Hydra overrides to `Settings`: composed from ``conf/``, checked once, at the border.

Goes in: overrides as on the command line, or what Hydra composed. Comes out: `Settings`, or one
`SettingsError` that lists every fault. No DictConfig passes this border.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hydra
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.singleton import Singleton
from hydra.core.utils import JobRuntime
from hydra.errors import MissingConfigException, OverrideParseException
from hydra.version import VersionBase
from omegaconf import DictConfig, OmegaConf, open_dict
from omegaconf.errors import OmegaConfBaseException
from pydantic import TypeAdapter, ValidationError

from simorg.config.defaults import MISSING, plain, register, settle_distributions
from simorg.config.errors import SettingsError
from simorg.config.files import anchor, groups, options, portable
from simorg.config.groups.textbook import TextbookCase
from simorg.config.overrides import SEARCH_PATH, readable
from simorg.config.problems import NO_VALUE, Problem, from_validation, refuse, unknown_key, unknown_option
from simorg.config.settings import Settings
from simorg.config.tables import settle_tables, stated

if TYPE_CHECKING:
    from hydra._internal.hydra import Hydra

CONFIG_MODULE, CONFIG_NAME, VERSION_BASE = "simorg.conf", "config", "1.3"

Check = Callable[[Settings], object]
"""Raises `SettingsError` for what only the built organisation shows, e.g. a skill that nobody has."""

_LOCK = threading.RLock()


def load(overrides: Sequence[str] = (), *, base: Path | None = None, check: Check | None = None) -> Settings:
    """Compose settings from ``conf/`` and Hydra overrides.

    Parameters
    ----------
    overrides : sequence of str
        As on the command line: ``["structure=hub_and_spoke", "drift.rate=0.02"]``.
    base : Path, optional
        Folder that relative file names start from; the working directory when left out.
    check : callable, optional
        Refuses impossible combinations once every key is right, e.g. ``simorg.plan.build``.

    Returns
    -------
    Settings
        Checked and immutable.

    Raises
    ------
    SettingsError
        Lists every fault with key path, value, rule and nearest valid choice.

    Examples
    --------
    >>> load(["structure=hub_and_spoke", "drift.rate=0.02"]).drift.rate
    0.02
    """
    if isinstance(overrides, str):
        raise SettingsError(f"overrides = '{overrides}': must be a list of overrides, e.g. ['{overrides}']")
    with _LOCK, application():
        config, problems = _compose([readable(str(override)) for override in overrides])
        said = stated(config.hydra)
    with open_dict(config):
        del config["hydra"]
    return _checked(config, said, problems, base, check)


def settings_from_config(
    config: DictConfig | Mapping[str, Any],
    *,
    said: Sequence[Any] = (),
    base: Path | None = None,
    check: Check | None = None,
) -> Settings:
    """Check what Hydra composed, or plain data such as `resolved` returns.

    Parameters
    ----------
    config : DictConfig or mapping
        A complete configuration, without the ``hydra`` node.
    said : sequence, optional
        What presets and overrides said (`simorg.config.tables.stated`), so that an empty table is empty.
    base : Path, optional
        Folder that relative file names start from; the working directory when left out.
    check : callable, optional
        Refuses impossible combinations once every key is right, e.g. ``simorg.plan.build``.

    Returns
    -------
    Settings
        Checked and immutable.

    Raises
    ------
    SettingsError
        Lists every fault with key path, value, rule and nearest valid choice.
    """
    return _checked(config, said, [], base, check)


def resolved(settings: Settings) -> dict[str, Any]:
    """Return settings as plain data that `settings_from_config` reads back to the same settings."""
    data: dict[str, Any] = plain(settings)
    if data["textbook"] is None:
        del data["textbook"]
    portable(data["structure"])
    return data


@contextmanager
def application() -> Iterator[Hydra]:
    """Give a Hydra application of ``conf/``, beside one that may be running, which is left as it was found.

    Hydra keeps its application, job name and version in process-wide singletons; clearing them
    would break the caller's `hydra.main`, so they step aside and come back, the same objects.
    """
    kept = {kind: Singleton._instances.pop(kind, None) for kind in (GlobalHydra, JobRuntime, VersionBase)}
    try:
        register()
        with hydra.initialize_config_module(CONFIG_MODULE, job_name="simorg", version_base=VERSION_BASE):
            found = GlobalHydra.instance().hydra
            assert found is not None, "Hydra has just been initialised"
            yield found
    finally:
        for kind, instance in kept.items():
            Singleton._instances.pop(kind, None)
            if instance is not None:
                Singleton._instances[kind] = instance


def _compose(overrides: list[str]) -> tuple[DictConfig, list[Problem]]:
    """Compose; when Hydra refuses, find out which overrides are to blame and compose the rest.

    Hydra stops at the first fault. Adding the overrides one by one, presets first, names them all; where
    presets may lie comes before them.
    """
    try:
        return _composed(overrides), []
    except Exception:  # Hydra raises plain ValueErrors too; whatever it was comes up again below
        config = _composed([])
    accepted: list[str] = []
    problems = []
    presets = set(groups())
    for override in sorted(
        overrides, key=lambda text: (_head(text) != SEARCH_PATH, _head(text) not in presets)
    ):
        try:
            config = _composed([*accepted, override])
            accepted.append(override)
        except Exception as error:
            problems.append(_explained(override, error))
    return config, problems


def _composed(overrides: list[str]) -> DictConfig:
    return hydra.compose(CONFIG_NAME, overrides=overrides, return_hydra_config=True)


def _head(override: str) -> str:
    return override.lstrip("+~").split("=")[0].split("@")[0]


def _explained(override: str, error: Exception) -> Problem:
    """Turn Hydra's refusal of one override into key path, value, rule and nearest valid choice."""
    if isinstance(error, OverrideParseException):
        return Problem(
            "override", repr(override), "cannot be read as KEY=VALUE: " + str(error).split("\n")[0]
        )
    key, value = _head(override), override.partition("=")[2]
    if OverridesParser.create().parse_override(override).is_sweep_override():
        return Problem(key, value, "several values need -m (a sweep), or [brackets] to make a list")
    if isinstance(error, MissingConfigException) or (key in groups() and value not in options(key)):
        return unknown_option(key, value, getattr(error, "options", None) or options(key))
    if "Could not override" in str(error):
        return unknown_key(key, value)
    return Problem(key, value, " ".join(str(error.__cause__ or error).split()))


def _checked(
    config: DictConfig | Mapping[str, Any],
    said: Sequence[Any],
    problems: list[Problem],
    base: Path | None,
    check: Check | None,
) -> Settings:
    data = _plain_data(config)
    settle_tables(data, said)
    problems += _folder_from_environment(config)
    settle_distributions(data)
    problems += _fill_run_length(data)
    if isinstance(data.get("structure"), dict):
        problems += anchor(data["structure"], base or Path.cwd())
    try:
        # through JSON: strict there means no guessing (true is not 1), but a list is a tuple
        settings = Settings.model_validate_json(json.dumps(data, default=str), strict=True)
    except ValidationError as error:
        refuse(problems + from_validation(error))
    if problems:
        refuse(problems)
    if check is not None:
        check(settings)
    return settings


def _plain_data(config: DictConfig | Mapping[str, Any]) -> dict[str, Any]:
    """Resolve interpolations; leave out what no preset gave, so that the schema says it is missing."""
    node = config if isinstance(config, DictConfig) else OmegaConf.create(dict(config))
    try:
        data = OmegaConf.to_container(node, resolve=True)
    except OmegaConfBaseException as error:
        refuse([Problem(str(error.full_key or "settings"), NO_VALUE, str(error).split("\n")[0])])
    assert isinstance(data, dict)
    return {str(key): _without_missing(value) for key, value in data.items() if value != MISSING}


def _folder_from_environment(config: DictConfig | Mapping[str, Any]) -> list[Problem]:
    """Refuse to name a folder, which others see, by the environment, which may hold secrets."""
    group = config.get("experiment") if isinstance(config, DictConfig) else None
    if not isinstance(group, DictConfig):
        return []
    name = OmegaConf.to_container(group, resolve=False)["name"]  # type: ignore[call-overload, index]
    if "${oc.env:" not in str(name):
        return []
    return [Problem("experiment.name", name, "names a folder that others see, so it must be written out")]


def _without_missing(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_missing(item) for key, item in value.items() if item != MISSING}
    return [_without_missing(item) for item in value] if isinstance(value, list) else value


def _fill_run_length(data: dict[str, Any]) -> list[Problem]:
    """Give a textbook case the horizon and warm-up that its precision needs, where left open."""
    case = data.get("textbook")
    if case is None or None not in (data.get("horizon_days"), data.get("warm_up_days")):
        return []
    from simorg.config.textbook import WARM_UP_SHARE, run_length  # only textbook cases need it

    try:
        checked = TypeAdapter(TextbookCase).validate_json(json.dumps(case), strict=True)
    except ValidationError:
        data["horizon_days"], data["warm_up_days"] = 1.0, 0.0  # the full check reports the case itself
        return []
    horizon, warm_up = run_length(checked)
    if data.get("horizon_days") is not None:
        horizon, warm_up = data["horizon_days"], WARM_UP_SHARE * data["horizon_days"]
    data["horizon_days"] = horizon
    data["warm_up_days"] = warm_up if data.get("warm_up_days") is None else data["warm_up_days"]
    return []
