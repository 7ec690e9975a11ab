"""Least and greatest values: equal to brute force, proven where they can be, told where there are none."""

from __future__ import annotations

import contextlib
import itertools
import math
from fractions import Fraction

import pytest

import tmath
from tmath.arrays.sheet import Status
from tmath.errors import InputError, MissingInputsError, OutOfRangeError, SolveError
from tmath.language.library import Library
from tmath.language.system import System
from tmath.solving.answer import Answer, Figure

BOXES = '''"""Boxes for parts: whole numbers, finite sets, divisors, reals."""
quantities:
    n       [1, integer]      "Boxes"
    width   [1, in 2 3 5 8]   "Side"
    m       [1, multiple of 4] "Sheets"
    total   [1, integer]      "Parts"
    a       [1, integer]      "Rows"
    b       [1, integer]      "Columns"
    c       [1, integer]      "Layers"
    x       [1]               "A length"
    y       [1]               "Another"
    t       [1, signed]       "A temperature"
    volume  [1]               "Parts there is room for"
    need    [1]               "Parts to be packed"
    price   [1]               "Of all boxes"
    surface [1]               "Of a pile"
    hill    [1, signed]       "A curve with two bottoms"
    bill    [1]               "Of two lengths"
    room    [1]               "Largest x * y"
    cap     [1]               "Largest price"
equations:
    volume = n * width^3
    price = n * (3 + width^2) + 7 * ceil(n / 4) + 40 / m
    total = a * b * c
    surface = 2 * (a * b + b * c + a * c)
    hill = t^4 - 8 * t^2 + t
    bill = 3 * x + 8 * y + 50 / (x * y)
constraints:
    enough: volume >= need "Not all fit"
    room: x * y <= room "No room"
    cheap: price <= cap "Too dear"
'''


@pytest.fixture(scope="module")
def boxes() -> System:
    return tmath.loads(BOXES, name="boxes")


def at(answer: Answer) -> dict[str, object]:
    assert answer.best is not None
    return {
        one.name if isinstance(one, Figure) else one[0]: one.value if isinstance(one, Figure) else one[1]
        for one in answer.best.at
    }


# -- whole numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("need", [1, 100, 1234, 5000])
def test_endless_numbers_and_finite_sets(boxes: System, need: int) -> None:
    """Nothing bounds the boxes but what they cost."""
    found = boxes.minimize("price", over=["n", "width"], need=need, m=4)
    points = [(n * (3 + w * w) + 7 * math.ceil(n / 4) + 10, n, w) for n in range(1, 700) for w in (2, 3, 5, 8)]
    least = min(point for point in points if point[1] * point[2] ** 3 >= need)
    assert found.value == least[0]
    assert at(found) == {"n": least[1], "width": least[2]}
    assert found.complete
    assert found.best is not None and not found.best.cut
    if need > 512:
        assert [price.broken for price in found.best.prices] == ["enough"] and found.binding == "enough"


def test_runners_up_are_the_next_values(boxes: System) -> None:
    found = boxes.minimize("price", over=["n", "width"], need=300, m=4, cap=500)
    prices = [
        (n * (3 + w * w) + 7 * math.ceil(n / 4) + 10) for n in range(1, 200) for w in (2, 3, 5, 8) if n * w**3 >= 300
    ]
    allowed = [price for price in prices if price <= 500]
    assert found.best is not None
    assert [found.value, *(other.figure.value for other in found.best.runners_up)] == sorted(set(allowed))[:6]
    assert [found.best.ties, *(other.ties for other in found.best.runners_up)] == [
        allowed.count(price) for price in sorted(set(allowed))[:6]
    ]
    assert found.best.feasible == len(allowed)


