"""What a mutant is: one small mistake in one function or constant, made in the syntax tree of its file.

In goes a source file, out come its mutants in the order of the file. Left alone: text, annotations,
defaults, assertions and errors, which no trace shows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Any

from simorg.rules import purposes

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr, ast.Pow: ast.Mult,
}  # fmt: skip
EXTREMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
PURPOSES = sorted(name for name in vars(purposes) if name.isupper())
COMPOUND = (ast.If, ast.While, ast.For, ast.With, ast.Try, ast.FunctionDef)
CONSTANTS = "<constants>"

Place = tuple[Any, Any]
"""Where a node hangs: an attribute of another, or a position in a list."""


@dataclass(frozen=True)
class Mutant:
    """One mistake: where, what stood there, what stands there now, and the code of the function with it."""

    module: str
    function: str
    line: int
    before: str
    after: str
    code: CodeType | None  # None: a constant of the module, see `value`
    constant: str = ""
    value: Any = None

    @property
    def name(self) -> str:
        """What tells this mutant from all others, in whatever line it has come to stand."""
        place = self.module.removeprefix("simorg.").removeprefix("engines.")
        return f"{place} {self.function}: {self.before} -> {self.after}"


def mutants(path: Path, module: str) -> list[Mutant]:
    """Return every mutant of a source file; where two read the same, the later ones are numbered."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: list[Mutant] = []
    seen: dict[str, int] = {}
    for function, root in _roots(tree):
        for place, new, piece in _mistakes(root):
            before, line, old = _told(piece), piece.lineno, _get(place)
            _put(place, new)
            after = _told(new if piece is old else piece)
            made = _made(tree, function, path)
            _put(place, old)
            key = f"{function} {before} {after}"
            seen[key] = seen.get(key, 0) + 1
            again = f" (place {seen[key]})" if seen[key] > 1 else ""
            found.append(Mutant(module, function, line, before, after + again, *made))
    return found


def _made(tree: ast.Module, function: str, path: Path) -> tuple[Any, ...]:
    """Return the code of a function of a mutated tree, or the name and value of a mutated constant."""
    code = compile(ast.fix_missing_locations(tree), str(path), "exec")
    if not function.startswith(CONSTANTS):
        return (next(c for c in _codes(code) if c.co_qualname == function),)
    space: dict[str, Any] = {"__name__": "mutant", "__file__": str(path)}
    exec(code, space)
    name = function.removeprefix(CONSTANTS + ".")
    return None, name, space[name]


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _roots(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Yield the functions, methods and numbers of a module with their qualified names."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{m.name}", m) for m in node.body if isinstance(m, ast.FunctionDef))
        elif (
            isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and _is_number(node.value)
        ):
            yield f"{CONSTANTS}.{node.targets[0].id}", node


def _is_number(node: ast.expr) -> bool:
    inner = (ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop, ast.Name, ast.Load, ast.Call,
             ast.Attribute)  # fmt: skip
    return all(isinstance(part, inner) for part in ast.walk(node)) and not any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) for part in ast.walk(node)
    )


def _mistakes(root: ast.AST) -> Iterator[tuple[Place, Any, Any]]:
    """Yield (place, what to put there, statement or condition that it belongs to) for each mistake."""
    if isinstance(root, ast.Assign):
        yield from _in((root, "value"), root)
        return
    assert isinstance(root, ast.FunctionDef)
    yield from _in_body(root.body)


def _in_body(body: list[ast.stmt]) -> Iterator[tuple[Place, Any, Any]]:
    for n, statement in enumerate(body):
        if isinstance(statement, (ast.Assert, ast.Raise, ast.Import, ast.ImportFrom, ast.Pass)):
            continue
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        if isinstance(statement, COMPOUND):
            yield from _in_compound(statement)
            continue
        if _can_go(statement):
            yields = any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in ast.walk(statement))
            yield (body, n), ast.parse("yield from ()" if yields else "pass").body[0], statement
        for field, _ in ast.iter_fields(statement):
            yield from _in((statement, field), statement)
        if isinstance(statement, ast.AugAssign) and type(statement.op) in ARITHMETIC:
            yield (statement, "op"), ARITHMETIC[type(statement.op)](), statement


def _in_compound(statement: ast.stmt) -> Iterator[tuple[Place, Any, Any]]:
    if isinstance(statement, (ast.If, ast.While)):
        for value in (True, False) if isinstance(statement, ast.If) else (False,):
            yield (statement, "test"), ast.copy_location(ast.Constant(value), statement.test), statement.test
        yield from _in((statement, "test"), statement.test)
    if isinstance(statement, ast.For):
        yield from _in((statement, "iter"), statement.iter)
    for field in ("body", "orelse", "finalbody"):
        yield from _in_body(getattr(statement, field, []))
    for handler in getattr(statement, "handlers", []):
        yield from _in_body(handler.body)


def _can_go(statement: ast.stmt) -> bool:
    """Return whether a program without the statement still makes sense: a name would be missing."""
    if isinstance(statement, ast.Assign):
        return all(isinstance(target, (ast.Attribute, ast.Subscript)) for target in statement.targets)
    if isinstance(statement, ast.Return):
        return statement.value is None or isinstance(statement.value, ast.Call)
    return isinstance(statement, (ast.Expr, ast.AugAssign, ast.Continue, ast.Break, ast.Delete))


def _in(place: Place, piece: Any) -> Iterator[tuple[Place, Any, Any]]:
    """Yield the mistakes in an expression and below it."""
    node = _get(place)
    if isinstance(node, list):
        for n in range(len(node)):
            yield from _in((node, n), piece)
        return
    if not isinstance(node, ast.AST) or isinstance(node, ast.JoinedStr):
        return
    yield from _at(place, node, piece)
    for field, _ in ast.iter_fields(node):
        yield from _in((node, field), piece)


def _at(place: Place, node: ast.AST, piece: Any) -> Iterator[tuple[Place, Any, Any]]:
    if isinstance(node, ast.Compare):
        for n, op in enumerate(node.ops):
            yield from (((node.ops, n), new(), piece) for new in COMPARISONS.get(type(op), ()))
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield (node, "op"), ARITHMETIC[type(node.op)](), piece
    elif isinstance(node, ast.BoolOp):
        yield (node, "op"), ast.Or() if isinstance(node.op, ast.And) else ast.And(), piece
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub)):
        yield place, node.operand, piece
    elif isinstance(node, ast.IfExp):
        yield from (((node, "test"), ast.Constant(value), piece) for value in (True, False))
    elif isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, float)):
        new = not node.value if isinstance(node.value, bool) else node.value + 1
        yield (node, "value"), new, piece
    elif isinstance(node, ast.Name) and node.id in EXTREMES:
        yield (node, "id"), EXTREMES[node.id], piece
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "purposes":
        yield (node, "attr"), PURPOSES[(PURPOSES.index(node.attr) + 1) % len(PURPOSES)], piece


def _get(place: Place) -> Any:
    holder, key = place
    return holder[key] if isinstance(holder, list) else getattr(holder, key)


def _put(place: Place, value: Any) -> None:
    holder, key = place
    if isinstance(holder, list):
        holder[key] = value
    else:
        setattr(holder, key, value)


def _told(piece: ast.AST) -> str:
    return " ".join(ast.unparse(piece).split())
