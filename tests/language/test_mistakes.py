"""What is said about wrong files, and that nothing a file holds makes the parser fail or wait."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tmath.errors import ParseError, SourceError, TableError
from tmath.language.diagnosis import Stop, read
from tmath.language.lexing import MAX_DEPTH, MAX_OPERATORS, build
from tmath.language.messages import SIGNS, mistakes
from tmath.language.parser import parse
from tmath.language.syntax import FileDecl, Name, Node, walk

FORMS = Path(__file__).with_name("forms.eq").read_text("utf-8")


def read_all(text: str) -> FileDecl:
    return parse(text, "mine", "mine.eq")


def expression(text: str) -> Node:
    (relation,) = read_all(f"equations:\n    x = {text}\n").relations
    return relation.right


def problems(text: str) -> list[str]:
    with pytest.raises(SourceError) as caught:
        read_all(text)
    return [problem.message for problem in caught.value.problems]


# -- mistakes --------------------------------------------------------------------------------------


def test_a_line_that_continues_a_heading_is_told_apart() -> None:
    assert problems("equations:\n    - x = 3\n") == ["a line that continues the heading above"]
    assert problems('quantities:\n    "doc"\n    x [1]\n') == ["a line that continues the heading above"]


def test_a_link_that_ends_like_an_operator_continues_no_line() -> None:
    text = 'sources:\n    a = "A" https://x.org/\n    b = "B" https://x.org/#c-\n    c = "C"\nequations:\n    x == y\n'
    assert problems(text) == ["'==' where one '=' is enough"]


def test_all_mistakes_are_told_at_once_and_in_order() -> None:
    text = """
quantities:
    a "doc"
    b [1, intger]
equations:
    a == b
    b = c
    c = (a + b
    d = a / 0
choice k:
    | k | l [1] |
    | m | 1     | 2 |
fallbacks:
"""
    with pytest.raises(ParseError) as caught:
        read_all(text)
    found = caught.value.problems
    assert [problem.spans[0].line for problem in found] == [3, 4, 6, 8, 9, 12, 13]
    assert {problem.error for problem in found} == {ParseError, TableError}


def test_examples_of_mistakes_stop_the_parser_each_in_its_own_way() -> None:
    parser = build()
    owner: dict[tuple[int, str], str] = {}
    for mistake in mistakes():
        assert mistake.examples, mistake.message
        for rule, text in mistake.examples:
            stop = read(parser, rule, text + "\n", 0, len(text) + 1, values=False)
            assert isinstance(stop, Stop), f"{rule} {text} is no mistake"
            other = owner.setdefault((stop.state, stop.kind), mistake.message)
            assert other == mistake.message, f"{rule} {text}"


@pytest.mark.parametrize(
    ("rule", "text", "message"),
    [pytest.param(rule, text, m.message, id=f"{rule}: {text}") for m in mistakes() for rule, text in m.examples],
)
def test_examples_of_mistakes_get_their_message(rule: str, text: str, message: str) -> None:
    found = problems(BEFORE.get(rule, "") + text + "\n" + AFTER.get(rule, ""))
    pattern = ".*".join(re.escape(part) for part in re.split(r"{\w+}", message))
    assert any(re.fullmatch(pattern, said) for said in found)


BEFORE = {
    "source": "sources:\n",
    "unit": "units:\n",
    "quantity": "quantities:\n",
    "equation": "equations:\n",
    "constraint": "constraints:\n",
    "heading": "choice a:\n",
    "row": "choice a:\n| a | b [1] |\n",
}
AFTER = {
    "choice_head": "| a | b [1] |\n| b | 1 |\n",
    "check_head": "| -> b [1] |\n| 1 |\n",
    "heading": "| c | 1 |\n",
}


def test_no_message_shows_the_names_of_tokens() -> None:
    names = {terminal.name for terminal in build().terminals} | {"$END", "<END-OF-FILE>"}
    for mistake in mistakes():
        words = set(f"{mistake.message} {mistake.expected} {mistake.fix}".replace(":", " ").split())
        assert not words & names
    for sign, said in SIGNS.items():
        assert len(sign) == 1 and not set(" ".join(said).split()) & names


# -- size ------------------------------------------------------------------------------------------


def test_nesting_and_length_have_limits_that_are_reached() -> None:
    deep = "(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH
    assert isinstance(expression(deep), Name)
    assert len(list(walk(expression("a" + " + a" * (MAX_OPERATORS - 1))))) == 2 * MAX_OPERATORS - 1
    assert problems(f"equations:\n    x = ({deep})\n") == ["parentheses nested too deep"]
    assert problems("equations:\n    x = a" + " + a" * MAX_OPERATORS) == ["a statement with too many operators"]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 200_000,
        "equations:\n    x = " + "-" * 90_000 + "a\n",
        "equations:\n    x = " + "not " * 20_000 + "a\n",
        "equations:\n    x = " + "a ^ " * 20_000 + "a\n",
        "equations:\n    x = 1" + "0" * 90_000,
        "equations:\n    x = 1e" + "9" * 90_000,
        "\n" * 1_000_000 + "x",
        "# c\n" * 200_000 + "x",
        "a" * 10_000_000,
        '"' * 99_999,
        '"""' + "a" * 50_000,
        '""" ' * 20_001,
        "equations:\n" + "    (\n" * 20_000,
        "choice a:\n" + "|" * 90_000,
        "\u202e" * 50_000,
        "é" * 50_000,
        "[" * 50_000,
        "use " + "a, " * 30_000,
    ],
    ids=range(18),
)
def test_hostile_texts_are_refused_quickly(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(SourceError) as caught:
        read_all(text)
    assert len(str(caught.value.problems[0])) < 2000
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("power", ["9^9^9^9", "10^401", "2^(1e399)", "0.5^-9999", "(9^9)^(9^9)", "a^9999", "9**9**9"])
def test_powers_beyond_all_bounds_are_refused(power: str) -> None:
    assert len(problems(f"equations:\n    x = {power}\n")) == 1


@pytest.mark.parametrize("zero", ["1/0", "1/(0)", "a/0.0", "1/-0", "1/(2-2)", "1/0 [s]", "0^-1", "a/(0*3)"])
def test_division_by_a_literal_zero_is_refused(zero: str) -> None:
    assert problems(f"equations:\n    x = {zero}\n") == ["division by zero"]


# -- anything ----------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_damaged_file_is_read_or_refused_with_words(data: st.DataObject) -> None:
    text = FORMS
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        put = data.draw(st.one_of(st.text(max_size=4), st.sampled_from(list('()[]"|=:^*/+-,.%#\n\t') + PIECES)))
        text = text[:start] + put + text[end:]
    try:
        read_all(text)
    except SourceError as error:
        assert all(problem.spans and problem.message for problem in error.problems)
        assert all(1 <= p.spans[0].line <= text.count("\n") + 2 and p.spans[0].column >= 1 for p in error.problems)
        assert "$END" not in str(error) and "_NL" not in str(error)


PIECES = ['"""', "==", ":=", "->", "~=", " if ", " else ", " and ", "equations:\n", "choice ", "check ", "| - |", "1e9"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='abx019.=~<>+-*/^()[]"|,:# \n\tµ', max_size=60))
def test_any_text_is_read_or_refused_with_words(text: str) -> None:
    for before in ("", "equations:\n", "quantities:\n", "choice a:\n| a | b [1] |\n"):
        try:
            read_all(before + text)
        except SourceError as error:
            assert error.problems