def test_divisors(boxes: System) -> None:
    found = boxes.minimize("surface", over=["a", "b", "c"], total=360)
    triples = [p for p in itertools.product(range(1, 361), repeat=2) if 360 % (p[0] * p[1]) == 0]
    surfaces = {p: 2 * (p[0] * p[1] + 360 // p[0] + 360 // p[1]) for p in triples}
    assert found.value == min(surfaces.values())
    assert found.best is not None
    assert found.best.feasible == len(triples)
    assert found.best.ties == sum(s == found.value for s in surfaces.values())
    assert len(found.best.alike) == found.best.ties - 1 == 2
    first = min(p for p, s in surfaces.items() if s == found.value)
    assert at(found) == {"a": first[0], "b": first[1], "c": 360 // first[0] // first[1]}


def test_a_total_that_is_free(boxes: System) -> None:
    """The objective is a total, its factors are free: their divisors alone are looked at."""
    found = boxes.maximize("surface", over=["total", "a", "b"], total="1..200")
    assert found.value == max(
        2 * (a * b + b * c + a * c)
        for a in range(1, 201)
        for b in range(1, 200 // a + 1)
        for c in range(1, 200 // (a * b) + 1)
    )


def test_restrictions(boxes: System) -> None:
    chosen = boxes.minimize("price", over=["n", "width", "m"], need=100, n=[3, 4, 5], m="4..40")
    assert at(chosen)["m"] == 40 and at(chosen)["n"] in (3, 4, 5)
    assert at(boxes.minimize("price", over=["n", "width"], need=100, m=4, n="7..9"))["n"] == 7
    with pytest.raises(InputError, match="outside its bounds"):
        boxes.minimize("price", over=["m"], n=1, width=2, need=1, m=[2, 4])


@pytest.mark.parametrize("gpus", [8, pytest.param(12, marks=pytest.mark.slow)])
def test_layouts_by_brute_force(library: Library, gpus: int) -> None:
    """Every layout asked of the solver, one by one."""
    plan = library["plan"]
    given = {
        "P": "7B", "D": "140B", "gpus": gpus, "gpu": "A100_SXM_80GB", "price": "2USD/h", "overheads": "on",
        "global_batch": 48, "layers": 32, "hidden": 4096, "heads": 32,
    }  # fmt: skip
    free = {"tp": range(1, gpus + 1), "pp": range(1, gpus + 1), "zero": (0, 3), "micro_batch": range(1, 49)}
    few = (1, 4)
    found = plan.minimize("cost", given, over=list(free), zero=[0, 3])
    costs = {}
    for tp, pp, zero, micro_batch in itertools.product(*free.values()):
        if gpus % (tp * pp) or 48 * tp * pp % (micro_batch * gpus) or micro_batch not in few:
            continue
        try:
            answer = plan.solve("cost", given, tp=tp, pp=pp, zero=zero, micro_batch=micro_batch)
        except SolveError:
            continue
        if all(verdict.holds is not False for verdict in answer.verdicts):
            costs[tp, pp, zero, micro_batch] = answer.value
    limited = plan.minimize("cost", given, over=list(free), zero=[0, 3], micro_batch=few)
    assert limited.best is not None
    assert limited.best.feasible == len(costs)
    assert math.isclose(limited.value, min(costs.values()), rel_tol=1e-12)
    assert found.value <= limited.value
    place = tuple(int(value) for value in at(limited).values())
    assert math.isclose(costs[place], limited.value, rel_tol=1e-12)
    ties = [point for point, cost in costs.items() if math.isclose(cost, limited.value, rel_tol=1e-12)]
    assert limited.best.ties == len(ties) and place == min(ties)


def test_the_smallest_cluster(library: Library) -> None:
    """The objective is itself free where constraints alone decide it; as many GPUs as the solver's own stepping."""
    memory = library["memory"]
    given = {"P": "70B", "gpu": "H100_SXM", "pp": 4}
    found = memory.minimize("gpus", given, over=["tp"])
    alone = {}
    for tp in (1, 2, 3, 4, 5, 6, 8):
        with contextlib.suppress(OutOfRangeError):  # few of them never hold the weights
            alone[tp] = memory.solve("gpus", given, tp=tp).value
    assert found.value == min(alone.values())
    assert found.kind == "at_least" and found.binding == "fits"


def test_the_largest_model(library: Library) -> None:
    memory = library["memory"]
    found = memory.maximize("P", over=["tp", "zero"], gpus=16, gpu="A100_SXM_80GB", pp=2, zero="1,3")
    alone = [
        (memory.solve("P", tp=tp, zero=zero, gpus=16, gpu="A100_SXM_80GB", pp=2).value, tp, zero)
        for tp in (2, 4, 8)
        for zero in (1, 3)
    ]
    assert math.isclose(found.value, max(alone)[0], rel_tol=1e-12)
    assert found.complete and found.error_bound is not None and found.error_bound < 1e-12
    assert found.binding == "fits"


def test_a_question_that_cannot_be_compiled() -> None:
    """Two equations that only Newton's method solves together: every point is asked of the solver."""
    names = "".join(f"    {name} [1] 'no doc'\n" for name in "bxyt").replace("'", '"')
    both = "    x * exp(y) + y^2 = a\n    y * exp(x) + x^2 = b\n    t = 3 * x + 5 * y + 8 / a\n"
    system = tmath.loads(f'quantities:\n    a [1, integer, 1..6] "no doc"\n{names}equations:\n{both}')
    found = system.minimize("t", over=["a"], b=3)
    asked = {a: system.solve("t", a=a, b=3).value for a in range(2, 7)}
    assert (at(found)["a"], found.value) == (2, min(asked.values()))
    assert found.best is not None and found.best.feasible == 5


# -- reals -----------------------------------------------------------------------------------------


def test_the_best_model_for_a_budget_is_that_of_the_paper(library: Library) -> None:
    loss = library["loss"]
    for fit in ("chinchilla", "chinchilla_unrounded", "epoch"):
        found = loss.minimize("loss", over=["P"], C="5.76e23FLOP", fit=fit)
        optimum = loss.solve("P_opt", C="5.76e23FLOP", fit=fit)
        assert math.isclose(found["P"], optimum.value, rel_tol=1e-13)
        assert found.complete and found.error_bound is not None


def test_what_an_equation_ties_is_not_free(library: Library) -> None:
    found = library["loss"].minimize("loss", over=["P", "D"], C="1e23FLOP")
    assert math.isclose(6 * found["P"] * found["D"], 1e23, rel_tol=1e-12)
    assert list(at(found)) == ["P", "D"]


def test_two_reals(boxes: System) -> None:
    """3 x + 8 y + 50/(x y): both slopes vanish where 3 x^2 y = 8 x y^2 = 50."""
    found = boxes.minimize("bill", over=["x", "y"])
    x = (50 * 8 / 9) ** (1 / 3)
    assert math.isclose(found["x"], x, rel_tol=1e-9) and math.isclose(found["y"], 3 * x / 8, rel_tol=1e-9)
    assert found.complete


def test_two_reals_at_a_constraint(boxes: System) -> None:
    """At x y = 2 what is left is 3 x + 16/x."""
    found = boxes.minimize("bill", over=["x", "y"], room=2)
    assert math.isclose(found["x"], math.sqrt(16 / 3), rel_tol=1e-12)
    assert math.isclose(found["x"] * found["y"], 2, rel_tol=1e-12)
    assert found.binding == "room" and found.complete and found.error_bound is not None


def test_a_real_at_its_bound_and_inside(boxes: System) -> None:
    assert boxes.minimize("bill", over=["x"], y=1, x="5..9")["x"] == 5
    inside = boxes.minimize("bill", over=["x"], y=1, x="1..9")
    assert math.isclose(inside["x"], math.sqrt(50 / 3), rel_tol=1e-14)


def test_several_bottoms(boxes: System) -> None:
    """A signed real: the deeper of two bottoms, which is not claimed to be proven."""
    found = boxes.minimize("hill", over=["t"])
    assert math.isclose(found["t"], -2.0306, rel_tol=1e-4)
    assert not found.complete


def test_reals_beside_whole_numbers(boxes: System) -> None:
    text = BOXES.replace("bill = 3 * x + 8 * y + 50 / (x * y)", "bill = 3 * x + 8 * y + 50 / (x * y) + (n - 3)^2 * x")
    found = tmath.loads(text).minimize("bill", over=["n", "x"], y=2, n="1..20")
    assert at(found)["n"] == 3
    assert math.isclose(found["x"], math.sqrt(25 / 3), rel_tol=1e-12)


# -- none ------------------------------------------------------------------------------------------


def test_no_least_value(library: Library) -> None:
    with pytest.raises(OutOfRangeError, match=r"no least value: it improves without end as D grows, towards 2\.044"):
        library["loss"].minimize("loss", over=["D"], P="1B")


def test_no_greatest_value(boxes: System) -> None:
    with pytest.raises(OutOfRangeError, match="no greatest value: it improves without end as n grows\n"):
        boxes.maximize("price", over=["n", "width"], m=4, need=1)


def test_no_constraint_decides(library: Library) -> None:
    with pytest.raises(OutOfRangeError, match=r"no constraint decides the least P: `fits` bounds it from above"):
        library["memory"].minimize("P", over=["tp"], gpus=8, gpu="A100_SXM_80GB")


def test_nothing_holds(library: Library) -> None:
    memory = library["memory"]
    with pytest.raises(OutOfRangeError, match=r"none of 16 combinations") as caught:
        memory.minimize("M_total", over=["tp", "zero"], P="7B", gpus=8, vram="1GB")
    assert caught.value.binding == "fits"
    assert "against 1.000 GB" in str(caught.value)
    with pytest.raises(OutOfRangeError, match=r"gpus = tp \* pp \* dp in whole numbers, with gpus=8 pp=3"):
        memory.minimize("M_total", over=["tp"], P="7B", gpus=8, pp=3)


def test_missing_inputs(library: Library) -> None:
    with pytest.raises(MissingInputsError):
        library["loss"].minimize("loss", over=["P"])


@pytest.mark.parametrize(
    ("over", "given", "words"),
    [
        ([], {}, "name the quantities"),
        (["P", "P"], {}, "free twice"),
        (["P", "D", "C"], {}, "no more than 2 can be free"),
        (["Q"], {}, "unknown quantity"),
        (["fit"], {"fit": "later"}, "no row"),
        (["P"], {"C": "1e22FLOP,1e23FLOP"}, "several values"),
    ],
)
def test_bad_questions(library: Library, over: list[str], given: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        library["loss"].minimize("loss", given, over=over)


def test_a_search_that_is_cut_says_so() -> None:
    wave = tmath.loads('quantities:\n    k [1, integer] "k"\n    w [1] "w"\nequations:\n    w = 2 + sin(k) + 1 / k\n')
    found = wave.minimize("w", over=["k"])
    assert not found.complete
    assert found.best is not None and "k above" in found.best.cut[0]


def test_rows_without_an_answer_are_told(library: Library) -> None:
    found = library["compute"].minimize("T", over=["count"], P="7B", D="1T", gpus=8, gpu="A100_SXM_80GB")
    assert found.best is not None and found.best.left_out


def test_exact_points(boxes: System) -> None:
    found = boxes.minimize("price", over=["n", "width"], need=100, m=4)
    assert found.best is not None
    assert all(isinstance(one, Figure) and isinstance(one.exact, Fraction) for one in found.best.at)


def test_a_constraint_that_an_assumption_set_aside_would_hold() -> None:
    memory = tmath.load()["memory"]
    shape = {"layers": 32, "hidden": 4096, "kv_heads": 8, "gpus": 8}
    answer = memory.maximize("M_total", over=["heads"], **shape)
    assert at(answer)["heads"] == 8  # kv_heads = heads is set aside, kv_heads <= heads is not
    values = [memory.solve("M_total", heads=heads, **shape).value for heads in (8, 9, 16)]
    assert answer.value == max(values)
    status = memory.compile("M_total", inputs=["heads"], **shape).evaluate(heads=[7, 8]).status
    assert list(status) == [Status.BROKEN, Status.OK]


def test_a_rounded_size_that_gives_way_at_some_points() -> None:
    memory = tmath.load()["memory"]
    given = {"P": "7B", "layers": 32, "hidden": 4096, "heads": 8, "gpus": 8}
    answer = memory.minimize("M_total", {**given, "kv_heads": [1, 2, 4, 5, 6, 8, 10]}, over=["kv_heads"])
    asked = {n: memory.solve("M_total", kv_heads=n, **given) for n in (1, 2, 4, 5, 6, 8)}
    assert answer.value == min(one.value for one in asked.values())
    assert at(answer)["kv_heads"] == min(asked, key=lambda n: asked[n].value)
