"""Units as data: a table of symbols with prefixes and exact factors, which reads units and picks readable ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from tmath.dimension import NONE, Dimension, exact_power
from tmath.errors import nearest
from tmath.records import dataclass
from tmath.unit_text import UNKNOWN, Term, UnitReadError, read_terms

__all__ = ["Dimension", "Symbol", "Unit", "UnitReadError", "UnitTable"]

LARGE = {"k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15, "E": 10**18}
SMALL = {"m": Fraction(1, 10**3), "u": Fraction(1, 10**6), "n": Fraction(1, 10**9)}
BINARY = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}
_PREFIXES: dict[str, Fraction] = {name: Fraction(size) for name, size in (LARGE | SMALL | BINARY).items()}
_REMEMBERED = 5000


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, its exact size in base units, and its dimension."""

    text: str
    factor: Fraction
    dimension: Dimension

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Symbol:
    """A declared unit: all its spellings, its size, and what may stand before it."""

    name: str
    spellings: tuple[str, ...]
    factor: Fraction
    dimension: Dimension
    prefixed: bool
    role: str
    definition: str  # the unit text it was derived from, "" for a base

    @property
    def short(self) -> str:
        """The shortest spelling in letters, which takes a prefix best."""
        return min((spelling for spelling in self.spellings if spelling[0].isalpha()), key=len, default=self.name)

    def prefixes(self) -> Iterator[str]:
        """What may stand before the unit; a thousandth of a thing that is counted may not."""
        if self.prefixed:
            yield from LARGE
            yield from () if self.role in ("binary", "count") else SMALL
            yield from BINARY if self.role == "binary" else ()


