"""Sweeps in strips: the same points and values, reduced on the way and written to files."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import numpy as np
import pytest

from tmath.arrays.files import write
from tmath.arrays.stream import Strips, reduced
from tmath.arrays.sweep import Sweep, sweep
from tmath.errors import InputError
from tmath.language.library import Library
from tmath.language.system import System


@pytest.fixture(scope="module")
def layouts(library: Library) -> Sweep:
    given = {"gpus": 64, "gpu": "H100_SXM", "layers": 40, "hidden": 5120, "heads": 40, "micro_batch": 2}
    return sweep(library["memory"], "M_total", {"zero": "all", "tp": [1, 2, 4, 8, 5], "pp": range(1, 9), **given})


@pytest.mark.parametrize("size", [1, 7, 8, 20, 40, 64, 160, 1000])
def test_strips_are_the_combinations(layouts: Sweep, size: int) -> None:
    strips = Strips(layouts, size)
    ends = [strips.bounds(number) for number in range(strips.count)]
    assert [start for start, _ in ends] == [0, *(stop for _, stop in ends[:-1])] and ends[-1][1] == layouts.size
    assert all(stop - start <= max(size, 1) for start, stop in ends)
    columns = [strips.columns(number) for number in range(strips.count)]
    points = [
        tuple(np.broadcast_to(np.asarray(column), stop - start)[i] for column in strip.values())
        for strip, (start, stop) in zip(columns, ends, strict=True)
        for i in range(stop - start)
    ]
    assert points == list(itertools.product(*(axis.points.tolist() for axis in layouts.axes)))


@pytest.mark.parametrize("size", [20, 160])
def test_strips_hold_what_the_function_says(layouts: Sweep, size: int) -> None:
    strips = Strips(layouts, size)
    held = [strips.held(number) for number in range(strips.count)]
    at = {name: column for name, column in layouts.columns().items() if name != "M_total"}
    told = layouts.function.evaluate(**at)
    assert np.array_equal(np.concatenate([h.values["M_total"] for h in held]), told.values, equal_nan=True)
    assert np.array_equal(np.concatenate([h.holds for h in held]), told.status == 0)


def test_reduced(layouts: Sweep) -> None:
    at = {name: column for name, column in layouts.columns().items() if name != "M_total"}
    told = layouts.function.evaluate(**at)
    done: list[int] = []
    for goal in ("min", "max"):
        whole = reduced(layouts, "M_total", 3, goal, told=done.append)  # type: ignore[arg-type]
        assert (whole.count, whole.answered) == (160, np.count_nonzero(~np.isnan(told.values)))
        assert whole.holding == np.count_nonzero(told.status == 0) < whole.answered
        assert (whole.least, whole.greatest) == (np.nanmin(told.values), np.nanmax(told.values))
        holding = np.sort(told.values[told.status == 0])
        assert [row["M_total"] for row in whole.rows] == list(holding[:3] if goal == "min" else holding[::-1][:3])
    assert done[-1] == 160
    assert reduced(layouts, "M_total", 0, judged=False).holding == whole.answered


def test_equal_rows_keep_their_order(law: System) -> None:
    asked = sweep(law, "loss", {"P": [1e9] * 5, "ratio": [20, 20]})
    small = [Strips(asked, 1).columns(number)["P"] for number in range(10)]
    assert len(small) == 10
    whole = reduced(asked, "loss", 4)
    assert len({row["loss"] for row in whole.rows}) == 1 and len(whole.rows) == 4


def test_nothing_varies(library: Library) -> None:
    whole = reduced(sweep(library["memory"], "M_total", {"P": "7B", "gpus": 8}), "M_total")
    assert (whole.count, whole.answered, whole.least) == (1, 1, whole.greatest)


def test_several_unknowns_and_bounds(library: Library) -> None:
    asked = sweep(library["memory"], ["P", "hidden"], {"vram": [40, 80], "gpus": [8, 64]})
    whole = reduced(asked, "P", 1, "max")
    assert whole.rows[0]["vram"] == 80 and whole.rows[0]["gpus"] == 64
    assert whole.rows[0]["P"] == pytest.approx(library["memory"].solve("P", vram=80, gpus=64).value, rel=1e-12)


# -- files -----------------------------------------------------------------------------------------


def test_csv(layouts: Sweep, tmp_path: Path) -> None:
    path = tmp_path / "layouts.csv"
    assert write(layouts, str(path)) == 160
    with path.open(newline="", encoding="utf-8") as file:
        head, *rows = list(csv.reader(file))
    assert head == ["zero", "tp [1]", "pp [1]", "M_total [GB]", "kind", "binding", "remark"]
    assert [row[:3] for row in rows[:9]] == [["0", "1", str(pp)] for pp in range(1, 9)] + [["0", "2", "1"]]
    columns = layouts.columns()
    assert [float(row[3] or "nan") for row in rows] == pytest.approx(columns["M_total"], nan_ok=True)
    assert {row[4] for row in rows} == {"equal", "none"}
    assert {row[6] for row in rows} >= {"", "BROKEN `fits`", "contradiction"}


def test_csv_of_bounds(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "largest.csv"
    write(sweep(library["memory"], "P", {"vram": [40, 80], "gpus": 8}), str(path))
    assert [line.partition(",at_most,")[2] for line in path.read_text("utf-8").splitlines()[1:]] == [
        "fits,`fits` binds"
    ] * 2


def test_parquet(layouts: Sweep, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: tmath[scale]")
    path = tmp_path / "layouts.parquet"
    assert write(layouts, str(path)) == 160
    table = parquet.read_table(path)
    assert table.column_names == ["zero", "tp", "pp", "M_total", "status"]
    assert table.schema.field("M_total").metadata == {b"unit": b"GB"}
    assert table["zero"].to_pylist() == layouts.columns()["zero"].tolist()
    assert np.array_equal(table["M_total"].to_numpy(), layouts.columns()["M_total"], equal_nan=True)


def test_files_that_cannot_be(layouts: Sweep, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"written as \.csv or \.parquet"):
        write(layouts, str(tmp_path / "layouts.xlsx"))
    with pytest.raises(InputError, match="cannot be written"):
        write(layouts, str(tmp_path / "none" / "layouts.csv"))
