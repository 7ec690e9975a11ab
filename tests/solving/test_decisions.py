"""Decisions and consequences: answers asked back give what was given, whole numbers are the first that hold."""

from __future__ import annotations

from typing import Any

import pytest

import tmath
from tmath.errors import InadmissibleRootError, InputError, MissingInputsError, OutOfRangeError, TmathError

LIBRARY = tmath.load()


@pytest.mark.parametrize(
    ("system", "unknown", "given", "fallback"),
    [
        ("memory", "seq", {"M_activations": "20GB", "P": "7B", "gpu": "H100_SXM", "gpus": "8"}, "grad_accum"),
        ("memory", "tp", {"M_states": "20GB", "P": "7B", "gpu": "H100_SXM"}, "dp"),
        ("inference", "batch", {"decode_throughput": "1000token/s", "P": "7B", "gpu": "H100_SXM"}, "gpus"),
    ],
)
def test_a_given_decides_what_a_fallback_only_stands_beside(
    system: str, unknown: str, given: dict[str, str], fallback: str
) -> None:
    answer = LIBRARY[system].solve(unknown, given)
    assert answer.kind == "equal"
    assert answer[fallback] == 1


@pytest.mark.parametrize(
    ("system", "unknown", "target", "value", "given"),
    [
        ("compute", "mfu", "T", "30d", {"P": "7B", "D": "1T", "gpus": "64", "gpu": "H100_SXM"}),
        ("memory", "P", "M_total", "70GB", {"gpus": "64"}),
        ("loss", "D", "loss", "2.0", {"P": "7B"}),
    ],
)
def test_what_is_asked_back_is_what_was_given(
    system: str, unknown: str, target: str, value: str, given: dict[str, str]
) -> None:
    answer = LIBRARY[system].solve(unknown, {**given, target: value})
    back = LIBRARY[system].solve(target, {**given, unknown: answer.value})
    assert back.roots[0].figure.base == pytest.approx(answer.roots[0].quantities[target].base, rel=1e-9)


@pytest.mark.parametrize(
    ("question", "unknown", "given"),
    [
        ("memory", "gpus", {"P": "70B", "gpu": "H100_SXM", "tp": "8"}),
        ("memory", "tp", {"P": "70B", "gpu": "H100_SXM", "gpus": "60"}),
        ("memory", "micro_batch", {"P": "7B", "gpu": "H100_SXM", "gpus": "8", "batch_tokens": "1Mtoken"}),
        ("compute", "gpus", {"P": "7B", "D": "1T", "gpu": "H100_SXM", "deadline": "30d", "tp": "8"}),
    ],
)
def test_the_whole_number_found_holds_and_the_one_beyond_it_breaks(
    question: str, unknown: str, given: dict[str, str]
) -> None:
    answer = LIBRARY[question].solve(unknown, given)
    n = answer.value
    assert isinstance(n, float) and n == int(n)
    held = LIBRARY[question].solve(answer.verdicts[0].label and _judged(answer), {**given, unknown: int(n)})
    assert all(verdict.holds is not False for verdict in held.verdicts)


def _judged(answer: tmath.Answer) -> str:
    """The left side of the constraint that binds, which is what it limits."""
    return next(v.left.name for v in answer.verdicts if v.label == answer.binding and v.left is not None)


def test_a_formula_of_a_chosen_row_puts_a_default_out() -> None:
    given = {"P": "7B", "D": "1T", "gpu": "H100_SXM", "gpus": 64, "deadline": "30d", "overheads": "on"}
    assert LIBRARY["plan"].solve("mfu", given)["dp"] == 64
    assert LIBRARY["plan"].solve("efficiency", given).binding == "in_time"


def test_finite_sets_are_tried_whole_and_none_else() -> None:
    assert LIBRARY["architecture"].solve("pad_to", vocab=50304, raw_vocab=50257).values == (64.0, 128.0)
    with pytest.raises(InadmissibleRootError, match="must be one of 1 8 16"):
        LIBRARY["architecture"].solve("pad_to", vocab=50301, raw_vocab=50257)


SIGNED = """
quantities:
    x     [1, signed] "x"
    load  [1, signed] "a parabola"
    limit [1, signed] "its bound"
    w     [1, integer, multiple of 8] "w"
    y     [1] "a step function of w"
    least [1] "its bound"

equations:
    load = x^2 - 4*x + 7
    y = 3 * ceil(w / 3)

constraints:
    light: load <= limit "too heavy"
    heavy: y >= least "too light"
"""


