"""Exact derivatives against differences and high precision, and the functions in SciPy's hands."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from scipy import optimize

from tmath.arrays.function import Function
from tmath.language.library import Library
from tmath.language.system import System


def differences(f: Function, x: np.ndarray) -> np.ndarray:
    """Central differences with one extrapolation, relative steps."""
    slopes = []
    for i in range(x.size):
        estimates = []
        for h in (1e-4 * x[i], 5e-5 * x[i]):
            up, down = x.copy(), x.copy()
            up[i], down[i] = x[i] + h, x[i] - h
            estimates.append((f.vector(up) - f.vector(down)) / (2 * h))
        slopes.append((4 * estimates[1] - estimates[0]) / 3)
    return np.array(slopes)


CASES = {
    "closed": ("M_total", ["layers", "hidden", "micro_batch", "gpus", "tp"], {"zero": 1}, [40, 5120, 2, 64, 2]),
    "through a root": ("M_total", ["P", "gpus", "seq"], {"zero": 3}, [7e9, 64, 4096]),
    "a root at a bound": ("P", ["vram", "gpus", "seq"], {"zero": 3}, [80, 64, 2048]),
    "a kink": ("M_activations", ["P", "seq", "grad_accum"], {"pp": 4}, [7e9, 2048, 2]),
}


@pytest.mark.parametrize("case", CASES)
def test_against_differences(library: Library, case: str) -> None:
    unknown, inputs, given, point = CASES[case]
    f = library["memory"].compile(unknown, given, inputs=inputs)
    x = np.array(point, float)
    jacobian = f.jacobian(x)
    assert jacobian == pytest.approx(differences(f, x), rel=2e-7, abs=1e-12 * abs(f.vector(x)))
    by_name = f.gradient(**dict(zip(inputs, point, strict=True)))
    assert [by_name[name] for name in inputs] == pytest.approx(jacobian, rel=1e-14)
    many = f.jacobian(np.stack([x, 2 * x], axis=1))
    assert many[:, 0] == pytest.approx(jacobian, rel=1e-13)


def test_against_high_precision(law: System) -> None:
    f = law.compile("P", inputs=["loss", "ratio"])

    def exactly(loss: mpmath.mpf, ratio: mpmath.mpf) -> mpmath.mpf:
        def law_at(s: mpmath.mpf) -> mpmath.mpf:
            a = mpmath.mpf("406.4") * mpmath.exp(-mpmath.mpf("0.34") * s)
            b = mpmath.mpf("410.7") * mpmath.exp(-mpmath.mpf("0.28") * (s + mpmath.log(ratio)))
            return mpmath.mpf("1.69") + a + b - loss

        return mpmath.exp(mpmath.findroot(law_at, 24))

    with mpmath.workdps(50):
        point = mpmath.mpf("2.1"), mpmath.mpf(25)
        value = exactly(*point)
        slopes = [mpmath.diff(exactly, point, n) for n in ((1, 0), (0, 1))]
    assert f.scalar(2.1, 25.0) == pytest.approx(float(value), rel=1e-13)
    assert f.jacobian([2.1, 25.0]) == pytest.approx([float(s) for s in slopes], rel=1e-12)


def test_on_two_branches(law: System) -> None:
    for pick in ("min", "max"):
        f = law.compile("P", inputs=["loss", "C"], pick=pick)
        x = np.array([2.0, 1e24])
        assert f.jacobian(x) == pytest.approx(differences(f, x), rel=1e-6)


def test_no_answer_no_derivative(law: System) -> None:
    f = law.compile("P", inputs=["loss"])
    assert np.isnan(f.jacobian([[2.0, 1.0]])).tolist() == [[False, True]]


def test_margins_of_constraints(library: Library) -> None:
    f = library["memory"].compile("M_total", inputs=["P", "vram"], gpus=8, zero=3)
    x = np.array([7e9, 80.0])
    slopes = f.margins_jacobian(x)
    for i in range(2):
        h = 1e-6 * x[i]
        up, down = x.copy(), x.copy()
        up[i], down[i] = x[i] + h, x[i] - h
        assert slopes[:, i] == pytest.approx((f.margins(up) - f.margins(down)) / (2 * h), rel=1e-5, abs=1e-15)
    assert f.margins_jacobian(np.stack([x, x], axis=1)).shape == (len(f.constraints), 2, 2)


# -- SciPy ---------------------------------------------------------------------------------------


def test_minimize_with_jac(law: System) -> None:
    """The compute-optimal size for a budget: where the loss is least along P with D = C / 6P."""
    f = law.compile("loss", inputs=["P"], C=1e23)
    found = optimize.minimize(
        lambda s: f.vector(np.exp(s)), [np.log(1e9)], jac=lambda s: f.jacobian(np.exp(s)) * np.exp(s), method="BFGS"
    )
    a, b, A, B = 0.34, 0.28, 406.4, 410.7
    optimum = (a * A / (b * B)) ** (1 / (a + b)) * (1e23 / 6) ** (b / (a + b))
    assert np.exp(found.x[0]) == pytest.approx(optimum, rel=1e-4)


def test_roots_by_scipy_are_ours(law: System) -> None:
    forward, inverse = law.compile("loss", inputs=["P"]).scalar, law.compile("P", inputs=["loss"])
    losses = np.linspace(1.8, 3, 7)

    def missed(s: float, loss: float) -> float:
        return forward(np.exp(s)) - loss

    theirs = [optimize.brentq(missed, 10, 40, (loss,), xtol=1e-14) for loss in losses]
    assert inverse(loss=losses) == pytest.approx(np.exp(theirs), rel=1e-11)


def test_differential_evolution_vectorized(law: System) -> None:
    f = law.compile("loss", inputs=["P"], C=1e23)
    found = optimize.differential_evolution(
        lambda s: f.vector(np.exp(s)), [(np.log(1e8), np.log(1e12))], vectorized=True, updating="deferred", rng=1
    )
    assert found.fun == pytest.approx(f.vector(np.exp(found.x)))
    assert found.fun <= f.scalar(1.6e10) + 1e-9


def test_nonlinear_constraint(library: Library) -> None:
    """The largest model that fits, found by an optimiser from the margins, is the one that solving gives."""
    memory = library["memory"]
    f = memory.compile("P_embedding", inputs=["P", "vram"], gpus=8, zero=3)
    fits = f.constraints.index("fits")
    constraint = optimize.NonlinearConstraint(
        lambda x: f.margins([x[0] * 1e9, 80.0])[fits],
        0,
        np.inf,
        jac=lambda x: f.margins_jacobian([x[0] * 1e9, 80.0])[fits, :1] * 1e9,
    )
    found = optimize.minimize(
        lambda x: -x[0], [1.0], jac=lambda x: np.array([-1.0]), constraints=[constraint], method="SLSQP"
    )
    assert found.x[0] * 1e9 == pytest.approx(memory.solve("P", vram="80GB", gpus=8, zero=3).value, rel=1e-6)
