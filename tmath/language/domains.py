"""The values a quantity may take, from the flags after its unit."""

from __future__ import annotations

from fractions import Fraction

from tmath.language.constants import within_reach
from tmath.language.syntax import Flags
from tmath.language.system import Domain
from tmath.units import Unit

__all__ = ["domain_fault", "domain_of", "in_domain"]


def domain_of(flags: Flags, unit: Unit, *, column: bool = False) -> Domain:
    """The domain in base units; a quantity that a choice's column declares may be zero unless flags follow its unit."""
    factor = unit.factor
    if flags.members:
        members = tuple(sorted({member * factor for member in flags.members}))
        whole = all(member.denominator == 1 for member in members)
        return Domain(whole, None, members, members[0], members[-1], low_open=False)
    integer = flags.integer or flags.multiple_of is not None
    low, low_open = _low(flags, integer, column and flags == Flags())
    # A whole number of a unit that is no base unit is a multiple of it: whole days are multiples of 86400 s.
    multiple = factor * (flags.multiple_of or 1) if integer else Fraction(1)
    return Domain(
        integer,
        multiple.numerator if multiple != 1 else None,
        None,
        None if low is None else low * factor,
        None if flags.high is None else flags.high * factor,
        low_open,
    )


def _low(flags: Flags, integer: bool, zero: bool) -> tuple[Fraction | None, bool]:
    """The lower bound in the declared unit, and whether it is excluded."""
    if flags.low is not None:
        return flags.low, False
    if flags.signed or (flags.high is not None and flags.high <= 0):
        return None, True
    if flags.nonnegative or zero:
        return Fraction(0), False
    return (Fraction(1), False) if integer else (Fraction(0), True)


def domain_fault(flags: Flags, unit: Unit) -> str | None:
    """What is wrong with flags that are well-formed one by one."""
    if flags.low is not None and flags.high is not None and flags.low > flags.high:
        return f"the lower bound {flags.low} is above the upper bound {flags.high}"
    if flags.signed and flags.nonnegative:
        return "signed and nonnegative exclude each other"
    numbers = (flags.low, flags.high, *(flags.members or ()), flags.multiple_of)
    if not all(within_reach(number * unit.factor) for number in numbers if number is not None):
        return f"a bound in [{unit.text}] beyond every quantity"
    if (flags.integer or flags.multiple_of is not None) and unit.factor.denominator != 1:
        return f"a whole number of [{unit.text}] is not a whole number of its base unit"
    return None


def in_domain(value: Fraction, domain: Domain) -> bool:
    """Whether a value in base units may be taken."""
    if domain.members is not None:
        return value in domain.members
    if domain.low is not None and (value < domain.low or (domain.low_open and value == domain.low)):
        return False
    if domain.high is not None and value > domain.high:
        return False
    return not domain.integer or (value.denominator == 1 and value % (domain.multiple_of or 1) == 0)