def test_attainable_ranges_and_stretches_of_signed_unknowns() -> None:
    system = tmath.loads(SIGNED)
    with pytest.raises(OutOfRangeError) as caught:
        system.solve("x", load=1)
    assert caught.value.low == pytest.approx(3)
    assert system.solve("x", limit=7).interval == (0.0, 4.0, True, True)
    assert system.solve("x", limit=3).value == pytest.approx(2)


def test_steps_under_constraints_and_flat_multiples() -> None:
    system = tmath.loads(SIGNED)
    answer = system.solve("w", least=40)
    assert (answer.kind, answer.value) == ("at_least", 40.0)
    assert system.solve("w", y=33).values == (32.0,)


def test_a_given_column_picks_rows() -> None:
    rows = {row.key: row.feasible for row in LIBRARY["hardware"].solve("gpu", vram="141GB").rows}
    assert rows["H200_SXM"] is True and rows["H100_SXM"] is False


@pytest.mark.parametrize(
    "shape",
    [{"P": "30B", "layers": 60, "hidden": 6656, "heads": 52}, {"P": "13B", "layers": 40, "hidden": 5120, "heads": 40}],
)
def test_two_free_whole_numbers_are_the_least_that_brute_force_finds(shape: dict[str, object]) -> None:
    memory, given = LIBRARY["memory"], {**shape, "gpu": "A100_SXM_40GB", "zero": 3}
    answer = memory.solve("gpus", given, without=["tp"])

    def fits(tp: int, dp: int) -> bool:
        held = memory.solve("M_total", {**given, "tp": tp, "dp": dp})
        return all(verdict.holds is not False for verdict in held.verdicts)

    first = next((n, tp) for n in range(1, 65) for tp in range(1, n + 1) if n % tp == 0 and fits(tp, n // tp))
    assert (answer.value, answer["tp"]) == first


def test_an_equation_that_says_nothing_here_leaves_the_assumption() -> None:
    given = {"P": "70B", "gpu": "H100_SXM", "tp": 8, "pp": 1}
    plain = LIBRARY["memory"].solve("gpus", given)
    beside = LIBRARY["memory"].solve("gpus", {**given, "bubble": 0})
    assert beside.value == plain.value
    assert beside["grad_accum"] == 1
    with pytest.raises(TmathError):
        LIBRARY["memory"].solve("gpus", {**given, "bubble": 0.1})


def test_inputs_under_which_the_unknown_cancels_are_not_proposed() -> None:
    with pytest.raises(MissingInputsError) as caught:
        LIBRARY["architecture"].solve("head_dim", P="7B")
    proposed = set().union(*caught.value.sets)
    assert proposed == {"heads", "kv_heads"}
    answer = LIBRARY["architecture"].solve("head_dim", P="7B", heads=32)
    assert answer["heads"] * answer["head_dim"] == pytest.approx(answer["hidden"])


@pytest.mark.parametrize("unknown", [None, 3, b"P", ["P", None], [["P"]], {"P": 1, 2: 3}])
def test_what_is_no_name_cannot_be_asked_for(unknown: Any) -> None:
    memory = LIBRARY["memory"]
    for asked in (memory.solve, memory.rearrange, memory.compile, memory.sweep):
        with pytest.raises(InputError, match="is no name of what is asked for"):
            asked(unknown)
    with pytest.raises(InputError, match="is no name"):
        memory.minimize(unknown, over=["tp"])


def test_a_label_that_nothing_has_is_told_what_there_is() -> None:
    bare = tmath.loads('quantities:\n    x [1] "x"\nequations:\n    x = 2\n')
    with pytest.raises(InputError, match=r"no constraint of mine is labelled 'y'\n   it has none"):
        bare.solve("x", tight=["y"])
    with pytest.raises(InputError, match=r"is labelled 'y'\n   one of x"):
        bare.solve("x", without=["y"])


@pytest.mark.parametrize(
    "batch", [{"global_batch": 24}, {"batch_tokens": 24 * 2048}, {"global_batch": 8}, {"global_batch": 16}]
)
def test_a_micro_batch_is_no_more_than_the_share_of_a_replica(batch: dict[str, object]) -> None:
    given = {"P": "7B", "gpu": "H100_SXM", "gpus": 8, **batch}
    answer = LIBRARY["memory"].solve("micro_batch", given)
    assert (answer.kind, answer.value) == ("at_most", answer["global_batch"] / 8)
    assert answer["grad_accum"] == 1
    for unknown in ("tp", "pp"):  # more of these only spares memory: the least is what is asked for
        assert LIBRARY["memory"].solve(unknown, {"P": "1B", "gpu": "H100_SXM", "gpus": 8}).kind == "at_least"


@pytest.mark.parametrize(
    ("system", "choice", "given", "rows"),
    [
        ("memory", "zero", "P=7.5B gpus=64 M_states=1.875GB", "3"),
        ("memory", "zero", "P=13B gpus=16 M_total=27.64GB", "3"),
        ("memory", "optimizer", "P=7B M_optimizer=42GB", "adam8bit"),
        ("memory", "precision", "P=7B M_weights=7GB", "int8"),
        ("memory", "precision", "P=6.7B M_weights=13.48GB", "fp16 mixed mixed_fp32_grads bf16 deepspeed"),
        ("loss", "fit", "P=70B D=1.4T loss=1.937", "chinchilla"),
        ("compute", "gpu", "P=7B D=1T gpus=64 T=19.2d", "H100_SXM H200_SXM H800_SXM"),
        (
            "architecture",
            "architecture",
            "layers=32 hidden=4096 heads=32 kv_heads=8 ffn=14336 vocab=128256 P=8030261248",
            "llama",
        ),
    ],
)
def test_a_choice_is_told_by_what_is_typed(system: str, choice: str, given: str, rows: str) -> None:
    pairs = dict(pair.split("=") for pair in given.split())
    answer = LIBRARY[system].solve(choice, pairs)
    assert [row.key for row in answer.rows if row.feasible] == rows.split()
    assert any(" not " in row.failure for row in answer.rows if row.feasible is False)


def test_a_row_that_only_an_assumption_set_aside_would_allow_says_so() -> None:
    answer = LIBRARY["memory"].solve("zero", P="7.5B", gpus=64, M_states="3GB")
    rows = {row.key: row for row in answer.rows}
    assert rows["1"].aside.startswith("tp=1 set aside: tp = 18.8")
    assert rows["3"].feasible is False  # all GPUs share all states, however they are laid out
    assert rows["3"].failure == "M_states = 1.875 GB, not 3GB"


@pytest.mark.parametrize(
    ("unknown", "given", "value"),
    [
        (
            "layers",
            "hidden=20480 heads=128 vocab=51200 global_batch=280 gpus=280 tp=8 pp=35 t_iteration=37.83s",
            105,
        ),
        ("hidden", "layers=105 vocab=51200 token_rate_gpu=60token/s", 18_355),
    ],
)
def test_a_given_from_which_others_follow_bears_on_the_answer(unknown: str, given: str, value: float) -> None:
    pairs = {"architecture": "gpt", **dict(pair.split("=") for pair in given.split())}
    mfu = "0.56046184" if unknown == "layers" else "0.5"
    by_share = LIBRARY["throughput"].solve(unknown, {**pairs, "gpu": "A100_SXM_80GB", "mfu": mfu})
    by_rate = LIBRARY["throughput"].solve(unknown, {**pairs, "flops": f"{float(mfu) * 312}TFLOP/s"})
    assert by_share.value == pytest.approx(value, rel=1e-4)
    assert by_share.value == pytest.approx(by_rate.value, rel=1e-9)
    assert by_share["seq"] == 2048


@pytest.mark.parametrize(
    ("system", "unknown", "given", "named"),
    [
        ("parallelism", "tp", {"dp": 8}, "gpus"),
        ("parallelism", "pp", {"dp": 8, "tp": 2}, "gpus"),
        ("parallelism", "tp", {"dp": 64, "pp": 16}, "gpus"),
        ("communication", "axes", {}, "tp_most"),
        ("finetune", "block", {}, "constants"),
    ],
)
def test_what_would_decide_is_named_where_nothing_given_does(
    system: str, unknown: str, given: dict[str, object], named: str
) -> None:
    with pytest.raises(MissingInputsError) as caught:
        LIBRARY[system].solve(unknown, given)
    assert named in set().union(*caught.value.sets)
    assert isinstance(caught.value.answer, tmath.Answer)
    assert not caught.value.answer.binding


def test_a_formula_as_default_answers_where_nothing_else_could() -> None:
    answer = LIBRARY["memory"].solve("largest_module", model="llama_2_7b")
    assert answer.value == pytest.approx(4 * 4096**2 + 3 * 4096 * 11008)
    assert answer.assumed[0].label == "largest_module"


def test_a_bare_name_says_that_nothing_would_decide_it() -> None:
    with pytest.raises(MissingInputsError, match="no set of up to three inputs would") as caught:
        LIBRARY["memory"].solve("steps", {})
    assert "nothing given decides steps" in str(caught.value.answer)


def test_a_target_beyond_reach_is_out_of_range_beside_equations_that_say_nothing() -> None:
    assert LIBRARY["communication"].solve("tp", V_tp="2GB", P="7B").value == pytest.approx(1.848430464)
    with pytest.raises(OutOfRangeError) as caught:
        LIBRARY["communication"].solve("tp", V_tp="10GB", P="7B")
    assert caught.value.high == pytest.approx(4.357, rel=1e-3)
