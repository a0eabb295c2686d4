"""House rules, checked by reading the source: who imports whom, and what no file may contain."""

from __future__ import annotations

import ast
import functools
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from string import Formatter

import networkx

import simorg
from simorg.compilation import ABOVE
from simorg.config.key_labels import LABELS
from simorg.config.registry import ParameterRow
from simorg.config.registry import registry as config_registry
from simorg.config.sources import SOURCES
from simorg.trace.codes import Account, Coded, JobKind, Named
from simorg.trace.events import Event, Section, Subject

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "simorg").rglob("*.py"))
MOST_LINES = 300
TRANSITIONS = {"schedule", "start", "suspend", "withdraw", "complete", "ate_abort"}

LAYERS = {
    "simorg.config.errors": 0,
    "simorg.plugins": 0,
    "simorg.compilation": 0,
    "simorg.draws": 0,
    "simorg.theory": 0,
    "simorg.statistics": 0,
    "simorg.rules": 1,
    "simorg.config": 2,
    "simorg.organisation": 2,
    "simorg.plan": 2,
    "simorg.trace": 3,
    "simorg.engines": 3,
    "simorg.measures": 3,
    "simorg.experiments": 4,
    "simorg.contracts": 5,
    "simorg.validation": 4,
    "simorg.figures": 5,
    "simorg.report": 5,
    "simorg.commands": 5,
    "simorg.cli": 5,
}

# Narrower than the layers: what a package may import of simorg, besides itself.
ONLY = {
    "simorg.theory": (),
    "simorg.statistics": (),
    "simorg.plugins": ("simorg.config.errors",),
    "simorg.draws": ("simorg.compilation",),
    "simorg.trace": ("simorg.compilation", "simorg.plan", "simorg.config"),
    "simorg.measures": (
        "simorg.compilation",
        "simorg.trace",
        "simorg.plan",
        "simorg.config",
        "simorg.plugins",
    ),
    "simorg.figures": (
        "simorg.organisation.graph",
        "simorg.organisation.wiring.idle",
        "simorg.config.vocabulary",
        "simorg.config.labels",
        "simorg.measures",
        "simorg.plugins",
        "simorg.experiments.results.stored_run",
    ),
}
NEVER = {
    "simorg.engines.reference": "simorg.engines.compiled",
    "simorg.engines.compiled": "simorg.engines.reference",
}

TABLES = (
    "simorg.trace", "simorg.engines.run", "simorg.measures", "simorg.experiments",
    "simorg.statistics", "simorg.figures", "simorg.report", "simorg.commands", "simorg.validation",
    "simorg.contracts",
)  # fmt: skip
HOMES = {
    "hydra": ("simorg.config", "simorg.commands.run", "simorg.commands._sweep"),
    "omegaconf": ("simorg.config", "simorg.commands.run", "simorg.commands._sweep"),
    "pydantic": ("simorg.config",),
    "simpy": ("simorg.engines.reference",),
    "numba": ("simorg.compilation",),
    "llvmlite": ("simorg.compilation",),
    "networkx": ("simorg.organisation", "simorg.plan", "simorg.contracts.structures"),
    "matplotlib": ("simorg.figures", "simorg.contracts"),
    "pandas": TABLES,
    "pyarrow": TABLES,
    "scipy": ("simorg.theory", "simorg.statistics", "simorg.validation.facts", "simorg.organisation.graph"),
    "jinja2": ("simorg.report.render",),
    "rich": ("simorg.commands", "simorg.experiments", "simorg.validation", "simorg.contracts"),
    "SALib": ("simorg.experiments.answers.sensitivity_indices",),
    "optuna": ("simorg.experiments.designs.optuna_search",),
    "openpyxl": ("simorg.organisation.files.rosters.grid", "simorg.experiments.answers.typeset"),
    "distributed": ("simorg.experiments.running.executors",),
    "yaml": (
        "simorg.organisation.files",
        "simorg.experiments.results",
        "simorg.commands.log",
        "simorg.commands.figures",
    ),
    "numpy": ("simorg",),
}
SIDE_EFFECTS_ALLOWED = {
    "simorg.compilation",  # Numba may be missing
    "simorg.compilation.cache",  # points Numba's cache before Numba is imported
}


