"""Compiled questions against the same questions asked one by one."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading

import numpy as np
import pytest

import tmath
from tmath.arrays.sheet import Status
from tmath.errors import ContradictionError, InputError, MissingInputsError, SolveError
from tmath.language.library import Library
from tmath.language.system import System


def one(system: System, unknown: str, **given: object) -> float:
    """The answer of solve, nan where there is none or more than one."""
    try:
        values = system.solve(unknown, given).values
    except SolveError:
        return np.nan
    return values[0] if len(values) == 1 else np.nan


def test_an_implicit_unknown(law: System) -> None:
    f = law.compile("P", inputs=["loss"])
    losses = [2.0, 2.2, 1.8, 3.5, 1.0]
    assert f(loss=losses) == pytest.approx([one(law, "P", loss=x) for x in losses], rel=1e-13, nan_ok=True)
    assert f.evaluate(loss=losses).status.tolist() == [0, 0, 0, 0, Status.NO_ROOT]


def test_broadcasting_and_shapes(library: Library) -> None:
    memory = library["memory"]
    f = memory.compile("M_total", inputs=["P", "gpus"], zero=3)
    found = f(P=[[7e9], [13e9]], gpus=[8, 16, 64])
    assert found.shape == (2, 3)
    assert found[1, 2] == pytest.approx(one(memory, "M_total", P=13e9, gpus=64, zero=3), rel=1e-13)
    assert f(P=7e9, gpus=8).shape == ()
    assert f(P=np.empty((0, 3)), gpus=8).shape == (0, 3)
    assert f(P=np.arange(6).reshape(2, 3).T * 1e9 + 1e9, gpus=64).shape == (3, 2)


def test_blocks_and_threads_change_nothing(law: System) -> None:
    f = law.compile("P", inputs=["loss", "ratio"])
    rng = np.random.default_rng(1)
    loss, ratio = rng.uniform(1.8, 4, 100_001), rng.uniform(1, 100, 100_001)
    whole = f(loss=loss, ratio=ratio)
    chosen = rng.integers(0, loss.size, 50)
    singly = [f.scalar(*pair) for pair in zip(loss[chosen], ratio[chosen], strict=True)]
    assert whole[chosen] == pytest.approx(singly, rel=1e-13)
    again = law.compile("loss", inputs=["P", "ratio"])
    assert again(P=whole, ratio=ratio) == pytest.approx(loss, rel=1e-13)


def test_several_threads_at_once(law: System) -> None:
    f = law.compile("P", inputs=["loss"])
    wanted = f(loss=np.linspace(1.8, 3, 1000))
    found: list[bool] = []

    def ask() -> None:
        found.append(np.array_equal(f(loss=np.linspace(1.8, 3, 1000)), wanted))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8


ALONE = """
import atexit, os, threading
import numpy as np
import tmath

f = tmath.load()["compute"].compile("T", inputs=["D"], P="7B", gpus=64, gpu="H100_SXM")
D = np.linspace(1e12, 2e12, 300_000)
wanted = f(D=D)

def same():
    return np.array_equal(f(D=D), wanted)

child = os.fork()
if child == 0:
    os._exit(0 if same() else 1)
