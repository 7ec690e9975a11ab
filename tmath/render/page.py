"""Plain pages: labelled entries wrapped to a width, with or without colour."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # every answer needs this module, so it imports little
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

LABEL = 14  # columns of margin and label before an entry's text
NARROW = 50  # below this width a label stands on a line of its own


def clean(text: str) -> str:
    """Text of a file made fit for a terminal: no control, format or private characters but our own colours."""
    if text.isprintable():
        return text
    import re

    parts = re.split("(\x1b\\[(?:[012]|32|1;31)m)", text)
    return "".join(part if n % 2 else "".join(map(_harmless, part)) for n, part in enumerate(parts))


def _harmless(character: str) -> str:
    import unicodedata

    return "?" if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs") and character != "\n" else character


def wrap(text: str, width: int) -> list[str]:
    """The words of a text in lines of at most `width` columns; a longer word has a line of its own."""
    return fill(text.split(), width)


def fill(pieces: Iterable[str], width: int) -> list[str]:
    """Pieces in lines of at most `width` columns; one that is longer than a line falls into its words."""
    lines = [""]
    for piece in (part for whole in pieces for part in ([whole] if len(whole) <= width else whole.split())):
        joined = f"{lines[-1]} {piece}" if lines[-1] else piece
        if len(joined) <= max(width, 1) or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(piece)
    return lines


def hang(line: str, width: int) -> str:
    """A line of a column of facts, wrapped under its own text where it is too long."""
    if len(line) <= width:
        return line
    import re

    lead = re.match(r"\s{4,}|\s*(?:\S+ )*?\S+\s{2,}|\s*", line)
    indent = min(lead.end() if lead else 0, width // 2)
    head, words = line[:indent], line[indent:]
    return head + ("\n" + " " * max(indent, 3)).join(wrap(words, width - max(indent, 3)))


_LOOSENESS = {"=": 0, "~=": 0, "if": 1, "else": 1, "or": 2, "and": 2, "+": 3, "-": 3, "*": 4, "/": 4}


def wrap_formula(text: str, width: int) -> list[str]:
    """A formula in lines that begin with an operator, broken where it hangs together least."""
    lines = []
    while len(text) > width:
        place = _break(text, width)
        lines.append(text[:place].rstrip())
        text = text[place:].lstrip()
    return [*lines, text] if text or not lines else lines


def _break(text: str, width: int) -> int:
    """Where the last line ends: before the loosest operator outside most parentheses that leaves it half full."""
    best, place, depth, start, condition = (99, 99, 0), 0, 0, 0, False
    for word in text.split(" "):
        if start > width:
            break
        compares = condition and word == "="
        condition = word == "if" or (condition and word != "else")
        if word in _LOOSENESS and start >= width // 3 and not compares:
            best, place = min((best, place), ((depth, _LOOSENESS[word], -start), start))
        depth += word.count("(") - word.count(")")
        start += len(word) + 1
    if place:
        return place
    space = text.rfind(" ", 1, width + 1)
    return space if space > 0 else text.find(" ") if " " in text.strip() else len(text)


class Style:
    """Width and colour of a page."""

    __slots__ = ("colour", "width")

    def __init__(self, width: int = 80, colour: bool = False):
        self.width, self.colour = width, colour

    def bold(self, text: str) -> str:
        """What is read first."""
        return self._escape("1", text)

    def dim(self, text: str) -> str:
        """What is read last."""
        return self._escape("2", text)

    def loud(self, text: str) -> str:
        """What must not be missed."""
        return self._escape("1;31", text)

    def good(self, text: str) -> str:
        """What came out as it should."""
        return self._escape("32", text)

    def _escape(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text


PLAIN = Style()


def style_of(stream: TextIO) -> Style:
    """The style that suits a stream: colour on a terminal alone, never wider than 80 columns."""
    terminal = stream.isatty()
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = 80
    if os.environ.get("COLUMNS", "").isdigit():
        width = int(os.environ["COLUMNS"]) or 80
    elif terminal:
        try:
            width = os.get_terminal_size(stream.fileno()).columns or 80
        except (OSError, ValueError):
            width = 80
    return Style(max(20, min(80, width)), colour)


class Page:
    """Lines in the making: entries with a label at the left and their text beside it."""

    def __init__(self, style: Style = PLAIN):
        self.style = style
        self.lines: list[str] = []

    def line(self, text: str = "") -> None:
        """A line as it is."""
        self.lines.append(text)

    def headline(self, value: str, number: str, remark: str) -> None:
        """Value, unrounded number and remark on one line where they fit, else the remark below."""
        width, bold = self.style.width, self.style.bold(value)
        line = value
        for first, second in ((27, 50), (22, 40), (len(value) + 3, len(value) + 6 + len(number))):
            line = f"{value.ljust(first - 2)}  {number}" if number else value
            together = f"{line.ljust(second - 2)}  {remark}" if remark else line
            if len(together) <= width:
                self.lines.append(bold + together[len(value) :])
                return
        if len(line) > width:
            self.lines.append(bold)
            self.entry("exactly", number)
        else:
            self.lines.append(bold + line[len(value) :])
        self.entry("", remark)

    def hanging(self, text: str, remark: str = "") -> None:
        """A formula that may need several lines, further ones indented, with a remark at the right of the first."""
        width, bold = self.style.width, self.style.bold
        if remark and len(text) + 3 + len(remark) <= width:
            column = max(len(text) + 3, min(54, width - len(remark)))
            self.lines.append(bold(text.ljust(column)) + remark)
            return
        first, *more = wrap_formula(text, width - 5)
        self.lines += [bold(first), *("     " + bold(line) for line in more)]
        self.entry("", remark)

    def strong(self, text: str) -> None:
        """Words that are read first, in as many lines as they need."""
        first, *more = wrap(text, self.style.width - 4)
        self.lines += [self.style.bold(first), *("    " + self.style.bold(line) for line in more)]

    def heading(self, text: str) -> None:
        """What a part of the page is about, after an empty line."""
        self.lines.append("")
        self.lines += [self.style.bold(line) for line in wrap(text, self.style.width)]

    def block(self, pieces: Sequence[str], margin: int, mark: str = "", paint: str = "") -> None:
        """Pieces under each other's margin, a mark after all but the last; painted bold, dim or not at all."""
        marked = [*(piece + mark for piece in pieces[:-1]), *pieces[-1:]]
        dress = {"bold": self.style.bold, "dim": self.style.dim}.get(paint, str)
        self.lines += [" " * margin + dress(line) for line in fill(marked, self.style.width - margin)]

    def statement(self, head: str, text: str) -> None:
        """A formula beside a head, its further lines indented."""
        first, *more = wrap_formula(text, self.style.width - len(head) - 3)
        self.lines += [head + first, *(" " * (len(head) + 3) + line for line in more)]

    def asked(self, lead: str, names: str) -> None:
        """What is asked for, in bold."""
        self.lines.append(f"   {lead}{self.style.bold(names)}")

    def titled(self, name: str, text: str, gap: str = ": ") -> None:
        """A name in bold and a text that begins beside it, its further lines indented."""
        first, *more = wrap(text, self.style.width - len(name) - len(gap)) if text else [""]
        self.lines.append(f"{self.style.bold(name)}{gap if first else ''}{first}")
        rest = " ".join(more)
        self.lines += ["   " + line for line in wrap(rest, self.style.width - 3) if rest]

    def entry(self, label: str, text: str, *, loud: bool = False) -> None:
        """A label and words beside it."""
        self.pieces(label, text.split(), loud=loud)

    def pieces(self, label: str, pieces: Sequence[str], mark: str = "", *, loud: bool = False) -> None:
        """A label and pieces beside it, a mark after all but the last; nothing where there are none.

        A piece is broken only where it is longer than a line.
        """
        if not pieces:
            return
        marked = [*(piece + mark for piece in pieces[:-1]), pieces[-1]]
        self._labelled(label, fill(marked, self._room()), loud=loud)

    def formula(self, label: str, text: str) -> None:
        """A label and a formula beside it, broken before its operators."""
        first, *more = wrap_formula(text, self._room() - 3)
        self._labelled(label, [first, *("   " + line for line in more)])

    def columns(self, heads: Sequence[Sequence[str]], texts: Sequence[str]) -> None:
        """Short columns, and a text beside them that is wrapped; below them where the page is narrow."""
        widths = [min(max(map(len, column)), 24) for column in heads]
        start = 3 + sum(width + 2 for width in widths)
        narrow = self.style.width - start < 24 or self.style.width < NARROW
        for *shorts, text in zip(*heads, texts, strict=True):
            line = "   " + "  ".join(short.ljust(width) for short, width in zip(shorts, widths, strict=True))
            lines = wrap(text, self.style.width - (6 if narrow else start))
            if narrow or len(line) + 2 > start:
                self.line(line.rstrip())
                for more in lines if text else ():
                    self.line(" " * (6 if narrow else start) + more)
                continue
            self.line(f"{line}  {lines[0]}".rstrip())
            for more in lines[1:]:
                self.line(" " * start + more)

    def _room(self) -> int:
        return self.style.width - (5 if self.style.width < NARROW else LABEL)

    def _labelled(self, label: str, lines: Sequence[str], *, loud: bool = False) -> None:
        narrow = self.style.width < NARROW
        indent = self.style.width - self._room()
        paint = self.style.loud if loud else str
        name = (self.style.loud if loud else self.style.dim)(label)
        if narrow:
            self.lines += [f"   {name}"] if label else []
            self.lines += [" " * indent + paint(line) for line in lines]
            return
        pad = " " * max(1, LABEL - 3 - len(label))
        self.lines.append(f"   {name}{pad}{paint(lines[0])}")
        self.lines += [" " * indent + paint(line) for line in lines[1:]]

    def text(self) -> str:
        """The page, fit for a terminal: what is no text of ours stays harmless."""
        return "\n".join(clean(line) for line in self.lines)
