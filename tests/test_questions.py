"""Questions as users type them: kind, value, and the name of what decides each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import tmath
from tmath.errors import ContradictionError, InputError, MissingInputsError, SolveError

QUESTIONS = json.loads((Path(__file__).parent / "data" / "questions.json").read_text())["rows"]
LIBRARY = tmath.load()


def asked(text: str) -> tuple[str, str, dict[str, str]]:
    """System, unknown and givens of a question."""
    words = text.split()
    system, unknown, rest = words[0], words[words.index("--for") + 1], words[3:]
    return system, unknown, dict(word.split("=", 1) for word in rest if "=" in word)


def answered(row: dict[str, Any]) -> tuple[str, float | None, str]:
    system, unknown, given = asked(row["ask"])
    try:
        answer = LIBRARY[system].solve(unknown, given)
    except MissingInputsError as error:
        return "missing", None, str(error)
    except ContradictionError as error:
        return "contradiction", None, str(error)
    except InputError as error:
        return "refused", None, str(error)
    except SolveError as error:
        return "none", None, str(error)
    text = str(answer)
    value = answer.value
    assert isinstance(value, float)
    return answer.kind, value, text


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row["ask"])
def test_what_decides(row: dict[str, Any]) -> None:
    if asked(row["ask"])[0] not in LIBRARY:
        pytest.skip("a system still to come")
    kind, value, text = answered(row)
    assert kind == row["kind"], text
    if "value" in row:
        assert value is not None
        assert abs(value - row["value"]) <= max(row["within"], 1e-12) * abs(row["value"])
    if "by" in row:
        assert row["by"] in text
