"""Records are dataclasses: the same declarations give the same behaviour as the standard module's."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from functools import cached_property
from typing import Any, ClassVar

import pytest

from tmath import records


@records.dataclass(frozen=True, slots=True)
class Point:
    """A frozen one with slots."""

    kind: ClassVar[str] = "point"
    x: int
    y: int = 0
    tags: list[str] = records.field(default_factory=list, compare=False)

    @property
    def both(self) -> tuple[int, int]:
        """Both."""
        return self.x, self.y


@records.dataclass(frozen=True, slots=True)
class Marked(Point):
    """One that inherits."""

    mark: str = "?"


@records.dataclass(frozen=True)
class Shape:
    """A frozen one without slots."""

    name: str
    sides: int = records.field(default=3, repr=False)

    @cached_property
    def loud(self) -> str:
        """Kept once computed."""
        return self.name.upper()


@records.dataclass
class Basket:
    """One that changes."""

    items: list[int] = records.field(default_factory=list)
    total: int = records.field(init=False)

    def __post_init__(self) -> None:
        self.total = sum(self.items)


@records.dataclass(frozen=True, eq=False)
class Token:
    """One that is only equal to itself."""

    text: str
    loud: bool = records.field(default=False, kw_only=True)


def test_arguments_and_defaults() -> None:
    assert (Point(1).both, Point(1, 2).both, Point(y=2, x=1).both) == ((1, 0), (1, 2), (1, 2))
    assert Point(1).tags == [] and Point(1).tags is not Point(1).tags
    assert Marked(1, 2, [], "!").mark == "!" and Marked(1).mark == "?"
    assert Point.kind == "point" and Shape.sides == 3
    assert Basket([1, 2]).total == 3 and Token("a", loud=True).loud


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Point(),
        lambda: Point(1, 2, [], 4),
        lambda: Point(1, x=2),
        lambda: Point(1, z=2),
        lambda: Basket(total=3),
        lambda: Token("a", True),
    ],
)
def test_wrong_arguments_are_type_errors(wrong: Any) -> None:
    with pytest.raises(TypeError):
        wrong()


def test_equality_hash_and_text() -> None:
    assert Point(1, 2, ["a"]) == Point(1, 2) and hash(Point(1, 2, ["a"])) == hash(Point(1, 2))
    assert Point(1, 2) != Point(2, 1) and Point(1) != Marked(1) and Point(1) != 1
    assert Token("a") != Token("a") and len({Token("a"), Token("a")}) == 2
    assert repr(Point(1)) == "Point(x=1, y=0, tags=[])" and repr(Shape("box")) == "Shape(name='box')"
    with pytest.raises(TypeError):
        hash(Basket())
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


@pytest.mark.parametrize("record", [Point(1), Shape("box"), Marked(1), Token("a")])
def test_frozen(record: Any) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.x = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del record.x


def test_slots_leave_no_room_and_others_do() -> None:
    assert not hasattr(Point(1), "__dict__") and not hasattr(Marked(1), "__dict__")
    assert Shape("box").loud == "BOX"


@pytest.mark.parametrize("record", [Point(1, 2, ["a"]), Marked(1, 2, [], "!"), Shape("box", 4), Basket([1])])
def test_copies(record: Any) -> None:
    for other in (pickle.loads(pickle.dumps(record)), copy.copy(record), copy.deepcopy(record)):
        assert other == record and repr(other) == repr(record)


def test_replace() -> None:
    assert records.replace(Point(1, 2), y=3) == Point(1, 3)
    assert records.replace(Token("a"), loud=True).loud
    with pytest.raises(TypeError):
        records.replace(Point(1), z=3)


@pytest.mark.parametrize("record", [Point(1, 2), Marked(1), Shape("box")])
def test_the_standard_module_takes_them_for_its_own(record: Any) -> None:
    assert dataclasses.is_dataclass(record) and dataclasses.is_dataclass(type(record))
    assert tuple(field.name for field in dataclasses.fields(record)) == records.names_of(record)
    assert dataclasses.replace(record) == record
    assert list(dataclasses.asdict(record)) == list(records.names_of(record))


def test_a_standard_dataclass_may_inherit() -> None:
    @dataclasses.dataclass(frozen=True)
    class Solid(Shape):
        faces: int = 6

    assert (Solid("cube").name, Solid("cube").sides, Solid("cube", faces=8).faces) == ("cube", 3, 8)


def test_a_question_imports_no_dataclasses() -> None:
    code = "import sys, tmath.solving.solver, tmath.render.text; print('dataclasses' in sys.modules)"
    told = subprocess.run([sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert told.stdout == "False\n"
