"""The defaults have one source, and presets hold nothing else than they should."""

from __future__ import annotations

import pytest
import yaml

from simorg.config.compose import load, resolved
from simorg.config.defaults import schema_defaults
from simorg.config.files import conf_folder, options, preset

DEFAULTS = yaml.safe_load((conf_folder() / "config.yaml").read_text())


def selected() -> dict[str, str]:
    """Return the preset of each group that ``config.yaml`` selects."""
    entries = [entry for entry in DEFAULTS["defaults"] if isinstance(entry, dict)]
    return {group: option for entry in entries for group, option in entry.items() if " " not in group}


def test_config_yaml_repeats_the_schema_and_nothing_else() -> None:
    scalars = {key: value for key, value in DEFAULTS.items() if key not in ("defaults", "hydra")}
    assert set(scalars) == {"seed", "replications", "horizon_days", "warm_up_days"}
    assert all(schema_defaults()[key] == value for key, value in scalars.items())


@pytest.mark.parametrize(
    "group", [g for g in selected() if g not in ("lifecycle", "experiment", "mechanisms")]
)
def test_the_selected_preset_is_the_schema_default(group: str) -> None:
    """Only the stage list and the experiment come from YAML; all else would be a second source."""
    assert resolved(load())[group] == schema_defaults()[group]


def test_all_mechanisms_is_what_the_schema_says() -> None:
    assert preset("mechanisms", "all") == {}


def test_every_structure_preset_only_names_its_structure() -> None:
    for option in options("structure"):
        preset = yaml.safe_load((conf_folder() / "structure" / f"{option}.yaml").read_text())
        assert preset["name"] == option
        assert option == "custom" or set(preset) == {"name"}


def test_about_the_published_share_of_ideas_reaches_the_release() -> None:
    reach = 1.0
    settings = load()
    for stage in settings.lifecycle.initiative:
        survive = 1.0 - stage.drop / (1.0 - stage.repeat)
        share = settings.demand.sensitive_share if stage.sensitive_only else 1.0
        reach *= 1.0 - share * (1.0 - survive)
    assert reach == pytest.approx(0.45, abs=0.05)
