"""The canonical layout aligns columns and changes nothing but white space outside strings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tmath.language.layout import layout

SHIPPED = sorted(Path(__file__).parents[2].joinpath("equations").glob("*.eq"))

UNTIDY = '''"""A title.

   Its    text stays."""
use architecture,   parallelism


sources:
  tm101 = "Anthony et al. 2023" https://blog.example/transformer-math/#x
  zero = "Rajbhandari et al. 2020"   # private
quantities:
  micro_batch, b = 1 [1, integer] "Sequences [of one] replica"
  # the weights
  M_weights [GB] "Weights"
      from tm101
choice precision = mixed "Bytes | of a weight" from tm101:
| precision | weight_bytes [byte/param] | # a word
| fp32 | 4 |
| mixed | (1 + 1) * 1 |
equations:
 M_weights   = weight_bytes * P   from zero "a | b"
 total: M_total = M_weights +
   M_grads
'''

TIDY = '''"""A title.

   Its    text stays."""
use architecture,   parallelism

sources:
    tm101 = "Anthony et al. 2023" https://blog.example/transformer-math/#x
    zero  = "Rajbhandari et al. 2020"   # private
quantities:
    micro_batch, b = 1  [1, integer]  "Sequences [of one] replica"
    # the weights
    M_weights           [GB]          "Weights"
        from tm101
choice precision = mixed "Bytes | of a weight" from tm101:
    | precision | weight_bytes [byte/param] |  # a word
    | fp32      | 4                         |
    | mixed     | (1 + 1) * 1               |
equations:
    M_weights   = weight_bytes * P   from zero "a | b"
    total: M_total = M_weights +
        M_grads
'''


def test_golden() -> None:
    assert layout(UNTIDY) == TIDY


def test_laying_out_twice_changes_nothing() -> None:
    assert layout(TIDY) == TIDY


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_change_in_white_space_alone(path: Path) -> None:
    text = path.read_text("utf-8")
    laid = layout(text)
    assert "".join(laid.split()) == "".join(text.split())
    assert layout(laid) == laid


def test_line_ends_of_windows_become_plain() -> None:
    assert layout("quantities:\r\n    a [1]\r\n") == "quantities:\n    a  [1]\n"


def test_an_empty_file_stays_empty() -> None:
    assert layout("") == ""
