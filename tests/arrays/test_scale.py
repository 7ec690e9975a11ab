"""Sweeps and searches on a real cluster of two processes, one of which is killed on the way."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tmath.arrays import stream
from tmath.arrays.files import write
from tmath.arrays.scale import spread
from tmath.arrays.stream import reduced
from tmath.arrays.sweep import Sweep, sweep
from tmath.errors import InputError, OutOfRangeError
from tmath.language.library import Library

distributed = pytest.importorskip("distributed", reason="Dask is not installed: tmath[scale]")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The scheduler of two worker processes."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster:
        yield cluster.scheduler_address


@pytest.fixture(scope="module")
def layouts(library: Library) -> Sweep:
    given = {"gpus": 64, "gpu": "H100_SXM", "hidden": 5120, "heads": 40, "layers": range(8, 72, 8)}
    axes = {"zero": [1, 3], "tp": [1, 2, 4, 8], "pp": [1, 2, 4, 8], "micro_batch": range(1, 17)}
    return sweep(library["memory"], "M_total", {**axes, **given})


@pytest.fixture(autouse=True)
def many_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small strips, so that there is something to share."""
    monkeypatch.setattr(stream, "STRIP", 64)
    monkeypatch.setattr(stream, "SPREAD", 64)


def test_a_sweep_is_the_same(layouts: Sweep, address: str, tmp_path: Path) -> None:
    done: list[int] = []
    assert reduced(layouts, "M_total", 7, on=address, told=done.append) == reduced(layouts, "M_total", 7)
    assert done == sorted(done) and done[-1] == layouts.size
    here, there = tmp_path / "here.csv", tmp_path / "there.csv"
    assert write(layouts, str(here)) == write(layouts, str(there), on=address) == layouts.size
    assert here.read_bytes() == there.read_bytes()


def test_a_killed_worker_is_survived(layouts: Sweep, address: str) -> None:
    with distributed.Client(address) as client:
        before = client.run(os.getpid)
    killed = []

    def kill(done: int) -> None:
        if not killed:
            killed.append(next(iter(before.values())))
            os.kill(killed[0], signal.SIGKILL)

    found = reduced(layouts, "M_total", 7, on=address, told=kill)
    assert killed
    assert found == reduced(layouts, "M_total", 7)


def test_a_search_is_the_same(library: Library, address: str) -> None:
    plan = library["plan"]
    given = {"P": "7B", "D": "140B", "gpus": 32, "gpu": "A100_SXM_80GB", "price": "2USD/h", "global_batch": 64}
    over = ["tp", "pp", "zero", "micro_batch"]
    here = plan.minimize("cost", given, over=over, overheads="on")
    there = plan.minimize("cost", given, over=over, overheads="on", on=address)
    assert there.best == here.best and there.value == here.value


def test_errors_come_home(library: Library, address: str) -> None:
    with pytest.raises(OutOfRangeError, match="nothing holds"):
        library["memory"].minimize("M_total", over=["tp"], P="70B", gpus=8, vram="1GB", on=address)
    with pytest.raises(ZeroDivisionError):
        list(spread(_inverse, [2, 1, 0], address))


def _inverse(number: int) -> float:
    return 1 / number


def test_a_cluster_of_its_own() -> None:
    assert list(spread(_square, range(5), "local:2")) == [0, 1, 4, 9, 16]


def _square(number: int) -> int:
    return number * number


def test_no_cluster() -> None:
    with pytest.raises(InputError, match="how many workers"):
        list(spread(_square, [1], "local:many"))
