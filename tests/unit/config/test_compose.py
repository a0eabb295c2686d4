"""Composing: every fault at once, with key, value, rule and nearest choice; Hydra left as it was."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hydra import compose, initialize_config_module
from hydra.core.global_hydra import GlobalHydra
from hydra.core.hydra_config import HydraConfig
from hydra.core.singleton import Singleton

from simorg.config.compose import load, resolved, settings_from_config
from simorg.config.errors import SettingsError
from simorg.config.registry import registry
from simorg.config.settings import Settings

BAD = [
    ("drift.rat=0.1", ["drift.rat", "0.1", "unknown key", "did you mean 'drift.rate'"]),
    ("+drift.rat=0.1", ["drift.rat", "0.1", "unknown key", "did you mean 'drift.rate'"]),
    ("drfit.rate=0.1", ["drfit.rate", "0.1", "unknown key", "did you mean 'drift.rate'"]),
    ("rate=0.1", ["rate", "unknown key", "did you mean 'drift.rate'"]),
    ("structure=hub", ["structure", "hub", "no such preset", "did you mean 'hub_and_spoke'"]),
    ("drift=null", ["drift", "null", "no such preset", "gradual"]),
    ("experiment=../x", ["experiment", "../x", "no such preset", "compare_structures"]),
    ("drift.rate=fast", ["drift.rate", "fast", "must be a number", "default: 0.0004"]),
    ("seed=true", ["seed", "true", "must be a whole number", "default: 1"]),
    ("replications=2.5", ["replications", "2.5", "must be a whole number"]),
    ("drift.rate=nan", ["drift.rate", "nan", "finite", "default: 0.0004"]),
    ("demand.initiatives_per_unit_quarter=inf", ["demand.initiatives_per_unit_quarter", "inf", "finite"]),
    ("drift.rate=-0.1", ["drift.rate", "-0.1", "must be >= 0", "nearest valid: 0"]),
    ("routing.wrong_incident=1.5", ["routing.wrong_incident", "1.5", "must be <= 1", "nearest valid: 1"]),
    ("demand.size.mean=-1", ["demand.size.mean", "-1", "must be >= 0"]),
    ("retraining.policy=trigered", ["retraining.policy", "trigered", "did you mean 'triggered'"]),
    ("experiment.name=../x", ["experiment.name", "../x", "letters, digits"]),
    ("experiment.name=a/b", ["experiment.name", "a/b", "letters, digits"]),
    ("warm_up_days=1040", ["warm_up_days = 1040", "smaller than horizon_days = 1040"]),
    ("+lifecycle.initiative.3.next=scope", ["lifecycle", "cycle", "scope -> data_access"]),
    (
        "lifecycle.initiative.0.skill=sciense",
        ["lifecycle.initiative[0]", "sciense", "did you mean 'science'"],
    ),
    ("duties.share.data_engineer=1", ["duties", "share.data_engineer = 1.0", "below 1"]),
    ("work.items_at_once=0", ["work.items_at_once = 0", "must be >= 1", "nearest valid: 1"]),
    ("severity.harm_1=0.1", ["severity", "harm_1 = 0.1, harm_2 = 0.2", "must fall"]),
    ("mitigation={rollback: 0, code: 0}", ["mitigation", "nothing else ends a defect"]),
    ("workforce.headcount.ml_enginer=2", ["workforce", "ml_enginer", "did you mean 'ml_engineer'"]),
    ("structure=custom", ["structure.file", "null", "needs a file"]),
    ("structure.file=nowhere.csv", ["structure.file", "nowhere.csv", "no such file"]),
    ("drift.rate=0.1,0.2", ["drift.rate", "0.1,0.2", "-m"]),
    ("drift==3", ["drift==3", "KEY=VALUE"]),
    ("work.resumption_days.mean=1", ["work.resumption_days", "{mean, cv} or {median, sigma}"]),
    ("handoff.latency_days=3", ["handoff.latency_days", "3", "distribution"]),
    ("seed=${oc.env:SIMORG_NOWHERE}", ["seed", "SIMORG_NOWHERE"]),
]


@pytest.mark.parametrize(("override", "told"), BAD, ids=[override for override, _ in BAD])
def test_bad_input_names_key_value_rule_and_nearest_choice(override: str, told: list[str]) -> None:
    with pytest.raises(SettingsError) as caught:
        load([override])
    for part in told:
        assert part in str(caught.value)


def test_all_faults_are_in_one_message() -> None:
    with pytest.raises(SettingsError, match="4 problems") as caught:
        load(["drift.rat=1", "structure=hub", "seed=-1", "drift.slo_margin=0"])
    for key in ("drift.rat = 1", "structure = hub", "seed = -1", "drift.slo_margin = 0"):
        assert key in str(caught.value)


def test_every_plain_key_of_the_schema_is_open_without_a_plus() -> None:
    rows = [row for row in registry() if "[" not in row.key and row.default not in ("(required)", "none")]
    plain = [row for row in rows if row.type in ("number", "whole number", "true or false")]
    settings = load([f"{row.key}={row.default}" for row in plain])
    assert settings == load()


def test_seed_zero_is_a_seed() -> None:
    assert load(["seed=0"]).seed == 0


def test_a_new_family_replaces_what_is_left_of_the_default() -> None:
    assert load(["demand.size={family: constant, mean: 3}"]).demand.size.cv is None
    assert load(["handoff.latency_days.family=constant"]).handoff.latency_days.cv is None
    changed = load(["work.resumption_days={mean: 0.1, cv: 2}"]).work.resumption_days
    assert (changed.mean, changed.cv, changed.median) == (0.1, 2.0, None)


def test_resolved_settings_read_back_the_same() -> None:
    settings = load(["drift=fast", "workforce=one_person", "release=direct", "demand.size.mean=2"])
    assert settings_from_config(resolved(settings)) == settings
    assert "textbook" not in resolved(settings)


def test_relative_files_start_from_the_folder_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "org.yaml").touch()
    settings = load(["structure=custom", "structure.file=org.yaml"], base=tmp_path)
    assert settings.structure.file == str(tmp_path / "org.yaml")


def test_a_shipped_file_has_the_same_name_on_every_machine() -> None:
    settings = load(["structure=custom", "structure.file='simorg:config.yaml'"])
    assert settings.structure.file is not None
    assert Path(settings.structure.file).is_file()
    assert resolved(settings)["structure"]["file"] == "simorg:config.yaml"


def test_the_check_sees_the_finished_settings() -> None:
    seen: list[Settings] = []
    assert load(["seed=7"], check=seen.append) == seen[0]


def test_a_running_hydra_application_is_not_disturbed() -> None:
    with initialize_config_module("simorg.conf", job_name="mine", version_base="1.3"):
        before = dict(Singleton._instances)
        load(["drift=fast"])
        with pytest.raises(SettingsError):
            load(["drift=nonsense"])
        assert {k: id(v) for k, v in Singleton._instances.items() if k is not HydraConfig} == {
            k: id(v) for k, v in before.items() if k is not HydraConfig
        }
        assert compose("config").drift.law == "gradual"
    assert not GlobalHydra.instance().is_initialized()


def test_threads_may_load_at_the_same_time() -> None:
    seeds: list[int] = []
    threads = [threading.Thread(target=lambda s=s: seeds.append(load([f"seed={s}"]).seed)) for s in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seeds) == [0, 1, 2, 3]