def name_of(path: Path) -> str:
    """Return the dotted name of a source file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def within(module: str, package: str) -> bool:
    """Return whether `module` is `package` or lies in it."""
    return module == package or module.startswith(package + ".")


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def is_module(name: str) -> bool:
    place = ROOT / name.replace(".", "/")
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()


@functools.cache
def nodes_of(path: Path) -> list[ast.AST]:
    return list(ast.walk(tree_of(path)))


@functools.cache
def imports(path: Path) -> list[str]:
    """Return every module that a file imports, anywhere in it."""
    imported: list[str] = []
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            imported += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            submodules = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [name for name in submodules if is_module(name)]
            imported += found
            if len(found) < len(submodules):
                imported.append(node.module)
    return imported


def layer(module: str) -> int:
    return next(LAYERS[package] for package in LAYERS if within(module, package))


Rule = Callable[[Path], Iterator[str]]
"""What a file must not contain: it yields each fault in words. One test looks at all files."""


def faults(rule: Rule, files: Sequence[Path] = FILES) -> list[str]:
    """Return what a rule has to say about files."""
    return [f"{path.relative_to(ROOT)}: {said}" for path in files for said in rule(path)]


def _reaches_up(path: Path) -> Iterator[str]:
    module = name_of(path)
    for imported in (name for name in imports(path) if name.startswith("simorg.")):
        narrow = [allowed for package, allowed in ONLY.items()
                  if within(module, package) and not within(imported, package)]  # fmt: skip
        if (
            layer(imported) > layer(module)
            or any(not any(within(imported, a) for a in allowed) for allowed in narrow)
            or any(within(module, one) and within(imported, other) for one, other in NEVER.items())
        ):
            yield f"imports {imported}"


def test_lower_never_imports_higher() -> None:
    assert not faults(_reaches_up, [path for path in FILES if name_of(path) != "simorg"])


def _imported_at_once(path: Path) -> Iterator[str]:
    """Yield the modules of the package that importing a file imports."""
    for node in tree_of(path).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if is_module(alias.name))
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if is_module(name) else str(node.module) for name in names)


def test_no_circle_of_modules_that_import_each_other() -> None:
    graph = networkx.DiGraph((name_of(path), name) for path in FILES for name in _imported_at_once(path))
    circles = [sorted(circle) for circle in networkx.strongly_connected_components(graph) if len(circle) > 1]
    assert not circles


def _needed_by_kernels() -> set[str]:
    """Return the modules that compile something, and all they import."""
    makers = {f"simorg.compilation.{name}" for name in ("kernel", "step", "entry")}
    imported = {name_of(path): set(imports(path)) for path in FILES}
    waiting = [name_of(path) for path in FILES if makers & _names_imported(path)]
    waiting.append("simorg.engines.compiled.layout")  # gives the world its type, from the plan and the schema
    needed: set[str] = set()
    while waiting:
        module = waiting.pop()
        if module not in needed:
            needed.add(module)
            waiting += [name for name in imported[module] if name in imported]
    return needed


def _names_imported(path: Path) -> set[str]:
    nodes = [node for node in nodes_of(path) if isinstance(node, ast.ImportFrom)]
    return {f"{node.module}.{alias.name}" for node in nodes for alias in node.names}


def test_no_kernel_depends_on_a_room_whose_source_its_cache_ignores() -> None:
    needed = _needed_by_kernels()
    assert {"simorg.engines.compiled.loop", "simorg.plan.parameters", "simorg.config.groups.work"} <= needed
    above = [f"simorg.{room.removesuffix('.py')}" for room in ABOVE]
    assert not [module for module in needed if any(within(module, room) for room in above)]


def _brings_strangers(path: Path) -> Iterator[str]:
    module = name_of(path)
    for top in {imported.split(".")[0] for imported in imports(path)} - sys.stdlib_module_names - {"simorg"}:
        if not any(within(module, home) for home in HOMES.get(top, ())):
            yield f"imports {top}" + ("" if top in HOMES else ", which has no home")


def test_each_third_party_package_has_its_home() -> None:
    assert not faults(_brings_strangers)


def _strays(path: Path) -> Iterator[str]:
    yield from (name for name in imports(path) if within(name, "numpy.random") or name == "random")
    for node in nodes_of(path):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and (node.value.id, node.attr) in {("np", "random"), ("numpy", "random")}
        ):
            yield f"randomness in line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield f"print in line {node.lineno}"
        named = getattr(node, "id", getattr(node, "attr", None))
        if named in {"njit", "jit"} and not within(name_of(path), "simorg.compilation"):
            yield f"{named} and not simorg.compilation.kernel"


def test_no_stray_randomness_output_or_compilation() -> None:
    assert not faults(_strays)


HARMLESS = (
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.Assert,
)  # fmt: skip


def _acts_on_import(path: Path) -> Iterator[str]:
    for node in tree_of(path).body if name_of(path) not in SIDE_EFFECTS_ALLOWED else ():
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        checking = isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        if not (docstring or checking or isinstance(node, HARMLESS)):
            yield f"line {node.lineno} acts on import"


def test_importing_a_module_does_nothing() -> None:
    assert not faults(_acts_on_import)


def _is_long_or_says_nothing(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if text.count("\n") > MOST_LINES:
        yield "split it: one idea each"
    if text.strip() and not ast.get_docstring(tree_of(path)):
        yield "no module docstring"
    if not (path.parent / "__init__.py").exists():
        yield "a package needs __init__.py to be in the wheel"


def test_files_are_short_and_say_what_they_are_for() -> None:
    assert not faults(_is_long_or_says_nothing)


def public_definitions(
    body: list[ast.stmt], prefix: str = ""
) -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef]]:
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node.body, f"{prefix}{node.name}.")


def documented(docstring: str) -> list[str] | None:
    """Return the names in the Parameters section of a NumPy docstring, None without one."""
    lines = inspect.cleandoc(docstring).split("\n")
    if "Parameters" not in lines:
        return None
    start = lines.index("Parameters") + 2
    ends = [i for i in range(start, len(lines)) if re.fullmatch(r"-{3,}", lines[i])]
    section = lines[start : ends[0] - 1 if ends else len(lines)]
    heads = [line.partition(" :")[0] for line in section if line and not line.startswith(" ")]
    return [name.strip().lstrip("*") for head in heads for name in head.split(",")]


def signature(node: ast.FunctionDef) -> list[str]:
    """Return the names that a function is called with."""
    a = node.args
    given = [*a.posonlyargs, *a.args, *([a.vararg] if a.vararg else []), *a.kwonlyargs,
             *([a.kwarg] if a.kwarg else [])]  # fmt: skip
    return [arg.arg for arg in given if arg.arg not in ("self", "cls")]


def _is_badly_documented(path: Path) -> Iterator[str]:
    for name, node in public_definitions(tree_of(path).body):
        docstring = ast.get_docstring(node) or ""
        if not docstring:
            yield f"{name} has no docstring"
        told = documented(docstring)
        if told is not None and isinstance(node, ast.FunctionDef) and told != signature(node):
            yield f"{name}: documented {told}, signature {signature(node)}"


def test_everything_public_has_a_docstring_and_a_section_of_parameters_tells_the_signature() -> None:
    assert not faults(_is_badly_documented)


FULL = ("simorg.theory", "simorg.statistics", "simorg.rules")
"""Rooms of formulas: each says what goes into it."""


def _hides_what_goes_in(path: Path) -> Iterator[str]:
    for name, node in public_definitions(tree_of(path).body):
        if not isinstance(node, ast.FunctionDef):
            continue
        docstring, body = ast.get_docstring(node) or "", ast.Module(node.body, [])
        used = {inner.id for inner in ast.walk(body) if isinstance(inner, ast.Name)}
        asked = [each for each in signature(node) if each in used]
        untold = [each for each in asked if not re.search(rf"`[^`]*\b{each}\b[^`]*`", docstring)]
        if untold and documented(docstring) != signature(node):
            yield f"{name} does not tell of {untold}"


def test_a_formula_says_what_goes_into_it() -> None:
    formulas = [path for path in FILES if any(within(name_of(path), room) for room in FULL)]
    assert formulas and not faults(_hides_what_goes_in, formulas)


def test_the_public_face_is_told_in_full() -> None:
    for name in simorg.__all__:
        each = getattr(simorg, name)
        if inspect.isfunction(each) and inspect.signature(each).parameters:
            told = documented(each.__doc__ or "")
            assert told == list(inspect.signature(each).parameters), name


VERIFIED = [row for row in config_registry() if row.mark in ("VP", "VS", "R")]


def _names_its_sources(row: ParameterRow) -> bool:
    keys = row.cites.split()
    return bool(keys) and all(str(SOURCES[key].year) in row.source for key in keys)


def test_what_is_not_judged_names_a_source_with_its_year() -> None:
    assert VERIFIED and not [row.key for row in VERIFIED if not _names_its_sources(row)]


def test_families_of_measures_stand_in_their_folder() -> None:
    home = ROOT / "simorg" / "measures"
    strangers = [
        path.name for path in home.glob("*.py") if re.search(r"^MEASURES\b", path.read_text("utf-8"), re.M)
    ]
    assert not strangers, "a family of measures is a file of simorg/measures/families/"


def test_no_event_is_without_its_whole_row() -> None:
    placeholders = {"code", "value", "person", "team", "stage"}
    for event in Event:
        assert event.code is None or isinstance(event.code, Named) or issubclass(event.code, Coded), (
            event.name
        )
        assert bool(event.measures.what) == bool(event.measures.unit), f"{event.name}: a value has a unit"
        assert event.section in Section and event.subject in Subject, event.name
        assert event.activity and event.transition in TRANSITIONS, event.name
        asked = {field for _, field, _, _ in Formatter().parse(event.sentence) if field is not None}
        assert event.sentence and asked <= placeholders, event.name
        assert "code" not in asked or event.code is not None, f"{event.name}: its code says nothing"
        assert "value" not in asked or event.measures.what, f"{event.name}: its value says nothing"
    assert len({event.sentence for event in Event}) == len(Event), "two events share a sentence"
    assert all(kind.activity and kind.task and kind.account in Account for kind in JobKind)


def test_every_key_that_a_lever_can_have_has_a_label() -> None:
    levers = {
        row.key for row in config_registry()
        if row.key.partition(".")[0] not in ("experiment", "executor") and "[" not in row.key
        and not row.type.startswith("list of group")
    }  # fmt: skip
    assert levers == set(LABELS), "labels that are missing, or of no key"
    assert len(set(LABELS.values())) == len(LABELS), "two keys share a label"


def test_the_page_of_the_house_names_each_room_with_its_layer() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(simorg\.[\w.]+)` \| (\d) \|", page, flags=re.MULTILINE)
    assert {room: int(number) for room, number in told} == LAYERS


def test_the_tests_of_units_stand_in_the_rooms_of_what_they_test() -> None:
    units = ROOT / "tests" / "unit"
    rooms = {path.parent.relative_to(units) for path in units.rglob("*.py")}
    strangers = sorted(str(room) for room in rooms if not (ROOT / "simorg" / room).is_dir())
    assert not strangers, f"no room of simorg has these names: {strangers}"


SHIPPED = [
    *FILES, *(ROOT / "conf").rglob("*.yaml"), *(ROOT / "conf").rglob("*.csv"),
    *(ROOT / name for name in ("pyproject.toml", "setup.py", "constraints.txt", "Makefile", "README.md")),
]  # fmt: skip


def _names_a_machine(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if re.search(r"[\"'\s=](/home/|/root/|/Users/|/work/|/tmp/|/opt/)", text):
        yield "absolute path"
    if re.search(r"index-url|extra-index|find-links|/simple\b|pypi\.", text):
        yield "package index"


def test_no_machine_or_index_is_named() -> None:
    assert not faults(_names_a_machine, SHIPPED)
