"""Systems that the tests of compiled questions share."""

from __future__ import annotations

import pytest

import tmath
from tmath.language.library import Library
from tmath.language.system import System

LAW = '''"""Loss of a model, and a budget."""
quantities:
    loss [1]
    P [param]
    D [token]
    C [FLOP]
    ratio [token/param]
equations:
    loss = 1.69 + 406.4 / (P / 1 [param]) ^ 0.34 + 410.7 / (D / 1 [token]) ^ 0.28
    C = 6 [FLOP/param/token] * P * D
assumptions:
    ratio: ratio * P = D
    given: ratio = 20 [token/param]
'''

SHAPES = '''"""Two roots, kinks and steps."""
quantities:
    lr [1]
    t [1]
    w = 4000 [1]
    imbalance [1, nonnegative]
    share [1, 0..1]
    pages [1]
    tokens [1]
    angle [1, 0..1]
    wave [1]
    q [1, signed]
    square [1]
equations:
    lr = min(t ^ -0.5, t * w ^ -1.5)
    imbalance = abs(share - 0.5) / 0.5
    pages = ceil(tokens / 16)
    wave = 2 + sin(9 * angle) + angle ^ 2
    square = q ^ 2
'''


@pytest.fixture(scope="session")
def library() -> Library:
    """The standard equations."""
    return tmath.load()


@pytest.fixture(scope="session")
def law() -> System:
    """A law with an implicit unknown."""
    return tmath.loads(LAW, name="law")


@pytest.fixture(scope="session")
def shapes() -> System:
    """Equations with several roots."""
    return tmath.loads(SHAPES, name="shapes")