class UnitTable:
    """Every unit a system knows; immutable once built, picklable, safe to share."""

    def __init__(self, symbols: Sequence[Symbol], spelled: dict[str, Symbol] | None = None):
        self.symbols = tuple(symbols)
        own = {spelling: symbol for symbol in self.symbols for spelling in symbol.spellings}
        self._spelled = own if spelled is None else spelled  # shared by the table that is being built
        self._read: dict[str, Unit] = {}
        self._ladders: dict[Unit, tuple[Unit, ...]] = {}

    def __reduce__(self) -> tuple[type[UnitTable], tuple[tuple[Symbol, ...]]]:
        return type(self), (self.symbols,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UnitTable) and self.symbols == other.symbols

    def __hash__(self) -> int:
        return hash(self.symbols)

    def __contains__(self, text: str) -> bool:
        try:
            self.read(text)
        except UnitReadError:
            return False
        return True

    def read(self, text: str) -> Unit:
        """The unit that a text such as `PFLOP/s*day` stands for.

        Raises: UnitReadError.
        """
        known = self._read.get(text)
        if known is None:
            known = self._evaluate(text)
            if len(self._read) < _REMEMBERED:
                self._read[text] = known
        return known

    def _evaluate(self, text: str) -> Unit:
        factor, dimension = Fraction(1), NONE
        for term in read_terms(text):
            found = self.split(term.symbol)
            if found is None:
                raise self._unknown(term)
            prefix, symbol = found
            size = symbol.factor * _PREFIXES[prefix] if prefix else symbol.factor
            power = exact_power(size, term.exponent)
            if power is None:
                raise UnitReadError(
                    f"{term.symbol}^({term.exponent}) is not an exact multiple of its base",
                    term.offset,
                    len(term.symbol),
                    "the base unit and a number before it",
                )
            factor, dimension = factor * power, dimension * symbol.dimension**term.exponent
        return Unit(" ".join(text.split()), factor, dimension)

    def split(self, spelling: str) -> tuple[str, Symbol] | None:
        """The prefix and the unit of a spelling; a whole spelling beats a prefix before another."""
        if spelling in self._spelled:
            return "", self._spelled[spelling]
        for length in (2, 1):
            symbol = self._spelled.get(spelling[length:])
            if symbol is not None and spelling[:length] in symbol.prefixes():
                return spelling[:length], symbol
        return None

    def spellings(self) -> tuple[str, ...]:
        """Every declared spelling, without prefixes."""
        return tuple(self._spelled)

    def role(self, dimension: Dimension) -> str:
        """What the base unit of a dimension is flagged as: binary, count or nothing."""
        return next((s.role for s in self.symbols if not s.definition and s.dimension == dimension), "")

    def alike(self, dimension: Dimension) -> list[Symbol]:
        """The declared units of one dimension."""
        return [symbol for symbol in self.symbols if symbol.dimension == dimension]

    def describe(self, dimension: Dimension) -> str:
        """A dimension in few symbols: byte/param as it is, but W for g*m^2/s^3 and ohm*m for what is made of it."""
        plain = str(dimension)
        if len(dimension.exponents) < 3:
            return plain
        named = {s.dimension: s.name for s in reversed(self.symbols) if s.prefixed and len(s.dimension.exponents) > 2}
        simple = {Dimension.base(s.name): s.name for s in self.symbols if not s.definition}
        found = [named[dimension]] if dimension in named else []
        for held, name in named.items():
            for other, beside in (simple | named).items():
                found += [f"{name}*{beside}"] if held * other == dimension else []
                found += [f"{name}/{beside}"] if held / other == dimension else []
                found += [f"{beside}/{name}"] if other / held == dimension else []
        return min(found, key=len, default=plain)

    def suggestions(self, spelling: str) -> list[str]:
        """What was probably meant by a spelling that is no unit, best first."""
        found: list[str] = []
        lower = spelling.lower()
        for spelled, symbol in self._spelled.items():
            if not lower.endswith(spelled.lower()):
                continue
            before = spelling[: len(spelling) - len(spelled)]
            exact = [p for p in ("", *symbol.prefixes()) if p == before]
            for prefix in exact or [p for p in ("", *symbol.prefixes()) if p.lower() == before.lower()]:
                found.append(prefix + (symbol.definition if symbol.definition and symbol.factor == 1 else spelled))
                if symbol.role == "binary" and spelled[-1:] != spelling[-1:] and len(spelled) == 1:
                    found += [prefix + s.name for s in self.symbols if s.role == "binary" and s is not symbol]
        if lower.endswith("s") and self.split(spelling[:-1]):
            found.insert(0, spelling[:-1])
        if not found and (near := nearest(spelling, self._spelled)):
            found.append(near)
        return list(dict.fromkeys(found))[:3]

    def _unknown(self, term: Term) -> UnitReadError:
        found = self.suggestions(term.symbol)
        return UnitReadError(
            f"{UNKNOWN} {term.symbol!r}", term.offset, len(term.symbol), " or ".join(found) if found else None
        )

    def ladder(self, unit: Unit) -> tuple[Unit, ...]:
        """What a declared unit may give way to, rising: other prefixes of the same unit, or others of its dimension."""
        if unit not in self._ladders:
            self._ladders[unit] = tuple(self._climb(unit))
        return self._ladders[unit]

    def _climb(self, unit: Unit) -> list[Unit]:
        term = read_terms(unit.text)[:1]
        found = self.split(term[0].symbol) if term else None
        if found is None or term[0].exponent != 1 or term[0].offset != 0:
            return []
        symbol, rest = found[1], unit.text[len(term[0].symbol) :]
        names = [symbol.name, *(prefix + symbol.short for prefix in symbol.prefixes() if prefix not in BINARY)]
        ladder = [other for other in self.alike(symbol.dimension) if not other.prefixed]
        if len(ladder) > 1:  # minutes, hours and days are read more easily than kiloseconds
            names = [name for name in names if name[: -len(symbol.short)] not in LARGE]
            names += [other.name for other in ladder]
            names += [p + s.short for s in self.alike(symbol.dimension) for p in s.prefixes() if p in SMALL]
        return sorted((self.read(name + rest) for name in dict.fromkeys(names)), key=lambda unit: unit.factor)
