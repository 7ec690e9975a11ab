"""Public names and what is written about them cannot drift apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tmath
from tmath import errors

ROOT = Path(__file__).parent.parent


def test_every_public_name_is_there() -> None:
    for name in tmath.__all__:
        assert getattr(tmath, name).__doc__, name
    assert list(tmath.__all__) == sorted(tmath.__all__)
    assert set(tmath.__all__) <= set(dir(tmath))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'solveset'"):
        tmath.solveset  # noqa: B018


def test_the_error_tree_in_the_docs_is_the_tree() -> None:
    drawn = re.findall(r"(\w+Error)\b", errors.__doc__ or "")
    defined = {name for name in errors.__all__ if name.endswith("Error")}
    assert set(drawn) - {"ValueError"} == defined
    assert defined <= set(tmath.__all__)


@pytest.mark.parametrize("name", [name for name in errors.__all__ if name.endswith("Error")])
def test_every_error_has_an_exit_code_that_is_documented(name: str) -> None:
    error = getattr(errors, name)
    documented = re.search(rf"{name}\b.*\(exit (\d)\)", errors.__doc__ or "")
    if documented:
        assert error.exit_code == int(documented[1])


def test_readme_speaks_of_names_that_exist() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name in re.findall(r"\btmath\.([a-z_]+)\(", readme):
        assert name in tmath.__all__, name


def test_every_command_is_in_the_readme() -> None:
    from tmath.commands.table import COMMANDS

    readme = (ROOT / "README.md").read_text("utf-8")
    for name in COMMANDS:
        assert f"tmath {name}" in readme, name


def test_the_version_is_one() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    assert f'version = "{tmath.__version__}"' in text
