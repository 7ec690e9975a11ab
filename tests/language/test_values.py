"""Values as people type them, and numbers that can be typed again."""

from __future__ import annotations

import math
import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmath.errors import InputError
from tmath.language.library import loads
from tmath.language.system import Quantity
from tmath.values import format_count, format_value, from_python, group, paste, read_points, read_value, significant

SYSTEM = loads(
    """
quantities:
    P                 [param]      "parameters"
    D                 [token]      "tokens"
    seq               [1, integer] "sequence"
    vram              [GB]         "memory"
    C                 [FLOP]       "operations"
    flops             [TFLOP/s]    "rate"
    price             [USD/h]      "price"
    budget            [USD]        "money"
    T                 [day]        "time"
    carbon_intensity  [kg/kWh]     "carbon"
    mfu               [1, 0..1]    "share"
    memory_bandwidth  [GB/s]       "bandwidth"
    power             [W]          "power"
    rate              [1/s]        "rate"
    decode            [token/s]    "throughput"
    x                 [m, signed]  "place"
    third             [1/m*s]      "odd"
"""
)
UNITS = SYSTEM.units


def quantity(name: str) -> Quantity:
    return SYSTEM.quantities[name]


def value(name: str, text: str) -> Fraction:
    return read_value(text, quantity(name), UNITS).value


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("P", "7B", 7 * 10**9),
        ("P", "1.5T", 15 * 10**11),
        ("P", "300M", 3 * 10**8),
        ("P", "7e9", 7 * 10**9),
        ("P", "1_000", 1000),
        ("P", "8k", 8000),
        ("P", "15.3 B param", 153 * 10**8),
        ("P", "15.3Bparams", 153 * 10**8),
        ("P", "7Gparam", 7 * 10**9),
        ("D", "300B tokens", 3 * 10**11),
        ("D", "2T", 2 * 10**12),
        ("seq", "8Ki", 8192),
        ("seq", "1M", 10**6),
        ("seq", "2048", 2048),
        ("vram", "80GB", 80 * 10**9),
        ("vram", "80 GiB", 80 * 2**30),
        ("vram", "80", 80 * 10**9),
        ("flops", "312 TFLOP/s", 312 * 10**12),
        ("flops", "312TFLOPS", 312 * 10**12),
        ("memory_bandwidth", "3.35TB/s", 335 * 10**10),
        ("T", "30 days", 30 * 86400),
        ("T", "30d", 30 * 86400),
        ("T", "90min", 5400),
        ("T", "1 month", 30 * 86400),
        ("price", "2USD/h", Fraction(2, 3600)),
        ("price", "$2/h", Fraction(2, 3600)),
        ("price", "$2.5/h", Fraction(5, 7200)),
        ("budget", "1MUSD", 10**6),
        ("budget", "$1M", 10**6),
        ("budget", "2BUSD", 2 * 10**9),
        ("budget", "2 B USD", 2 * 10**9),
        ("budget", "10000USD", 10**4),
        ("power", "400W", 400 * 10**3),
        ("carbon_intensity", "0.385kg/kWh", Fraction(385, 36 * 10**8)),
        ("C", "3640PFLOP/s*day", 3640 * 86400 * 10**15),
        ("C", "3640PFday", 3640 * 86400 * 10**15),
        ("C", "5.76e23FLOP", 576 * 10**21),
        ("C", "5EFLOP", 5 * 10**18),
        ("mfu", "40%", Fraction(2, 5)),
        ("mfu", "1/3", Fraction(1, 3)),
        ("mfu", "0", 0),
        ("rate", "5/s", 5),
        ("rate", "5kHz", 5000),
        ("decode", "2 B token/s", 2 * 10**9),
        ("x", "-3", -3),
        ("x", ".5km", 500),
    ],
)
def test_values(name: str, text: str, expected: Fraction | int) -> None:
    assert value(name, text) == expected


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("seq", "8k", "seq=8k: k may be 1000 or 1024; 8000 or 8192 (8Ki)?"),
        ("seq", "8.5K", "seq=8.5K: K may be 1000 or 1024; 8500 or 8704 (8.5Ki)?"),
        ("seq", "8 GPUs", "seq=8 GPUs: unknown unit 'GPUs'; seq is a plain number: 8?"),
        ("C", "5e23FLOPs", "C=5e23FLOPs: unknown unit 'FLOPs'; FLOP or FLOP/s?"),
        ("P", "7,000,000", "P=7,000,000: a comma separates the points of a sweep; group digits by _, as in 7_000_000"),
        ("P", "7G", "P=7G: unknown unit 'G'; 7B?"),
        ("P", "7m", "P=7m: m measures m, P is in param; 7M?"),
        ("P", "7 billion", "P=7 billion: unknown unit 'billion'; P is in param, with M B T for 1e6, 1e9, 1e12"),
        ("vram", "80G", "vram=80G: unknown unit 'G'; 80 GB (1e9) or 80 GiB (2^30)?"),
        ("vram", "80g", "vram=80g: g measures g, vram is in GB (byte); 80 GB (1e9) or 80 GiB (2^30)?"),
        ("vram", "80Gb", "vram=80Gb: unknown unit 'Gb'; GB or Gbit?"),
        ("vram", "80 TFLOP/s", "vram=80 TFLOP/s: TFLOP/s measures FLOP/s, vram is in GB (byte)"),
        ("flops", "312T", "flops=312T: unknown unit 'T'; 312 TFLOP/s?"),
        (
            "flops",
            "312TFLOP",
            "flops=312TFLOP: TFLOP measures FLOP, flops is in TFLOP/s (FLOP/s); 312TFLOP/s?",
        ),
        ("price", "2EUR/h", "price=2EUR/h: unknown unit 'EUR'; price is in USD/h"),
        ("price", "$2", "price=$2: USD measures USD, price is in USD/h (USD/s); 2USD/h?"),
        ("budget", "1M", "budget=1M: unknown unit 'M'; 1 MUSD?"),
        ("T", "90m", "T=90m: m measures m, T is in day (s); 90 min or 90 month?"),
        ("seq", "0", "seq=0: seq cannot be zero"),
        ("seq", "-3", "seq=-3: seq cannot be negative"),
        ("mfu", "-0.1", "mfu=-0.1: mfu cannot be negative"),
        ("seq", "nan", "seq=nan: nan is no value"),
        ("seq", "-inf", "seq=-inf: -inf is no value"),
        ("seq", "", "seq=: the value is missing; as in seq=2"),
        ("vram", "much", "vram=much: not a number; vram is in GB, as in vram=2GB"),
        ("seq", "8 16", "seq=8 16: two numbers; seq is a plain number"),
        ("seq", "1/0", "seq=1/0: division by zero"),
        ("mfu", "0.45..0.35", "mfu=0.45..0.35: the low end comes first; 0.35..0.45?"),
        ("mfu", "..3", "mfu=..3: an interval has two ends; as in mfu=2..3"),
        ("mfu", "0.4+-0", "mfu=0.4+-0: an error is larger than zero"),
    ],
)
def test_what_is_refused(name: str, text: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        read_value(text, quantity(name), UNITS)
    assert str(error.value) == message
    assert error.value.argument == f"{name}={text}"


@pytest.mark.parametrize("text", ["", "/h", "M"])
def test_a_dollar_that_the_shell_took(text: str) -> None:
    with pytest.raises(InputError, match=r"where a \$ was typed the shell took it away: write price=2USD/h"):
        read_value(text, quantity("price"), UNITS)


@pytest.mark.parametrize(
    "text",
    [
        "1e999999999",
        "1e-999999999",
        "9" * 10_000,
        "1e309",
        "1e-400",
        "1" * 320,
        "1" * 300 + ".." + "1" * 5_000,
        "7" + "B" * 10**6,
    ],
)
@pytest.mark.parametrize("name", ["seq", "vram", "P", "x"])
def test_nothing_exhausts_the_machine(name: str, text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(InputError) as error:
        read_points(text, quantity(name), UNITS)
    assert time.perf_counter() - start < 1
    assert len(str(error.value)) < 300


@given(st.text(alphabet="0123456789.eE+-_/$% kKMGBTPFLOsdayhUS,:x*()^", max_size=30))
def test_any_text_is_a_value_or_a_word(text: str) -> None:
    for name in ("P", "seq", "vram", "price", "x"):
        try:
            read_points(text, quantity(name), UNITS)
        except InputError as error:
            assert str(error).startswith(f"{name}=")


# -- typed counts are rounded ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "low", "high"),
    [
        ("P", "7B", 6.5e9, 7.5e9),
        ("P", "20B", 18e9, 22e9),
        ("P", "7.00B", 6.995e9, 7.005e9),
        ("P", "175B", 174.5e9, 175.5e9),
        ("P", "1B", 0.9e9, 1.1e9),
        ("P", "7e9", 6.5e9, 7.5e9),
        ("P", "7_000_000_000", 6.5e9, 7.5e9),
        ("P", "6738415616", 6738415616, 6738415616),
        ("P", "7 B param", 6.5e9, 7.5e9),
        ("D", "1.4T", 1.35e12, 1.45e12),
        ("D", "300e9", 270e9, 330e9),
        ("seq", "2000", 2000, 2000),
        ("vram", "80GB", 80e9, 80e9),
        ("decode", "380", 380, 380),
    ],
)
def test_the_rounding_of_counts(name: str, text: str, low: float, high: float) -> None:
    typed = read_value(text, quantity(name), UNITS)
    assert (typed.low, typed.high) == (Fraction(low), Fraction(high))


def test_python_numbers_are_exact() -> None:
    typed = from_python(7e9, quantity("P"), UNITS)
    assert typed.low == typed.value == typed.high == 7 * 10**9
    assert from_python("7B", quantity("P"), UNITS).low == Fraction(13, 2) * 10**9


# -- intervals, errors, sweeps -----------------------------------------------------------------


def test_intervals_and_errors() -> None:
    typed = read_value("0.35..0.45", quantity("mfu"), UNITS)
    assert typed.spread == ("interval", Fraction(35, 100), Fraction(45, 100))
    assert typed.value == Fraction(2, 5)
    assert read_value("40..80GB", quantity("vram"), UNITS).spread == ("interval", 40 * 10**9, 80 * 10**9)
    typed = read_value("0.40+-0.03", quantity("mfu"), UNITS)
    assert (typed.value, typed.spread) == (Fraction(2, 5), ("error", Fraction(3, 100)))
    assert read_value("80+-2GB", quantity("vram"), UNITS).spread == ("error", 2 * 10**9)
    assert read_value("6..8B", quantity("P"), UNITS).spread == ("interval", 6 * 10**9, 8 * 10**9)


@pytest.mark.parametrize(
    ("name", "text", "points"),
    [
        ("seq", "8,16,32", ["8", "16", "32"]),
        ("seq", "64,128,256", ["64", "128", "256"]),
        ("vram", "40GB..80GB:5", ["40GB", "50GB", "60GB", "70GB", "80GB"]),
        ("vram", "40..80GB:2", ["40GB", "80GB"]),
        ("seq", "8..1024:x2", ["8", "16", "32", "64", "128", "256", "512", "1024"]),
        ("seq", "8..1000:x5", ["8", "40", "200", "1000"]),
        ("seq", "1,2..4:3", ["1", "2", "3", "4"]),
        ("P", "7B,13B", ["7B", "13B"]),
        ("vram", "80", ["80GB"]),
        ("mfu", "0.5,0.25", ["0.5", "0.25"]),
    ],
)
def test_sweeps(name: str, text: str, points: list[str]) -> None:
    assert [typed.text for typed in read_points(text, quantity(name), UNITS)] == points


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("P", "7,000,000", "P=7,000,000: a comma separates the points of a sweep; 7_000_000?"),
        (
            "seq",
            "1..3:1",
            "seq=1..3:1: after : comes the number of points or x and a factor; as in 8..64:5 or 8..64:x2",
        ),
        ("seq", "1..9:x1", "seq=1..9:x1: a geometric range starts above zero and its factor is above one"),
        ("seq", "1..1e300:x1.0001", "seq=1..1e300:x1.0001: too many points in a geometric range"),
        ("seq", "1..9:9999999", "seq=1..9:9999999: more than 1_000_000 points"),
        ("seq", "8:4", "seq=8:4: a range has two ends; as in seq=8..64:5 or 8..64:x2"),
    ],
)
def test_sweeps_that_are_refused(name: str, text: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        read_points(text, quantity(name), UNITS)
    assert str(error.value) == message


# -- Python --------------------------------------------------------------------------------------


class Pint:
    """As a Pint quantity looks from outside."""

    def __init__(self, magnitude: object, units: str):
        self.magnitude, self.units = magnitude, units


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (80, 80 * 10**9),
        (80.0, 80 * 10**9),
        (0.1, 10**8),
        (Fraction(1, 3), Fraction(10**9, 3)),
        (Decimal("0.1"), 10**8),
        ("80 GB", 80 * 10**9),
        (Pint(80, "GiB"), 80 * 2**30),
        (Pint(1.5, "TB"), 15 * 10**11),
    ],
)
def test_python_values(given_: object, expected: Fraction) -> None:
    typed = from_python(given_, quantity("vram"), UNITS)
    assert typed.value == expected
    assert from_python(typed, quantity("vram"), UNITS) is typed


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        (True, "a truth value is no number"),
        (math.nan, "nan is no value"),
        (math.inf, "inf is no value"),
        (-1, "vram cannot be negative"),
        (0.0, "vram cannot be zero"),
        (None, "a NoneType is no value"),
        ([1], "a list is no value"),
        (1j, "a complex is no value"),
        (10**400, r"vram=10+\.\.\.: beyond every quantity"),
        pytest.param(10**5000, "beyond every quantity", id="more digits than Python prints"),
        (Fraction(1, 10**400), "beyond every quantity"),
        (Pint(10**300, "GB"), "beyond every quantity"),
        (Pint(1, "parsec"), "unknown unit 'parsec'"),
        (Pint(1, "s"), "s measures s, vram is in GB"),
    ],
)
def test_python_values_that_are_refused(given_: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_python(given_, quantity("vram"), UNITS)


def test_numpy_numbers_are_numbers() -> None:
    numpy = pytest.importorskip("numpy")
    for number in (numpy.float64(80), numpy.int32(80), numpy.array(80.0)):
        assert from_python(number, quantity("vram"), UNITS).value == 80 * 10**9


# -- numbers for people --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "unit", "text"),
    [
        (80e9, "GB", "80.00 GB"),
        (Fraction(80 * 10**9), "GB", "80 GB"),
        (15_312_345_678.0, "param", "15.3 B param"),
        (999_999_999.9, "param", "1.00 B param"),
        (Fraction(7 * 10**9), "param", "7 B param"),
        (Fraction(50304), "token", "50_304 token"),
        (25.43 * 86400, "day", "25.43 day"),
        (64.0, "1", "64"),
        (5460.0, "1", "5_460"),
        (42.7, "1", "42.70"),
        (Fraction(8, 3), "1", "2.667"),
        (5.76e23, "FLOP", "5.76e23 FLOP"),
        (2.5e6, "USD", "2.500 MUSD"),
        (0.0, "GB", "0 GB"),
        (math.inf, "GB", "inf GB"),
        (1e-9, "1", "1e-9"),
        (-3.0, "m", "-3.000 m"),
    ],
)
def test_readable_values(base: float | Fraction, unit: str, text: str) -> None:
    assert format_value(base, UNITS.read(unit), UNITS) == text


