"""The canonical layout of an equation file: blocks indented, tables and declarations in columns, all else as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, zip_longest
from typing import NamedTuple

INDENT = "    "
_SECTION = re.compile(r"(sources|units|quantities|equations|assumptions|fallbacks|constraints)\s*:\s*(#.*)?$")
_HEADER = re.compile(r"(choice|check)\b")
_MORE = re.compile(r'[-+*/^=<>"~!)]|(and|or|if|else|from)\b')
_OPEN_END = re.compile(r"([-+*/^=<>(,]|\b(and|or|if|else))$")
_URL = re.compile(r"https?://\S+")
_STRING_OR_COMMENT = re.compile(r'"[^"]*"|(?:(?<=\s)|^)#.*')


class Line(NamedTuple):
    """One line and what it is."""

    kind: str  # doc, blank, comment, top, entry, more, table
    section: str
    text: str  # without indentation, but for doc
    indent: int


def layout(text: str) -> str:
    """The text of a file in canonical layout; only white space outside strings changes."""
    written: list[str] = []
    for kind, group in groupby(_lines(text.replace("\r\n", "\n").split("\n")), _block):
        lines = list(group)
        if kind == "table":
            written += [INDENT + row for row in _table([line.text for line in lines])]
        elif kind.startswith("entries"):
            written += _entries(lines)
        elif kind == "blank":
            written.append("")
        else:
            written += [line.text for line in lines]
    return "\n".join(written).strip("\n") + "\n" if any(written) else ""


def _block(line: Line) -> str:
    """Lines that are laid out together."""
    return f"entries {line.section}" if line.kind in ("entry", "more", "comment") and line.section else line.kind


def _lines(texts: Iterable[str]) -> Iterator[Line]:
    section, in_doc, last, depth = "", False, "", 0
    for raw in texts:
        text = raw.rstrip()
        bare = text.strip()
        if in_doc or (not section and bare.startswith('"""')):
            in_doc = in_doc ^ (bare.count('"""') % 2 == 1)
            yield Line("doc", "", text, 0)
            continue
        indent = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())
        code = _STRING_OR_COMMENT.sub(
            lambda found: "" if found[0].startswith("#") else '""', _URL.sub("url", bare)
        ).strip()
        if not code:
            at_top = not section or not indent
            kind = "blank" if not bare else "top" if at_top else "comment"
            yield Line(kind, "" if kind == "top" else section, bare, indent)
            continue
        if bare.startswith("|"):
            kind = "table"
        elif depth > 0 or (last and (_MORE.match(code) or _OPEN_END.search(last))):
            kind = "more"
        elif found := _SECTION.match(bare):
            kind, section = "top", found[1]
        elif _HEADER.match(bare):
            kind, section = "top", "table"
        elif re.match(r"use\b", bare):
            kind, section = "top", "use"
        else:
            kind = "entry"
        last, depth = code, max(0, depth + code.count("(") - code.count(")")) if kind != "table" else 0
        yield Line(kind, "" if kind == "top" else section, bare, indent)


# -- tables --------------------------------------------------------------------------------------


def _table(rows: list[str]) -> list[str]:
    """Rows with their cells in columns; what follows the last bar stays behind it."""
    split = [_cells(row) for row in rows]
    widths = [max(map(len, column)) for column in zip_longest(*(cells for cells, _ in split), fillvalue="")]
    laid = []
    for cells, tail in split:
        bars = " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=False))
        laid.append(f"| {bars} |{'  ' + tail if tail else ''}")
    return laid


def _cells(row: str) -> tuple[list[str], str]:
    parts = [""]
    for piece in re.findall(r'"[^"]*"|\||#.*|[^"|#]+|"', row):
        if piece == "|":
            parts.append("")
        else:
            parts[-1] += piece
    return [part.strip() for part in parts[1:-1]], parts[-1].strip()


# -- declarations ----------------------------------------------------------------------------------


def _entries(lines: list[Line]) -> list[str]:
    section = lines[0].section
    if section in ("quantities", "units"):
        heads = [_unit_split(line.text) if line.kind == "entry" else ["", "", ""] for line in lines]
    elif section == "sources":
        heads = [_equals_split(line.text) if line.kind == "entry" else ["", "", ""] for line in lines]
    else:
        heads = [["", "", line.text] for line in lines]
    wide = [max(len(head[0]) for head in heads), max(len(head[1]) for head in heads)]
    gap = " " if section == "sources" else "  "
    laid, shift = [], 0
    for line, head in zip(lines, heads, strict=True):
        if line.kind == "entry":
            shift = len(INDENT) - line.indent
            columns = [part.ljust(width) for part, width in zip(head, wide, strict=False) if width]
            laid.append((INDENT + gap.join([*columns, head[2]] if any(head[:2]) else [line.text])).rstrip())
        elif line.kind == "more":
            least = len(INDENT) * (1 if section == "table" else 2)
            laid.append(" " * max(least, line.indent + shift) + line.text)
        else:
            laid.append(INDENT + line.text)
    return laid


def _unit_split(text: str) -> list[str]:
    """Names and default, the unit in brackets, and the rest."""
    start = _outside(text, "[")
    end = text.find("]", start) + 1
    return ["", "", text] if start < 0 or not end else [text[:start].strip(), text[start:end], text[end:].strip()]


def _equals_split(text: str) -> list[str]:
    start = _outside(text, "=")
    return ["", "", text] if start < 0 else [text[:start].strip(), "=", text[start + 1 :].strip()]


def _outside(text: str, mark: str) -> int:
    """Where a mark first stands outside of strings and comments, or -1."""
    blank = _STRING_OR_COMMENT.sub(lambda found: " " * len(found[0]), text)
    return blank.find(mark)
