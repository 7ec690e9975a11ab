"""The same through Numba, where it is installed: equal to rounding, and nan where there is no answer."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from tmath.arrays import hot
from tmath.errors import InputError
from tmath.language.library import Library
from tmath.language.system import System

with_numba = pytest.mark.skipif(not hot.available(), reason="Numba is not installed")


@with_numba
def test_equal_and_nan_kept(library: Library) -> None:
    inputs = ["layers", "hidden", "micro_batch", "gpus", "tp"]
    f = library["memory"].compile("M_total", inputs=inputs, zero=1)
    rng = np.random.default_rng(4)
    at = {name: rng.integers(1, 200, 70_000).astype(float) for name in inputs}
    at["hidden"] *= 128
    at["gpus"] *= at["tp"]
    at["hidden"][::7], at["gpus"][::11], at["tp"][::13], at["layers"][::17] = np.nan, 0, 0.5, -1
    plain, fast = f(**at), f.fast()(**at)
    assert np.array_equal(np.isnan(plain), np.isnan(fast))
    assert 0.2 < np.isnan(plain).mean() < 0.5
    assert fast == pytest.approx(plain, rel=1e-13, nan_ok=True)
    assert f.fast().evaluate(**at).status.tolist() == f.evaluate(**at).status.tolist()


@with_numba
def test_scalars_among_arrays_and_whole_numbers(library: Library) -> None:
    f = library["memory"].compile("micro_batch", inputs=["P", "vram", "gpus"], zero=3)
    P = np.linspace(1e9, 70e9, 1000)
    assert f.fast()(P=P, vram=80, gpus=64) == pytest.approx(f(P=P, vram=80, gpus=64), rel=1e-13, nan_ok=True)


@with_numba
def test_it_is_used_when_it_has_paid(law: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tmath.arrays.machine.SPENT", -1.0)
    f = law.compile("C", inputs=["P", "D"])
    machine = f._family.any()[0].machine  # type: ignore[attr-defined]
    P = np.linspace(1e9, 1e12, 100)
    first = f(P=P, D=1e12)
    assert machine._loops
    assert f(P=P, D=1e12) == pytest.approx(first, rel=1e-15)


def test_roots_stay_with_numpy(law: System) -> None:
    f = law.compile("P", inputs=["loss"])
    answer = f._family.any()[0]
    code = answer.machine.code(*answer._wanted(False), {})  # type: ignore[attr-defined]
    assert not hot.pays(code)


def test_without_numba(law: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.setattr("tmath.arrays.function.available", lambda: False)
    with pytest.raises(InputError, match=r"tmath\[fast\]"):
        law.compile("P", inputs=["loss"]).fast()
