"""Sweeps: columns of every combination, in blocks, reduced on the way."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from tmath.arrays.sweep import sweep
from tmath.errors import InputError
from tmath.language.library import Library
from tmath.language.system import System


def test_columns(library: Library) -> None:
    memory = library["memory"]
    found = memory.sweep("P", vram=[40, 80], gpus=range(8, 65, 8), zero=3)
    assert list(found) == ["vram", "gpus", "P"]
    assert found["vram"].tolist() == [40.0] * 8 + [80.0] * 8
    assert found["gpus"].tolist() == [float(n) for n in range(8, 65, 8)] * 2
    assert found["P"][11] == pytest.approx(memory.solve("P", vram="80GB", gpus=32, zero=3).value, rel=1e-12)


def test_points_of_every_kind(library: Library) -> None:
    memory = library["memory"]
    found = memory.sweep("M_total", P=["7B", 13e9], gpus="8,16", zero="all")
    assert found["zero"].tolist() == ["0", "1", "2", "3"] * 4
    assert found["P"].tolist() == [7e9] * 8 + [13e9] * 8
    assert found["M_total"][6] == pytest.approx(memory.solve("M_total", P=7e9, gpus=16, zero=2).value, rel=1e-12)
    assert memory.sweep("P", vram="40GB..80GB:5", gpus=8)["vram"].tolist() == [40, 50, 60, 70, 80]
    assert memory.sweep(["P", "hidden"], vram=np.array([40, 80]), gpus=8).keys() == {"vram", "P", "hidden"}


def test_blocks_are_the_columns(law: System) -> None:
    asked = sweep(law, "loss", {"P": np.linspace(1e9, 1e12, 37), "ratio": [1, 20, 400]})
    parts = list(asked.blocks(10))
    assert [len(part["loss"]) for part in parts] == [10] * 11 + [1]
    whole = asked.columns()
    for name, column in whole.items():
        assert np.array_equal(np.concatenate([part[name] for part in parts]), column)
    again = pickle.loads(pickle.dumps(asked))
    assert np.array_equal(again.part(5, 50)["loss"], whole["loss"][5:50])


def test_reduced(law: System) -> None:
    asked = sweep(law, "P", {"loss": np.linspace(1.5, 2.5, 1001), "ratio": [1, 20]})
    values = asked.columns()["P"]
    for goal in ("min", "max"):
        whole = asked.reduced("P", best=3, goal=goal)  # type: ignore[arg-type]
        assert (whole.count, whole.answered) == (2002, np.sum(~np.isnan(values)))
        assert (whole.least, whole.greatest) == (np.nanmin(values), np.nanmax(values))
        ordered = np.sort(values[~np.isnan(values)])
        best = ordered[:3] if goal == "min" else ordered[::-1][:3]
        assert [row["P"] for row in whole.rows] == best.tolist()


def test_mistakes(library: Library) -> None:
    memory = library["memory"]
    with pytest.raises(InputError, match="zero has no row '9'"):
        memory.sweep("M_total", P=7e9, gpus=8, zero=[1, 9])
    with pytest.raises(InputError, match="vram has no points"):
        memory.sweep("P", vram=[], gpus=8)
    with pytest.raises(InputError, match="cannot be negative"):
        memory.sweep("P", vram=[40, -1], gpus=8)
