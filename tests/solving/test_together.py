"""Blocks that cannot be torn, asked through a system."""

from __future__ import annotations

import math

import pytest

import tmath
from tmath.errors import MissingInputsError, SolveError

CROSSED = '''"""Two equations that cannot be torn."""

quantities:
    x [1] "first"
    y [1] "second"
    a [1] "sum of the product and its exponential"
    b [1] "sum of the first and a logarithm"
    z [1] "product"

equations:
    x*y + exp(x*y/3) = a
    x + y*log(1 + x + y) = b
    z = x*y + 1
'''

PRODUCT = '''"""Only the product of heads and head_dim counts."""

quantities:
    heads    [1] "heads"
    head_dim [1] "width of one"
    a        [1] "first"
    b        [1] "second"

equations:
    heads*head_dim + exp(heads*head_dim/3) = a
    sqrt(heads*head_dim) + log(1 + heads*head_dim) = b
'''


def test_all_solutions_of_a_block() -> None:
    answer = tmath.loads(CROSSED).solve("x", a=6 + math.exp(2), b=2 + 3 * math.log(6))
    assert answer.values == pytest.approx((2, 5.009763475462444), rel=1e-12)
    assert [root.quantities["y"].value for root in answer.roots] == pytest.approx([3, 1.1976613325933811], rel=1e-12)
    assert not answer.complete
    assert all(root.error_bound is not None and root.error_bound < 1e-15 for root in answer.roots)
    assert answer.residual < 1e-14


def test_what_rests_on_a_block() -> None:
    answer = tmath.loads(CROSSED).solve("z", a=6 + math.exp(2), b=2 + 3 * math.log(6))
    assert answer.values == pytest.approx((7,), rel=1e-12)


def test_given_one_unknown_the_rest_is_not_a_block() -> None:
    system = tmath.loads(CROSSED)
    assert system.solve("b", a=6 + math.exp(2), x=2).value == pytest.approx(2 + 3 * math.log(6), rel=1e-12)


def test_a_singular_block_says_so() -> None:
    with pytest.raises(MissingInputsError, match="does not depend on heads"):
        tmath.loads(PRODUCT).solve("heads", a=6 + math.exp(2), b=math.sqrt(6) + math.log(7))


def test_no_solution_is_an_outcome() -> None:
    with pytest.raises(SolveError):
        tmath.loads(CROSSED).solve("z", a=0.5, b=3)
