"""Structure against numbers: equations that look independent and are not."""

from __future__ import annotations

from tmath.algebra.rank import generic_rank
from tmath.language.system import System
from tmath.records import dataclass
from tmath.solving.evaluate import Evaluator
from tmath.solving.resolve import Rank, Row, ask
from tmath.solving.structure import Structure


@dataclass(frozen=True, slots=True)
class Dependent:
    """Equations of which each steals an assumption though together they say less than their number."""

    labels: tuple[str, ...]
    structural: int
    numerical: int

    def __str__(self) -> str:
        return (
            f"{', '.join(self.labels)} are not independent: matching counts {self.structural} equations, "
            f"the numbers {self.numerical}; leave out or rewrite one, else it takes an assumption's place"
        )


def lint(system: System) -> Dependent | None:
    """The equations whose rank at a generic consistent point is below their structural rank, default rows chosen.

    Source: Murota 2000, Matrices and Matroids for Systems Analysis (structural against numerical rank).
    """
    question = ask(system, "", {}, {})
    rows = [row for row in question.rows if row.rank in (Rank.EXACT, Rank.APPROXIMATE)]
    signed = Evaluator(system).signed
    known = question.cells.keys()
    structural = len(Structure(rows, known).used)
    numerical = _rank(rows, signed)
    if numerical is None or numerical >= structural:
        return None
    guilty = [row.label for row in rows if _rank([other for other in rows if other is not row], signed) == numerical]
    return Dependent(tuple(guilty), structural, numerical)


def _rank(rows: list[Row], signed: frozenset[str]) -> int | None:
    names = sorted(frozenset().union(*(row.names for row in rows))) if rows else []
    return generic_rank([(row.left, row.right) for row in rows], names, signed) if rows else 0
