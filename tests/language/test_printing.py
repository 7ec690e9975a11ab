"""Syntax nodes print as a person would write them, and read back as the same nodes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tmath.language.parser import parse
from tmath.language.printing import node_text
from tmath.language.syntax import Name, Node, Number, children

SHIPPED = sorted(Path(__file__).parents[2].joinpath("equations").glob("*.eq"))

EXPRESSIONS = [
    "a + b * c",
    "(a + b) * c",
    "a - (b - c)",
    "a - b - c",
    "a / (b * c)",
    "a / b / c",
    "a * (b / c)",
    "(a * b)^2",
    "a^b^c",
    "(a^b)^c",
    "a^(-2)",
    "-a^2",
    "-(a + b)",
    "a * -b",
    "a^(1 / 2)",
    "(P / 1 [param])^0.34",
    "5 [GB] + a",
    "sqrt(a + b) * min(a, b, c)",
    "a if b <= c else d",
    "(a if b <= c else d) + 1",
    "a if b <= c and not d > e or zero = 3 else b if c != d else e",
    "7e9 * a",
    "1_000 * a",
    "0.34 * a",
]


def read(text: str) -> Node:
    return parse(f"equations:\n    label: left = {text}\n", "mine", "mine.eq").relations[0].right


def shape(node: Node) -> tuple[object, ...]:
    """A node without its places."""
    stack: list[Node] = [node]
    seen: list[object] = []
    while stack:
        one = stack.pop()
        seen.append(type(one).__name__)
        match one:
            case Name():
                seen.append(one.id)
            case Number():
                seen += [one.value, one.unit.text if one.unit else None]
            case _:
                seen += [getattr(one, "op", None), getattr(one, "function", None)]
        stack += children(one)
    return tuple(seen)


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_prints_as_written(text: str) -> None:
    assert node_text(read(text)) == text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_equations_read_back(path: Path) -> None:
    for relation in parse(path.read_text("utf-8"), path.stem, path.name).relations:
        for side in (relation.left, relation.right):
            assert shape(read(node_text(side))) == shape(side)


def test_parentheses_that_do_nothing_go() -> None:
    assert node_text(read("((a)) + ((b * c))")) == "a + b * c"


def test_a_long_sum_is_no_danger() -> None:
    text = " + ".join(f"a{n}" for n in range(900))
    assert node_text(read(text)) == text
