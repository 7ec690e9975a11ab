"""Imports go down or along a floor, never up; heavy packages are never imported when tmath is."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import tmath

PACKAGE = Path(tmath.__file__).parent

FLOORS = {
    "records": 1,
    "bursts": 1,
    "errors": 1,
    "cache": 1,
    "digits": 1,
    "dimension": 2,
    "unit_text": 2,
    "units": 2,
    "readable": 2,
    "unit_declarations": 2,
    "refusals": 2,
    "amounts": 2,
    "values": 2,
    "language": 3,
    "config": 3,
    "algebra": 4,
    "solving": 5,
    "render": 6,
    "arrays": 6,
    "recall": 7,
    "commands": 7,
    "cli": 7,
    "__main__": 7,
    "__init__": 7,
}

# Public methods that reach up, one import inside the method each.
DEFERRED = {
    ("language.system", "solving.solver"),  # System.solve, System.rearrange
    ("language.system", "arrays.function"),  # System.compile
    ("language.system", "arrays.optimize"),  # System.minimize, System.maximize
    ("language.system", "arrays.sweep"),  # System.sweep
    ("solving.answer", "render.json"),  # Answer.to_dict, Answer.to_json
    ("solving.answer", "render.latex"),  # Answer.to_latex, Answer._repr_latex_
    ("solving.answer", "render.text"),  # str(answer)
    ("solving.answer", "render.html"),  # Answer._repr_html_
}

HEAVY = {"sympy", "numpy", "lark", "flint", "rich", "scipy", "matplotlib", "numba", "dask", "distributed", "pyarrow"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        yield name.removesuffix(".__init__") if name != "__init__" else name, ast.parse(path.read_text("utf-8"))


def imports(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """The modules a module imports, and whether for types alone."""
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node in typing_only
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, "imports are absolute"
            found = [f"{node.module}.{alias.name}" for alias in node.names]
            is_package = [(PACKAGE.parent / name.replace(".", "/")).with_suffix(".py").exists() for name in found]
            for name, is_module in zip(found, is_package, strict=True):
                yield name if is_module else node.module, node in typing_only


def floor(name: str) -> int:
    return FLOORS[name.partition(".")[0]]


def test_every_module_has_a_floor() -> None:
    assert {name.partition(".")[0] for name, _ in modules()} <= FLOORS.keys()


def test_no_import_goes_up() -> None:
    up = set()
    for name, tree in modules():
        for imported, typing_only in imports(tree):
            if typing_only or not imported.startswith("tmath."):
                continue
            target = imported.removeprefix("tmath.")
            if floor(target) > floor(name):
                up.add((name, target))
    assert up == DEFERRED


def test_reaching_up_is_deferred() -> None:
    for name, tree in modules():
        at_top = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
        for node in at_top:
            target = (node.module or "").removeprefix("tmath.")
            assert (name, target) not in DEFERRED, f"{name} imports {target} when it is imported"


def test_no_circles() -> None:
    graph: dict[str, set[str]] = {}
    for name, tree in modules():
        at_top = {node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)}
        top = ast.Module([node for node in tree.body if node in at_top], [])
        graph[name] = {target.removeprefix("tmath.") for target, _ in imports(top) if target.startswith("tmath.")}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join([*path, name])
        if name in done:
            return
        for target in graph.get(name, ()):
            visit(target, (*path, name))
        done.add(name)

    for name in graph:
        visit(name, ())


def test_importing_tmath_imports_nothing_heavy() -> None:
    code = "import sys, tmath, tmath.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not HEAVY & {name.partition(".")[0] for name in loaded}


def test_graph_knows_no_type_of_tmath() -> None:
    tree = dict(modules())["solving.graph"]
    assert not [name for name, _ in imports(tree) if name.startswith("tmath")]


def test_algebra_knows_no_system() -> None:
    for name, tree in modules():
        for node in ast.walk(tree) if name.startswith("algebra") else ():
            if isinstance(node, ast.ImportFrom) and node.module == "tmath.language.system":
                assert {alias.name for alias in node.names} <= {"Domain"}, name
            assert not (isinstance(node, ast.ImportFrom) and node.module == "tmath.language.library"), name
