"""``python -m benchmarks [PART ...] [--scale F]``: measure, keep the JSON, rewrite the README's table."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from rich.console import Console

from benchmarks import alone, machine
from benchmarks.table import PARTS, embed, part
from benchmarks.timing import Raw

HERE = Path(__file__).resolve().parent
README = HERE / "README.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts that were asked for and return the exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows ``python -m benchmarks``; taken from the process when left out.
    """
    asked = _parser().parse_args(arguments)
    console = Console(stderr=True)
    folder = Path(asked.output)
    folder.mkdir(parents=True, exist_ok=True)
    raw = stored(folder / "results.json")
    for name in asked.parts or PARTS:
        console.print(f"{name}: {part(name).TITLE}", markup=False)
        start = perf_counter()
        raw["parts"][name] = {"stamp": machine.stamp(asked.scale), "result": measured(name, asked.scale)}
        console.print(f"{name}: done in {perf_counter() - start:.0f} s", markup=False)
        keep(raw, folder)
    return 0


def measured(name: str, scale: float) -> Raw:
    """Return what a part measures, in a process of its own.

    Every part then finds the machine and the interpreter as if it were the only one: nothing that
    another has compiled or left in memory. cimba's compiler indeed fails after other kernels have
    been compiled in the same process.

    Parameters
    ----------
    name : str
        Of the part.
    scale : float
        As given to the program.
    """
    answer = machine.run(["-m", "benchmarks.alone", name, str(scale)])
    found: Raw = json.loads(answer.partition(alone.ANSWER)[2].partition("\n")[0])
    return found


def stored(file: Path) -> Raw:
    """Return what was measured before on this machine, for the parts that are not repeated now.

    Packages may have changed since: each part keeps those that it was measured with.

    Parameters
    ----------
    file : Path
        ``results.json``, which need not exist.
    """
    fresh: Raw = {"machine": machine.describe(), "parts": {}}
    if not file.exists():
        return fresh
    before: Raw = json.loads(file.read_text(encoding="utf-8"))
    packages = before["machine"]["packages"]
    if before["machine"] | {"packages": None} != fresh["machine"] | {"packages": None}:
        return fresh
    parts = {
        name: each | {"stamp": {"packages": packages} | each["stamp"]}
        for name, each in before["parts"].items()
    }
    return fresh | {"parts": parts}


def keep(raw: Raw, folder: Path) -> None:
    """Write the JSON and the README, each in one go.

    Parameters
    ----------
    raw : dict
        Everything measured.
    folder : Path
        Where.
    """
    texts = {
        "results.json": json.dumps(raw, indent=1, ensure_ascii=False) + "\n",
        "README.md": embed(README.read_text(encoding="utf-8"), raw),
    }
    for name, text in texts.items():
        written = folder / f".{name}.new"
        written.write_text(text, encoding="utf-8")
        written.replace(folder / name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    known = f"{', '.join(PARTS)}; all when none is named"
    parser.add_argument("parts", nargs="*", type=_known, metavar="PART", help=known)
    parser.add_argument("--scale", type=_positive, default=1.0, help="1 = a full run; 0.05 = a quick look")
    parser.add_argument("--output", default=str(HERE), help="folder for results.json and README.md")
    return parser


def _known(text: str) -> str:
    if text not in PARTS:
        raise argparse.ArgumentTypeError(f"part = {text} must be one of {', '.join(PARTS)}")
    return text


def _positive(text: str) -> float:
    value = float(text)
    if not value > 0.0:
        raise argparse.ArgumentTypeError(f"scale = {text} must be positive")
    return value


if __name__ == "__main__":
    sys.exit(main())
