"""Whatever becomes of standard output, a command ends with one message and a code, and a run is kept."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simorg import cli
from simorg.commands import _streams
from simorg.commands._endings import INTERRUPTED

TINY = [
    "run", "lifecycle=minimal", "engine=reference", "horizon_days=60", "warm_up_days=10", "replications=2",
    "executor.workers=1", "experiment.structures=[hub_and_spoke,embedded_squads]",
]  # fmt: skip
SINGLE = [*TINY, "replications=1"]
ENDLESS = [*TINY[:3], "replications=1000000", "executor.workers=1", "horizon_days=60", "warm_up_days=10"]
SIMORG = [sys.executable, "-c", "import sys; from simorg.cli import main; sys.exit(main())"]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes, terminals and signals of POSIX")


@pytest.fixture(autouse=True)
def here(empty: Path) -> Path:
    return empty


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in which ``simorg`` is this one."""
    script = f"set -o pipefail; simorg() {{ {SIMORG[0]} -c '{SIMORG[2]}' \"$@\"; }}; {line}"
    return subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, env=os.environ | environment, timeout=300
    )


def run_folder(here: Path) -> Path:
    (folder,) = (here / "results" / "runs").iterdir()
    return folder


@pytest.mark.parametrize(
    "line",
    ["simorg params | head -n 1", "simorg log engine=reference horizon_days=90 warm_up_days=9 | head -n 1"],
)
def test_a_reader_may_leave_early(line: str) -> None:
    done = shell(line)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


def test_a_run_is_finished_without_its_reader(here: Path) -> None:
    done = shell(f"simorg {' '.join(TINY)} | true")
    assert (done.returncode, done.stderr) == (0, "")
    assert (run_folder(here) / "answer.md").is_file()
    assert list((run_folder(here) / "figures").iterdir())


def test_a_full_disk_under_standard_output_is_one_message() -> None:
    for line in (
        "simorg params > /dev/full",
        "simorg --help > /dev/full",
        f"simorg {' '.join(SINGLE)} > /dev/full",
    ):
        done = shell(line)
        told = "simorg: the output cannot be written (No space left on device)\n"
        assert (done.returncode, done.stderr) == (1, told), line


@pytest.mark.slow
def test_a_closed_standard_output_is_no_fault() -> None:
    done = shell("simorg params >&- && simorg log engine=reference horizon_days=90 warm_up_days=9 >&-")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_signs_that_an_encoding_lacks_are_written_plainly() -> None:
    done = shell(f"simorg {' '.join(SINGLE)}", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    assert "mean +/- 95 % interval" in done.stdout


def test_plain_signs() -> None:
    with pytest.raises(UnicodeEncodeError):
        "3 ± 1".encode("ascii")
    _streams.prepare()
    assert "3 ± 1 Łódź…".encode("ascii", errors=_streams.HANDLER) == b"3 +/- 1 ??d?..."


@pytest.mark.slow
def test_colours_that_are_asked_for_bring_no_moving_bar_into_a_log() -> None:
    done = shell(" ".join(["simorg", *SINGLE]), FORCE_COLOR="1", TERM="xterm-256color")
    codes = set(re.findall(r"\x1b\[[0-9;?]*([A-Za-z])", done.stdout))
    assert codes == {"m"}  # colours, and nothing that moves or hides the cursor


@pytest.mark.slow
def test_a_hung_up_terminal_keeps_what_is_done(here: Path) -> None:
    """A run in a terminal that is closed: the terminal is gone and says so by a signal."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(SIMORG[0], [*SIMORG, *ENDLESS])
    shown, deadline = "", time.monotonic() + 120.0
    while not re.search(r"\b[1-9]\d*/4000000", shown):
        assert time.monotonic() < deadline, "never got anywhere"
        shown += os.read(terminal, 65536).decode(errors="replace")
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == INTERRUPTED
    assert list(run_folder(here).glob("runs/part-*.parquet"))


@pytest.mark.slow
def test_nohup_is_respected(here: Path) -> None:
    """A run that was told not to mind a closed terminal goes on."""
    process = subprocess.Popen(
        ["nohup", *SIMORG, *ENDLESS], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=here
    )
    try:
        deadline = time.monotonic() + 120.0
        while not list(here.glob("results/runs/*/manifest.json")):
            assert time.monotonic() < deadline, "never started"
            time.sleep(0.1)
        time.sleep(1.0)
        process.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2.0)
    finally:
        process.kill()
        process.wait()


def test_a_typing_error_is_told_although_nobody_reads_it() -> None:
    assert shell("simorg runn 2>&-").returncode == 2


def test_an_interrupt_is_an_ending(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_verb", interrupted)
    assert cli.main(["params"]) == 130
    assert capfd.readouterr().err == "simorg: interrupted\n"
