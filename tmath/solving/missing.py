"""The smallest sets of inputs that would decide the unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from tmath.algebra.expressions import from_syntax
from tmath.solving.decide import Decision, constraints_for, defines
from tmath.solving.evaluate import Evaluator
from tmath.solving.resolve import Question
from tmath.solving.structure import Structure

Sets = tuple[tuple[str, ...], ...]
TESTS = 2_000  # structures looked at in one search
WIDEST = 3
TRIALS = 5  # plausible numbers at which an unknown is tested for cancelling


def missing(decision: Decision, evaluate: Evaluator, shown: Sequence[str] = ()) -> Sets:
    """Sets of inputs, smallest first, each of which would do and none of which holds another.

    First the names of the formula shown, choices, bounds of constraints and inputs of check rows; then quantities no
    equation defines alone; last any.
    """
    search = _Search(decision, evaluate, shown)
    first = search.first_tier()
    found = search.sets(first, WIDEST, search.speaks) if decision.lacking else []
    if not found:
        found = search.sets(first, WIDEST, search.answers)
    found = [*search.underlying(found), *found]
    if not found:
        found = search.sets([*first, *search.second_tier(first)], 2, search.answers)
        found = [*found, *search.defined_instead(found)]
    if not found:
        found = search.sets(search.open_names(), 2, search.answers)
    return tuple({frozenset(names): names for names in reversed(found)}.values())[::-1]


class _Search:
    """One search, bounded in time."""

    def __init__(self, decision: Decision, evaluate: Evaluator, shown: Sequence[str]):
        self.shown = shown
        self.evaluate = evaluate
        self.decision = decision
        self.question = decision.question
        self.structure = decision.structure
        self.unknown = decision.question.unknown
        self.left = TESTS
        self.columns = _columns(decision.question)
        rows = frozenset(self.structure.names)
        self.bounds = frozenset().union(*(limit.names for limit in self.question.limits)) - rows

    def first_tier(self) -> list[str]:
        """Choices, bounds of constraints and inputs of check rows that have no value yet."""
        system = self.question.system
        defined = _defined(self.question)
        names: dict[str, None] = {}
        limited = [name for limit in self.question.limits for name in sorted(limit.names - defined)]
        names.update({name: None for name in limited if name in self.bounds})
        names.update(dict.fromkeys(self.columns))
        asked = Counter(name for check in system.checks for row in check.rows for name in row.given)
        names.update({name: None for name, _ in asked.most_common() if name in system.quantities})
        names.update(dict.fromkeys(limited))
        names.update(dict.fromkeys(self.shown))
        return [name for name in names if self._open(name)]

    def second_tier(self, first: Iterable[str]) -> list[str]:
        """Quantities that no equation defines alone."""
        taken, defined = set(first), _defined(self.question)
        return [n for n in self.structure.names if n not in taken and n not in defined and self._open(n)]

    def open_names(self) -> list[str]:
        """Every quantity without a value, intermediate results among them: the last resort."""
        return [name for name in self.structure.names if self._open(name)]

    def underlying(self, found: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """The same sets with a computed member of the formula shown replaced by the one input that it lacks."""
        others = []
        for names in found:
            for place, name in enumerate(names):
                rows = [row for row in self.structure.rows if defines(row, name)] if name in self.shown else []
                for row in rows:
                    lacking = [n for n in sorted(row.right.names) if self._open(n) and n not in names]
                    swapped = (*names[:place], *lacking, *names[place + 1 :])
                    if len(lacking) == 1 and self.answers(swapped):
                        others.append(swapped)
        return list(dict.fromkeys(others))

    def defined_instead(self, found: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """The same sets with a member replaced by what an equation computes from it in one step."""
        others: list[tuple[str, ...]] = []
        for names in found:
            for place, name in enumerate(names):
                for row in self.structure.rows:
                    left = str(row.left.value) if row.left.op == "name" else ""
                    if (
                        name not in row.right.names
                        or left in ("", self.unknown)
                        or left in names
                        or not self._open(left)
                    ):
                        continue
                    swapped = (*names[:place], left, *names[place + 1 :])
                    if self.answers(swapped) and not any(self.answers([n for n in swapped if n != m]) for m in swapped):
                        others.append(swapped)
        return list(dict.fromkeys(others))

    def sets(
        self, candidates: Sequence[str], widest: int, works: Callable[[Iterable[str]], bool]
    ) -> list[tuple[str, ...]]:
        """Sets by growing size until one works; supersets of working ones are skipped."""
        self.left = TESTS
        for size in range(1, widest + 1):
            found: list[tuple[str, ...]] = []
            for names in combinations(candidates, size):
                if self.left == 0:
                    return found
                self.left -= 1
                if works(names):
                    found.append(names)
            if found:
                return found
        return []

    def speaks(self, names: Iterable[str]) -> bool:
        """Whether a constraint that touches the unknown would then answer."""
        structure = self._with(names)
        if structure.determines(self.unknown):
            return False
        candidates, _ = constraints_for(self.question, structure)
        return any(limit in self.decision.lacking for limit in candidates)

    def _with(self, names: Iterable[str]) -> Structure:
        given: set[str] = set()
        for name in names:
            given |= self.columns.get(name, {name})
        return Structure(self.structure.rows, {*self.structure.known, *given} - {self.unknown})

    def _open(self, name: str) -> bool:
        if name == self.unknown or name in self.question.typed:
            return False
        if name in self.columns:
            return True
        if name in self.structure.known:
            return False
        return name in self.bounds or (name in self.structure.names and not self.structure.determines(name))

    def answers(self, names: Iterable[str]) -> bool:
        """Whether equations or a constraint would then answer."""
        structure = self._with(names)
        if structure.determines(self.unknown):
            return not self._cancels(structure)
        return bool(constraints_for(self.question, structure)[0])

    def _cancels(self, structure: Structure) -> bool:
        """Whether the unknown cancels in its equations at every trial of plausible numbers that gives no value."""
        cancels = False
        for trial in range(TRIALS):
            known = {name: self.decision.known.get(name, self._plausible(name, trial)) for name in structure.known}
            outcome = self.evaluate(structure, known, [self.unknown])
            if outcome.states:
                return False
            cancels = cancels or (outcome.failure is not None and outcome.failure.singular)
        return cancels

    def _plausible(self, name: str, trial: int) -> Fraction:
        """A number that the quantity could have: those of check rows in turn, or its least and a bit."""
        published = self._published.get(name)
        if published:
            return published[trial * len(published) // TRIALS]
        domain = self.question.system.quantities[name].domain
        if domain.members:
            return domain.members[-1]
        return (domain.low or Fraction(0)) + (domain.multiple_of or 3) * (1 + trial)

    @cached_property
    def _published(self) -> dict[str, list[Fraction]]:
        """The numbers that check rows give each quantity, ascending."""
        system = self.question.system
        found: dict[str, set[Fraction]] = {}
        for check in system.checks:
            for row in check.rows:
                for name, cell in row.given.items():
                    if not isinstance(cell, str):
                        value = from_syntax(cell, lambda text: system.units.read(text).factor).value
                        if isinstance(value, Fraction):
                            found.setdefault(name, set()).add(value)
        return {name: sorted(values) for name, values in found.items()}


def _columns(question: Question) -> dict[str, set[str]]:
    """The choices not made, each with the quantities a row of it would give."""
    system = question.system
    return {
        choice.name: {column.name for column in choice.columns if column.name in system.quantities}
        for choice in system.choices.values()
        if choice.name not in question.keys
    }


def _defined(question: Question) -> set[str]:
    """The quantities that an equation as printed has alone on its left."""
    return {str(row.left.value) for row in question.rows if row.left.op == "name" and not row.gives_way}


def merged(sets: Sets) -> list[str]:
    """The sets in words, interchangeable members together: "P (or hidden, layers) and gpu (or vram)"."""
    left = list(sets)
    lines: list[str] = []
    while left and len(lines) < 3:
        base, members = left[0], []
        used = {base}
        for place, name in enumerate(base):
            swaps = [
                other
                for other in left
                if other != base and len(other) == len(base) and set(base) - {name} <= set(other)
            ]
            others = [next(iter(set(other) - set(base))) for other in swaps]
            used.update(swaps)
            members.append(f"{base[place]} (or {', '.join(others[:6])})" if others else name)
        lines.append(" and ".join(members))
        covered = [{name, *_others(base, name, sets)} for name in base]
        left = [s for s in left if s not in used and not _in_product(s, covered)]
    return lines


def _others(base: tuple[str, ...], name: str, sets: Sets) -> list[str]:
    rest = set(base) - {name}
    return [next(iter(set(o) - set(base))) for o in sets if o != base and len(o) == len(base) and rest <= set(o)]


def _in_product(names: tuple[str, ...], covered: Sequence[set[str]]) -> bool:
    return len(names) == len(covered) and all(any(name in part for part in covered) for name in names)
