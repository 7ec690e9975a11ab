"""The command line as users and scripts meet it: exit codes, what goes where, wrong inputs, pipes and widths."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tmath.cli import main

PENDULUM = '''"""A pendulum of small swing."""

sources:
    huygens = "Huygens 1673, Horologium Oscillatorium" https://example.org/huygens

quantities:
    length         [m]       "From pivot to bob"
    g = 9.81       [m/s^2]   "Acceleration of free fall"
    period, T      [s]       "There and back"
    angle          [1, 0..1] "Amplitude"
    swings         [1, integer] "Swings counted"
    counted        [s]       "Time of all swings"

equations:
    period = 2 * pi * sqrt(length / g)   from huygens "part 2"
    counted = swings * period            from huygens "part 4"

choice place = earth "Where it hangs":
    | place | pull [m/s^2] |
    | earth | 9.81 |
    | moon  | 1.62 |

constraints:
    short: length <= 2 [m] "The ceiling is in the way"

check "The seconds pendulum" from huygens "part 4" within 1%:
    | length [m] | -> period [s] |
    | 0.994      | 2             |
'''


@pytest.fixture
def own(tmp_path: Path) -> str:
    path = tmp_path / "pendulum.eq"
    path.write_text(PENDULUM, "utf-8")
    return str(path)


class Ran:
    """Exit code and streams of one command line."""

    def __init__(self, code: int, out: str, err: str):
        self.code, self.out, self.err = code, out, err


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*argv: str) -> Ran:
        code = main(argv)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Ran(code, out, err)

    return run


@pytest.fixture
def solve(run: Run, own: str) -> Run:
    return lambda *argv: run("solve", "pendulum", "--equations", own, *argv)


# -- help ------------------------------------------------------------------------------------------


def test_alone_it_says_what_it_does_with_three_examples(run: Run) -> None:
    ran = run()
    assert ran.code == 0
    assert ran.out.count("\n   tmath ") == 3
    assert all(len(line) <= 80 for line in ran.out.splitlines())


@pytest.mark.parametrize("command", ["solve", "show", "list", "check", "fmt", "completion"])
def test_every_command_has_help(run: Run, command: str) -> None:
    for argv in ([command, "--help"], ["help", command], [command, "-h"]):
        ran = run(*argv)
        assert ran.code == 0
        assert ran.out.startswith(f"tmath {command}")
        assert all(len(line) <= 80 for line in ran.out.splitlines())


def test_version(run: Run) -> None:
    assert run("--version").out.startswith("tmath 0.")


# -- answers -----------------------------------------------------------------------------------------


def test_an_answer_goes_to_stdout(solve: Run) -> None:
    ran = solve("--for", "period", "length=1m")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("period = 2.006 s")
    assert "length=1m" in ran.out
    assert "g=9.81m/s^2" in ran.out
    assert "Huygens 1673 (part 2)" in ran.out


def test_pairs_may_stand_anywhere(run: Run, own: str) -> None:
    orders = [
        ["length=1m", "--for", "period", "pendulum"],
        ["--for", "period", "pendulum", "length=1m"],
        ["pendulum", "length=1m", "--for=period"],
    ]
    outs = {run("solve", "--equations", own, *order).out for order in orders}
    assert len(outs) == 1


def test_the_unknown_may_be_any_quantity(solve: Run) -> None:
    assert solve("--for", "length", "period=2s", "--quiet").out.startswith("0.99396")
    assert solve("--for", "g", "period=2s", "length=1m", "--quiet").out.startswith("9.869")


def test_aliases_work(solve: Run) -> None:
    assert solve("--for", "T", "length=1m", "--quiet").out == solve("--for", "period", "length=1m", "--quiet").out


def test_quiet_is_one_number(solve: Run) -> None:
    ran = solve("--for", "period", "length=1m", "--quiet")
    assert ran.code == 0
    assert float(ran.out) == pytest.approx(2.00606, rel=1e-5)
    assert len(ran.out.splitlines()) == 1


def test_in_another_unit(solve: Run) -> None:
    assert float(solve("--for", "period", "length=1m", "--quiet", "--in", "ms").out) == pytest.approx(2006.06, rel=1e-5)
    assert "2_006 ms" in solve("--for", "period", "length=1m", "--in", "ms").out


def test_json_is_one_object_with_unrounded_numbers(solve: Run) -> None:
    ran = solve("--for", "period", "length=1m", "--json")
    data = json.loads(ran.out)
    assert data["schema_version"] == 1
    assert data["system"] == "pendulum"
    assert data["unknown"] == "period"
    assert data["kind"] == "equal"
    assert data["unit"] == "s"
    assert data["value"] == pytest.approx(2.0060666807106475, rel=1e-14)
    assert data["given"] == {"length": {"value": 1, "unit": "m"}}


def test_latex(solve: Run) -> None:
    assert r"\sqrt{\frac{\mathrm{length}}{g}}" in solve("--for", "period", "length=1m", "--latex").out


def test_explain_names_steps_rules_and_sources(solve: Run) -> None:
    out = solve("--for", "counted", "length=1m", "swings=10", "--explain").out
    assert "How counted follows" in out
    assert "period = 2 * pi * sqrt(length / g)" in out
    assert "Assumptions, by the rule" in out
    assert "https://example.org/huygens" in out


def test_without_numbers_the_formula_is_the_answer(solve: Run) -> None:
    ran = solve("--for", "period", "--without", "short")
    assert ran.code == 0
    assert ran.out.startswith("period = 2 * pi * sqrt(length / g)")
    assert "to get a number, give: length" in ran.out


def test_what_is_printed_as_given_and_assumed_can_be_pasted_back(solve: Run) -> None:
    first = solve("--for", "counted", "length=1.25m", "swings=1000")
    lines = [line.split(maxsplit=1) for line in first.out.splitlines()]
    pasted = " ".join(line[1] for line in lines if line[0] in ("given", "assumed")).split()
    again = solve("--for", "counted", *pasted)
    assert again.out.splitlines()[0] == first.out.splitlines()[0]


def test_several_unknowns(solve: Run) -> None:
    ran = solve("--for", "period,counted", "length=1m", "swings=10")
    assert ran.out.splitlines()[0].startswith("period = ")
    assert any(line.startswith("counted = ") for line in ran.out.splitlines())
    assert len(solve("--for", "period,counted", "length=1m", "swings=10", "--quiet").out.splitlines()) == 2


def test_broken_verdicts_are_loud_and_exit_0(solve: Run) -> None:
    ran = solve("--for", "period", "length=3m")
    assert ran.code == 0
    assert "BROKEN" in ran.out
    assert "The ceiling is in the way" in ran.out


# -- refusals ----------------------------------------------------------------------------------------

REFUSED = [
    (["--for", "period", "lenght=1m"], "length"),
    (["--for", "perod", "length=1m"], "period"),
    (["--for", "period", "length=1mm2"], "length=1mm2"),
    (["--for", "period", "length=1kg"], "length=1kg"),
    (["--for", "period", "length="], "length"),
    (["--for", "period", "length=abc"], "length=abc"),
    (["--for", "period", "length=1m", "length=2m"], "twice"),
    (["--for", "period", "period=2s", "T=3s"], "twice"),
    (["--for", "period", "period=2s"], "both asked for and given"),
    (["--for", "period", "place=mon"], "moon"),
    (["--for", "period", "length=1m", "--in", "GB"], "--in GB"),
    (["--for", "period", "length=1m", "--in", "sec"], "--in sec"),
    (["--for", "period", "length=1m", "--tight", "shrt"], "short"),
    (["--for", "period", "length=1m", "--without", "nothing"], "nothing"),
    (["--for", "period", "length=1m", "--pick", "best"], "min or max"),
    (["--for", "period", "length=1m", "--quite"], "--quiet"),
    (["--for", "period", "length=1m", "--json", "--quiet"], "--json"),
    (["--for"], "--for"),
    (["--for", "period", "--for", "length"], "twice"),
    (["length=1m"], "--for"),
    (["--for", "period", "length=1", "m"], "quotes"),
    (["--for", "period", "length", "=", "1m"], "length"),
    (["--for", "period", "length==1m"], "length"),
]


@pytest.mark.parametrize(("argv", "named"), REFUSED, ids=[" ".join(argv) for argv, _ in REFUSED])
def test_bad_input_is_one_line_on_stderr_and_exit_2(solve: Run, argv: list[str], named: str) -> None:
    ran = solve(*argv)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert named in ran.err


def test_an_unknown_system_is_refused_with_the_nearest(run: Run) -> None:
    ran = run("solve", "memry", "--for", "P")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean memory" in ran.err


def test_an_unknown_command_is_refused_with_the_nearest(run: Run) -> None:
    assert "did you mean solve" in run("sovle").err
    assert "tmath solve memory" in run("memory", "--for", "P").err
    assert run("memory", "--for", "P").code == 2


def test_a_missing_file_is_refused(run: Run) -> None:
    ran = run("solve", "memory", "--for", "P", "--equations", "/nowhere/at/all")
    assert (ran.code, ran.out) == (2, "")


# -- the other outcomes --------------------------------------------------------------------------------


def test_no_solution_exits_1(solve: Run) -> None:
    ran = solve("--for", "angle", "angle=0.5")
    assert ran.code == 2
    ran = solve("--for", "swings", "counted=20s", "length=1m", "--quiet")
    assert ran.code == 0


def test_missing_inputs_exit_4_where_a_number_is_needed(solve: Run) -> None:
    for form in ("--quiet", "--json"):
        ran = solve("--for", "counted", "length=1m", form)
        assert ran.code == 4
        assert "swings" in ran.err
    assert json.loads(ran.out)["error"] == "MissingInputsError"
    assert solve("--for", "counted", "length=1m,2m").code == 4


def test_contradictions_exit_5(solve: Run) -> None:
    ran = solve("--for", "counted", "length=1m", "period=3s", "g=9.81m/s^2", "swings=2")
    assert (ran.code, ran.out) == (5, "")
    assert "period" in ran.err


def test_a_wrong_file_exits_3_with_the_place(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "broken.eq"
    path.write_text("quantities:\n    a [m]\n    b [s]\nequations:\n    a = b\n", "utf-8")
    ran = run("solve", "broken", "--for", "a", "--equations", str(path))
    assert (ran.code, ran.out) == (3, "")
    assert "broken.eq:5:" in ran.err
    assert "^" in ran.err


def test_a_bug_is_one_line_and_exit_70(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import tmath.commands.list

    def fail(_: object) -> int:
        raise RuntimeError("deep inside")

    monkeypatch.setattr(tmath.commands.list, "run", fail)
    ran = run("list")
    assert (ran.code, ran.out) == (70, "")
    assert len(ran.err.splitlines()) == 1
    assert "report" in ran.err


def test_a_bug_is_shown_where_asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import tmath.commands.list

    def fail(_: object) -> int:
        raise RuntimeError("deep inside")

    monkeypatch.setattr(tmath.commands.list, "run", fail)
    monkeypatch.setenv("TMATH_DEBUG", "1")
    assert main(["list"]) == 70
    assert "Traceback" in capsys.readouterr().err


# -- sweeps ----------------------------------------------------------------------------------------------


def test_a_sweep_is_one_line_a_combination(solve: Run) -> None:
    ran = solve("--for", "counted", "length=0.5m..1.5m:3", "swings=10,20")
    lines = ran.out.splitlines()
    assert ran.code == 0
    assert len(lines) == 7
    assert lines[0].split() == ["length", "swings", "counted"]
    assert lines[1].split()[:2] == ["0.5m", "10"]


def test_a_geometric_range(solve: Run) -> None:
    ran = solve("--for", "counted", "length=1m", "swings=1..8:x2", "--quiet")
    first, *rest = map(float, ran.out.split())
    assert [value / first for value in rest] == pytest.approx([2, 4, 8])


@pytest.mark.parametrize("every", ["all", "*", "earth,moon"])
def test_every_row_of_a_choice(solve: Run, every: str) -> None:
    lines = solve("--for", "period", "length=1m", f"place={every}").out.splitlines()
    assert [line.split()[0] for line in lines] == ["place", "earth", "moon"]


def test_sweep_to_csv(solve: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert solve("--for", "period", "length=1m,4m", "--csv", str(path)).code == 0
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    assert rows[0][:2] == ["length [m]", "period [s]"]
    assert float(rows[2][1]) == pytest.approx(2 * float(rows[1][1]), rel=1e-12)


def test_sweep_to_json(solve: Run) -> None:
    data = json.loads(solve("--for", "period", "length=1m,4m", "--json").out)
    assert data["schema_version"] == 1
    assert [row["at"] for row in data["rows"]] == [{"length": 1}, {"length": 4}]
    assert data["rows"][1]["period"] == pytest.approx(2 * data["rows"][0]["period"], rel=1e-12)


def test_a_plot_without_matplotlib_says_what_to_install(solve: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    ran = solve("--for", "period", "length=1m,4m", "--plot", "out.png")
    assert (ran.code, ran.out) == (2, "")
    assert "tmath[plot]" in ran.err


# -- show, list, check, fmt ---------------------------------------------------------------------------------


def test_show_prints_a_system_as_a_paper_would(run: Run, own: str) -> None:
    out = run("show", "pendulum", "--equations", own).out
    for part in ("Nomenclature", "Equations", "Choices", "Assumptions", "Constraints", "Checked against", "Sources"):
        assert f"\n{part}" in out
    assert "(1) period = 2 * pi * sqrt(length / g)" in out
    assert "[huygens, part 2]" in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_show_a_quantity_prints_what_it_is_in(run: Run, own: str) -> None:
    out = run("show", "pendulum", "T", "--equations", own).out
    assert "(1) period" in out
    assert "(2) counted" in out
    assert "length <= 2" not in out


def test_list(run: Run, own: str) -> None:
    assert "A pendulum of small swing." in run("list", "--equations", own).out
    out = run("list", "pendulum", "--equations", own).out
    assert "period, T" in out
    assert "9.81" in out
    assert "earth (default), moon" in out


def test_check_counts(run: Run, own: str) -> None:
    ran = run("check", own)
    assert ran.code == 0
    assert "1 published number, all reproduced" in ran.out
    assert "1 found again" in ran.out


def test_check_fails_on_a_number_that_is_not_reproduced(run: Run, own: str) -> None:
    Path(own).write_text(PENDULUM.replace("0.994      | 2  ", "0.994      | 2.1"), "utf-8")
    ran = run("check", own)
    assert ran.code == 3
    assert "1 FAILED" in ran.out
    assert "published  period = 2.1" in ran.out
    assert re.search(r"pendulum\.eq:\d+:\d+: a check fails: The seconds pendulum", ran.out)
    assert ran.err == "1 mistake\n"


def test_fmt_aligns_and_keeps_the_meaning(run: Run, own: str) -> None:
    assert run("fmt", "--check", own).code == 1
    assert Path(own).read_text("utf-8") == PENDULUM
    assert run("fmt", own).code == 0
    assert run("fmt", "--check", own).code == 0
    assert "    swings   [1, integer]" not in PENDULUM
    assert run("check", own).code == 0


def test_a_file_of_a_shipped_name_replaces_it_with_a_word(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "memory.eq"
    path.write_text(PENDULUM, "utf-8")
    ran = run("solve", "memory", "--for", "period", "length=1m", "--equations", str(tmp_path))
    assert ran.code == 0
    assert ran.out.startswith("period = ")
    assert len(ran.err.splitlines()) == 1
    assert "memory.eq" in ran.err


def test_the_environment_names_files_too(run: Run, own: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMATH_EQUATIONS", str(Path(own).parent))
    assert run("solve", "pendulum", "--for", "period", "length=1m").code == 0


# -- completion ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("tmath so", ["solve"]),
        ("tmath solve pend", ["pendulum"]),
        ("tmath solve pendulum --fo", ["--for"]),
        ("tmath solve pendulum --for co", ["counted"]),
        ("tmath solve pendulum --for period len", ["length="]),
        ("tmath solve pendulum --for period place=m", ["place=moon"]),
        ("tmath solve pendulum --for period counted=2mi", ["counted=2min"]),
        ("tmath solve pendulum --for period --tight ", ["short"]),
        ("tmath solve pendulum --pick m", ["min", "max"]),
        ("tmath solve nothing --for ", []),
    ],
)
def test_completion(run: Run, own: str, monkeypatch: pytest.MonkeyPatch, line: str, offered: list[str]) -> None:
    monkeypatch.setenv("TMATH_EQUATIONS", own)
    assert run("completion", "words", line).out.split() == offered


def test_completion_scripts(run: Run) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert "tmath completion words" in run("completion", shell).out
    assert run("completion", "bsh").code == 2


# -- streams: a process of its own ----------------------------------------------------------------------------


def process(*argv: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tmath", *argv],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_a_pipe_gets_no_colour_and_80_columns(own: str) -> None:
    ran = process("show", "pendulum", "--equations", own)
    assert ran.returncode == 0
    assert "\x1b" not in ran.stdout
    assert all(len(line) <= 80 for line in ran.stdout.splitlines())


@pytest.mark.parametrize("columns", ["30", "44", "60"])
def test_narrow_terminals_are_readable(own: str, columns: str) -> None:
    ran = process("solve", "pendulum", "--for", "period", "length=3m", "--equations", own, COLUMNS=columns)
    assert ran.returncode == 0
    assert all(len(line) <= int(columns) for line in ran.stdout.splitlines())


def test_a_broken_pipe_is_silent() -> None:
    command = f"{sys.executable} -m tmath show memory | head -n 1"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert ran.stdout.startswith("memory")


def test_an_ascii_terminal_is_no_danger() -> None:
    ran = process("show", "memory", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert ran.returncode == 0
    assert ran.stderr == ""