def test_counts_and_groups() -> None:
    assert group(15_312_345_678) == "15_312_345_678"
    assert format_count(15_312_345_678) == "15.3 B"
    assert format_count(Fraction(3, 2) * 10**12) == "1.5 T"
    assert format_count(1e30) == "1e30"
    assert significant(15_312.4) == "15_312"
    assert significant(9.9999) == "10.00"
    assert significant(0.00123456) == "0.001235"


@pytest.mark.parametrize(
    ("name", "base", "text"),
    [
        ("vram", Fraction(80 * 10**9), "vram=80GB"),
        ("P", Fraction(7 * 10**9), "P=7B"),
        ("P", Fraction(6738415616), "P=6_738_415_616"),
        ("seq", Fraction(2048), "seq=2048"),
        ("seq", Fraction(131072), "seq=131_072"),
        ("flops", Fraction(9894 * 10**11), "flops=989.4TFLOP/s"),
        ("C", Fraction(576 * 10**21), "C=5.76e23FLOP"),
        ("rate", Fraction(5), "rate=5/s"),
        ("mfu", Fraction(8, 3), "mfu=8/3"),
        ("P", 6.8e9, "P=6.8B"),
        ("budget", Fraction(10**6), "budget=1MUSD"),
        ("budget", Fraction(1234567), "budget=1_234_567USD"),
        ("vram", Fraction(15 * 10**15), "vram=15_000_000GB"),
    ],
)
def test_what_can_be_pasted(name: str, base: Fraction | float, text: str) -> None:
    assert paste(name, base, quantity(name).unit, UNITS) == text


