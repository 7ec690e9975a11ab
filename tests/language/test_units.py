"""Units: exact factors, prefixes, what is refused and what is suggested."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmath.dimension import Dimension, exact_power
from tmath.language.library import load
from tmath.readable import format_value
from tmath.unit_declarations import build_table
from tmath.unit_text import UnitReadError
from tmath.units import UnitTable

STANDARD = load()


@pytest.fixture(scope="module")
def table() -> UnitTable:
    return STANDARD["units"].units


@dataclass
class Text:
    text: str


@dataclass
class Declared:
    name: str
    definition: str = ""
    factor: Fraction | None = None
    aliases: tuple[str, ...] = ()
    prefixed: bool = False
    role: str = ""

    @property
    def unit(self) -> Text | None:
        return Text(self.definition) if self.definition else None


@pytest.mark.parametrize(
    ("text", "factor", "dimension"),
    [
        ("GB", Fraction(10**9), "byte"),
        ("GiB", Fraction(2**30), "byte"),
        ("Gbit", Fraction(10**9, 8), "byte"),
        ("Kibit", Fraction(128), "byte"),
        ("bytes", Fraction(1), "byte"),
        ("FLOP/s", Fraction(1), "FLOP/s"),
        ("TFLOPS", Fraction(10**12), "FLOP/s"),
        ("PFLOP/s*day", Fraction(86400 * 10**15), "FLOP"),
        ("PFday", Fraction(86400 * 10**15), "FLOP"),
        ("kWh", Fraction(36 * 10**8), "g*m^2/s^2"),  # in g m^2/s^2: the base of mass is the gram
        ("kg/kWh", Fraction(1, 36 * 10**5), "s^2/m^2"),
        ("token/param", Fraction(1), "token/param"),
        ("byte/param/s", Fraction(1), "byte/(param*s)"),
        ("byte/(param*s)", Fraction(1), "byte/(param*s)"),
        ("USD/h", Fraction(1, 3600), "USD/s"),
        ("$/h", Fraction(1, 3600), "USD/s"),
        ("%", Fraction(1, 100), "1"),
        ("1", Fraction(1), "1"),
        ("1/s", Fraction(1), "1/s"),
        ("s^(1/2)", Fraction(1), "s^(1/2)"),
        ("m/s**2", Fraction(1), "m/s^2"),
        ("s^-1", Fraction(1), "1/s"),
        ("MB^0.5", Fraction(1000), "byte^(1/2)"),
        ("year", Fraction(31557600), "s"),
        ("month", Fraction(30 * 86400), "s"),
        ("GPUh", Fraction(3600), "s"),
        ("t", Fraction(10**6), "g"),
        ("V/A", Fraction(1000), "g*m^2/(A^2*s^3)"),
        ("ohm", Fraction(1000), "g*m^2/(A^2*s^3)"),
        ("ms", Fraction(1, 1000), "s"),
        ("min", Fraction(60), "s"),
        ("USD/Mtoken", Fraction(1, 10**6), "USD/token"),
    ],
)
def test_units_are_exact(table: UnitTable, text: str, factor: Fraction, dimension: str) -> None:
    unit = table.read(text)
    assert unit.factor == factor
    assert str(unit.dimension) == dimension


def test_flop_and_flop_per_second_differ(table: UnitTable) -> None:
    assert table.read("FLOP").dimension != table.read("FLOPS").dimension


@pytest.mark.parametrize(
    ("text", "message", "suggestion"),
    [
        ("FLOPs", "unknown unit 'FLOPs'", "FLOP or FLOP/s"),
        ("TFLOPs", "unknown unit 'TFLOPs'", "TFLOP or TFLOP/s"),
        ("Gb", "unknown unit 'Gb'", "GB or Gbit"),
        ("gb", "unknown unit 'gb'", "GB or Gbit"),
        ("mB", "unknown unit 'mB'", "MB"),
        ("kwh", "unknown unit 'kwh'", "kWh"),
        ("secs", "unknown unit 'secs'", "seconds"),
        ("xyzzy", "unknown unit 'xyzzy'", None),
        ("", "the unit is empty", "1 for none"),
        ("80", "80 is no unit", "the number before the bracket"),
        ("m s", "'s' is one too many", "* between two units"),
        ("FLOP/", "a unit is missing here", None),
        ("(m", "a parenthesis is not closed", None),
        ("m^s", "the exponent of a unit is a number", None),
        ("m^2^2", "a power of a power", "parentheses around the first"),
        ("m^(1/0)", "division by zero", None),
        ("m^101", "the exponent is too large", None),
        ("GB^(1/2)", "GB^(1/2) is not an exact multiple of its base", "the base unit and a number before it"),
        ("GB;", "';' cannot stand in a unit", None),
        ("m" * 500, "the unit is too long", None),
        ("(" * 50 + "m" + ")" * 50, "the unit is nested too deeply", None),
    ],
)
def test_what_is_no_unit(table: UnitTable, text: str, message: str, suggestion: str | None) -> None:
    with pytest.raises(UnitReadError) as error:
        table.read(text)
    assert error.value.message == message
    assert error.value.suggestion == suggestion


def test_the_place_of_a_mistake_is_told(table: UnitTable) -> None:
    with pytest.raises(UnitReadError) as error:
        table.read("USD/houres")
    assert (error.value.offset, error.value.length) == (4, 6)


@pytest.mark.parametrize(
    ("base", "unit", "text"),
    [
        (80e9, "GB", "80.00 GB"),
        (15e12, "GB", "15.00 TB"),
        (4e5, "GB", "400.0 kB"),
        (864.0, "day", "14.40 min"),
        (25.4 * 86400, "day", "25.40 day"),
        (989e12, "FLOP/s", "989.0 TFLOP/s"),
        (131072.0, "byte/token", "131.1 kB/token"),
        (0.05, "s", "50.00 ms"),
        (31557600.0 * 40, "day", "40.00 year"),
        (5.76e23, "FLOP", "5.76e23 FLOP"),
        (0.0, "GB", "0 GB"),
        (Fraction(15 * 10**12), "GB", "15 TB"),
        (Fraction(5, 4) * 10**9, "GB", "1.25 GB"),
        (Fraction(99, 1000) * 10**9, "GB", "99 MB"),
    ],
)
def test_readable_units(table: UnitTable, base: float | Fraction, unit: str, text: str) -> None:
    assert format_value(base, table.read(unit), table) == text


def test_every_spelling_and_prefix_reads(table: UnitTable) -> None:
    for symbol in table.symbols:
        for spelling in symbol.spellings:
            assert table.read(spelling).factor == symbol.factor
            for prefix in symbol.prefixes():
                if prefix + spelling not in table.spellings():
                    assert table.read(prefix + spelling).dimension == symbol.dimension


def test_tables_travel(table: UnitTable) -> None:
    again = pickle.loads(pickle.dumps(table))
    assert again == table
    assert again.read("PFday") == table.read("PFday")


def test_declarations_in_any_order() -> None:
    chain = [Declared(f"u{i}", f"u{i + 1}", Fraction(2)) for i in range(2000)]
    table, faults = build_table([*chain, Declared("u2000")])
    assert not faults
    assert table.read("u0").factor == 2**2000


def test_what_is_wrong_with_declarations() -> None:
    table, faults = build_table(
        [
            Declared("a", "b", Fraction(2)),
            Declared("b", "a*m", Fraction(2)),
            Declared("after", "a", Fraction(2)),
            Declared("m"),
            Declared("n", "nowhere", Fraction(2)),
            Declared("z", "m", Fraction(0)),
            Declared("m", "s", Fraction(1)),
        ]
    )
    assert [fault.message for fault in faults] == [
        "unit 'm' declared twice",
        "unknown unit 'nowhere'",
        "unit z must be larger than zero",
        "units defined by each other: a, b",
    ]
    assert table.spellings() == ("m",)


exponents = st.fractions(min_value=-3, max_value=3, max_denominator=4)
dimensions = st.dictionaries(st.sampled_from(["byte", "s", "param"]), exponents).map(
    lambda held: Dimension(tuple(held.items()))
)


@given(dimensions, dimensions, exponents)
def test_dimensions_are_a_group(a: Dimension, b: Dimension, power: Fraction) -> None:
    assert a * b == b * a
    assert (a * b) / b == a
    assert (a / a).none
    assert (a * b) ** power == a**power * b**power
    assert hash(a * b) == hash(b * a)


@given(dimensions)
def test_a_dimension_reads_back(dimension: Dimension) -> None:
    assert STANDARD["units"].units.read(str(dimension)).dimension == dimension


@given(st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000), st.integers(1, 6))
def test_exact_roots(base: Fraction, degree: int) -> None:
    assert exact_power(base**degree, Fraction(1, degree)) == base


def test_irrational_roots_are_none() -> None:
    assert exact_power(Fraction(2), Fraction(1, 2)) is None
    assert exact_power(Fraction(10**9), Fraction(1, 2)) is None
    assert exact_power(Fraction(8, 27), Fraction(-2, 3)) == Fraction(9, 4)