found = [os.waitpid(child, 0)[1] == 0]
threads = [threading.Thread(target=lambda: found.append(same())) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
atexit.register(lambda: print(*found, same()))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_in_a_forked_child_in_threads_and_while_python_ends() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.split() == ["True"] * 6, done.stderr


def test_several_unknowns(law: System) -> None:
    f = law.compile(["P", "D"], inputs=["loss"])
    found = f(loss=[2.0, 2.2])
    assert found["D"] == pytest.approx(20 * found["P"], rel=1e-13)
    assert f.scalar(2.0) == pytest.approx((found["P"][0], found["D"][0]), rel=1e-13)
    assert f.vector([2.0]).shape == (2,)
    assert f.jacobian([[2.0, 2.2]]).shape == (2, 1, 2)
    assert set(f.evaluate(loss=2.0).status) == {"P", "D"}


def test_pickled(law: System, library: Library) -> None:
    for f, point in (
        (law.compile("P", inputs=["loss"]), {"loss": 2.0}),
        (library["memory"].compile("P", inputs=["vram"], gpus=8), {"vram": 80.0}),
        (library["memory"].compile("M_total", inputs=["zero"], P=7e9, gpus=8), {"zero": [0, 1, 3]}),
    ):
        again = pickle.loads(pickle.dumps(f))
        assert again(**point) == pytest.approx(f(**point), rel=1e-15)
        assert again.inputs == f.inputs
        assert repr(again) == repr(f)


def test_it_cannot_be_changed(law: System) -> None:
    f = law.compile("P", inputs=["loss"])
    with pytest.raises(AttributeError, match="immutable"):
        f.inputs = ()  # type: ignore[misc]


def test_several_roots(shapes: System, law: System) -> None:
    rates = [0.0004, 0.02, 0.01]
    f = shapes.compile("t", inputs=["lr"])
    assert f.evaluate(lr=rates).status.tolist() == [Status.SEVERAL, Status.NO_ROOT, Status.SEVERAL]
    for pick, place in (("min", 0), ("max", -1)):
        f = shapes.compile("t", inputs=["lr"], pick=pick)
        wanted = [shapes.solve("t", lr=rate).values[place] for rate in (0.0004, 0.01)]
        assert f(lr=rates) == pytest.approx([wanted[0], np.nan, wanted[1]], rel=1e-12, nan_ok=True)
        g = law.compile("P", inputs=["loss"], C=1e24, pick=pick)  # a valley: both its sides by Newton's method
        roots = law.solve("P", loss=2.0, C=1e24).values
        assert g(loss=[2.0, 1.8]) == pytest.approx([roots[place], np.nan], rel=1e-12, nan_ok=True)


@pytest.mark.parametrize(
    ("unknown", "given", "values"),
    [
        ("share", "imbalance", [0.2, 0.0, 1.0, 1.5]),
        ("angle", "wave", [2.5, 2.9, 3.5, 1.2]),
        ("q", "square", [4.0]),
        ("pages", "tokens", [3.0, 16.0, 17.0]),
    ],
)
def test_every_root_is_found(shapes: System, unknown: str, given: str, values: list[float]) -> None:
    least, most = (shapes.compile(unknown, inputs=[given], pick=pick) for pick in ("min", "max"))
    for value in values:
        try:
            roots = shapes.solve(unknown, {given: value}).values
        except SolveError:
            roots = (np.nan,)
        found = least.scalar(value), most.scalar(value)
        assert found == pytest.approx((roots[0], roots[-1]), rel=1e-12, nan_ok=True)


def test_choices_as_arrays(library: Library) -> None:
    memory = library["memory"]
    f = memory.compile("M_total", inputs=["P", "zero", "recompute"], gpus=8)
    zeros, ways = [0, 1, 2, 3], ["none", "full"]
    found = f(P=7e9, zero=zeros, recompute=[[way] for way in ways])
    wanted = [[one(memory, "M_total", P=7e9, gpus=8, zero=z, recompute=w) for z in zeros] for w in ways]
    assert found == pytest.approx(np.array(wanted), rel=1e-13)
    assert f.gradient(P=7e9, zero=3, recompute="full").keys() == {"P"}
    assert f.scalar(7e9, 3, "full") == pytest.approx(wanted[1][3], rel=1e-13)
    with pytest.raises(InputError, match="zero has no row '7'"):
        f(P=7e9, zero=7, recompute="none")
    with pytest.raises(InputError, match="choices are no numbers"):
        f.vector([7e9, 3, 1])


def test_statuses(library: Library) -> None:
    f = library["memory"].compile("M_total", inputs=["P", "gpus", "tp"], zero=3)
    found = f.evaluate(P=[7e9, 7e9, -1, np.nan, 7e9], gpus=[8, 8, 8, 8, 8.5], tp=[1, 3, 1, 1, 1])
    assert [Status(code).name for code in found.status] == [
        "OK", "CONTRADICTION", "OUT_OF_BOUNDS", "NO_ROOT", "OUT_OF_BOUNDS",
    ]  # fmt: skip
    assert np.isnan(found.values).tolist() == [False, True, True, True, True]
    # optimisers step between whole numbers
    assert np.isfinite(f.vector([7e9, 8.5, 1.0]))


def test_steps_are_not_turned_round(shapes: System) -> None:
    found = shapes.compile("tokens", inputs=["pages"]).evaluate(pages=[3.0, 2.5])
    assert [Status(code).name for code in found.status] == ["NOT_PROVEN", "NOT_PROVEN"]


def test_margins(library: Library) -> None:
    memory = library["memory"]
    f = memory.compile("M_total", inputs=["P", "vram"], gpus=8, zero=3)
    found = f.evaluate(P=[7e9, 70e9], vram=80)
    for i, P in enumerate((7e9, 70e9)):
        verdict = next(v for v in memory.solve("M_total", P=P, vram=80.0, gpus=8, zero=3).verdicts if v.label == "fits")
        assert found.margins["fits"][i] == pytest.approx(verdict.margin, rel=1e-12)
    assert [Status(code).name for code in found.status] == ["OK", "BROKEN"]
    assert "fits" in f.constraints
    place = f.constraints.index("fits")
    assert f.margins([[7e9, 70e9], [80, 80]])[place] == pytest.approx(found.margins["fits"], rel=1e-12)


def test_only_what_is_asked_is_computed(library: Library) -> None:
    f = library["memory"].compile("M_weights", inputs=["P"], gpus=8, zero=3)
    assert "M_activations" not in f.source("python")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda s: s.compile("P", inputs=["loss"])(los=2), "los is no input of this function\n   did you mean loss"),
        (lambda s: s.compile("P", inputs=["loss", "ratio"])(loss=2), "give ratio"),
        (lambda s: s.compile("P", inputs=["loss"])(loss="2 GB"), "loss takes numbers in its declared unit"),
        (lambda s: s.compile("P", inputs=["loss"])(loss=10**400), "loss takes numbers in its declared unit"),
        (lambda s: s.compile("P", inputs=["loss"])(loss=[1j]), "loss takes numbers in its declared unit"),
        (lambda s: s.compile("P", inputs=["loss", "P"]), "P is both asked for and an input"),
        (lambda s: s.compile("P", inputs=["loss", "loss"]), "loss is an input twice"),
        (lambda s: s.compile(["P", "P"], inputs=["loss"]), "name each once"),
        (lambda s: s.compile("P", inputs=["lss"]), "unknown quantity 'lss'"),
        (lambda s: s.compile("P", inputs=["loss"], pick="best"), "pick is min or max"),
        (lambda s: s.compile("P", inputs=["loss"]).vector([1, 2]), "x has the shape"),
        (lambda s: s.compile("P", inputs=["loss", "ratio"])(loss=[1, 2], ratio=[1, 2, 3]), "cannot be broadcast"),
        (lambda s: s.compile("P", inputs=["loss"]).source("fortran"), "no language 'fortran'"),
    ],
)
def test_mistakes(law: System, call: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call(law)  # type: ignore[operator]


def test_missing_and_contradicting_inputs(law: System, library: Library) -> None:
    with pytest.raises(MissingInputsError, match=r"not enough is given to find D"):
        law.compile("D", inputs=["P"], without=["ratio"])
    with pytest.raises(ContradictionError, match=r"dp = 21\.33 must be a whole number"):
        library["memory"].compile("M_total", inputs=["P"], gpus=64, tp=3)


def test_a_given_input_is_where_the_question_is_decided(library: Library) -> None:
    memory = library["memory"]
    f = memory.compile("layers", {"hidden": 6144}, inputs=["hidden"], M_total="70GB")
    assert f.scalar(6144.0) == pytest.approx(one(memory, "layers", M_total="70GB", hidden=6144), rel=1e-12)


def test_a_long_chain_grows_linearly() -> None:
    def chain(length: int) -> System:
        names = "\n".join(f"    x{i} [1]" for i in range(length + 1))
        links = "\n".join(f"    x{i + 1} = x{i} * (1 + x{i}) / (2 + x{i})" for i in range(length))
        return tmath.loads(f'"""A chain."""\nquantities:\n{names}\nequations:\n{links}\n', name="chain")

    sizes = [len(chain(n).compile(f"x{n}", inputs=["x0"]).source("c")) for n in (50, 100, 200)]
    assert sizes[2] - sizes[1] == pytest.approx(2 * (sizes[1] - sizes[0]), rel=0.1)
    f = chain(200).compile("x200", inputs=["x0"])
    x = 1.0
    for _ in range(200):
        x = x * (1 + x) / (2 + x)
    assert f.scalar(1.0) == pytest.approx(x, rel=1e-12)
    assert f(x0=[1.0])[0] == pytest.approx(x, rel=1e-12)
    assert f.jacobian([1.0])[0] == pytest.approx((f.scalar(1 + 1e-6) - f.scalar(1 - 1e-6)) / 2e-6, rel=1e-6)


SIGNED = '''"""Roots on both sides of zero, at zero, and a row without an answer."""
quantities:
    q     [1, signed]
    y     [1, signed]
    z     [1, signed]
    n     [1, nonnegative]
    m     [1]
    total [1, integer]
    rest  [1, integer]
    value [1]
    size  [1]

choice rows:
    | rows  | part [1, integer] |
    | two   | 2                 |
    | three | 3                 |

equations:
    y = q + sin(q) / 2
    z = q ^ 3 - 3 * q
    m = exp(n) + n ^ 2
    total = part * rest
    value = rest * size
'''


def test_roots_below_zero_and_at_zero() -> None:
    system = tmath.loads(SIGNED, name="signed")
    assert system.compile("q", inputs=["y"])(y=[3.0, -3.0, 0.0]) == pytest.approx(
        [one(system, "q", y=3.0), one(system, "q", y=-3.0), 0.0], rel=1e-12
    )
    for pick, place in (("min", 0), ("max", -1)):
        f = system.compile("q", inputs=["z"], pick=pick)  # type: ignore[arg-type]
        wanted = [system.solve("q", z=z).values[place] for z in (1.0, -1.0, 5.0, -5.0, 0.0)]
        assert f(z=[1.0, -1.0, 5.0, -5.0, 0.0]) == pytest.approx(wanted, rel=1e-12)
    g = system.compile("n", inputs=["m"])
    assert g(m=[1.0, 5.0, 0.5]) == pytest.approx([0.0, one(system, "n", m=5.0), np.nan], rel=1e-12, nan_ok=True)


def test_a_row_without_an_answer_is_nan() -> None:
    system = tmath.loads(SIGNED, name="signed")
    f = system.compile("value", inputs=["rows", "size"], total=10)
    assert f(rows=["two", "three"], size=1.5) == pytest.approx([7.5, np.nan], nan_ok=True)
    assert f.evaluate(rows=["two", "three"], size=1.5).status.tolist() == [0, Status.CONTRADICTION]
    assert np.isnan(f.gradient(rows="three", size=1.5)["size"])