numbers = st.one_of(
    st.integers(1, 10**22).map(Fraction),
    st.fractions(min_value=Fraction(1, 10**6), max_value=10**15, max_denominator=10**9),
    st.decimals(min_value="1e-12", max_value="1e20", allow_nan=False, places=12).filter(bool).map(Fraction),
    st.builds(lambda m, e: m * Fraction(10) ** e, st.integers(1, 9999), st.integers(-20, 40)),
)


@given(st.sampled_from(sorted(SYSTEM.quantities)), numbers)
def test_what_is_printed_reads_back_exactly(name: str, declared: Fraction) -> None:
    base = declared * quantity(name).unit.factor
    text = paste(name, base, quantity(name).unit, UNITS)
    assert text.startswith(f"{name}=")
    assert value(name, text.partition("=")[2]) == base


@given(st.sampled_from(sorted(SYSTEM.quantities)), st.floats(1e-30, 1e30))
def test_floats_read_back_to_the_last_bit(name: str, declared: float) -> None:
    typed = from_python(declared, quantity(name), UNITS)
    assert float(typed.value / quantity(name).unit.factor) == declared
    assert value(name, typed.text) == typed.value


@given(st.sampled_from(sorted(SYSTEM.quantities)), st.floats(1e-3, 1e14))
def test_readable_values_read_back_roughly(name: str, declared: float) -> None:
    base = declared * float(quantity(name).unit.factor)
    text = format_value(base, quantity(name).unit, UNITS)
    assert float(value(name, text)) == pytest.approx(base, rel=6e-3)
