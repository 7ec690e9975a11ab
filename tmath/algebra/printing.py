"""Expressions as text a person would write, and as LaTeX; the author's order, as few parentheses as possible."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from tmath.algebra.nodes import FUNCTIONS, Expr
from tmath.algebra.walking import postorder

LONGEST = 20_000  # characters; a shared part can make a text explode, and nobody reads more
SIGNS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "=", "ne": "!="}
SELECT, OR, AND, NOT, COMPARE, SUM, PRODUCT, POWER, ATOM = range(9)
Piece = tuple[str, int]  # text and how tightly it holds together


def decimal(value: Fraction) -> tuple[int, int] | None:
    """Digits and power of ten of a finite decimal: value = digits * 10^power; None for any other fraction."""
    bottom, twos, fives = value.denominator, 0, 0
    while bottom % 2 == 0:
        bottom, twos = bottom // 2, twos + 1
    while bottom % 5 == 0:
        bottom, fives = bottom // 5, fives + 1
    if bottom != 1:
        return None
    places = max(twos, fives)
    digits, exponent = value.numerator * 10**places // value.denominator, -places
    while digits and digits % 10 == 0:
        digits, exponent = digits // 10, exponent + 1
    return digits, exponent


def literal(value: Fraction) -> str:
    """A number as it would be typed: 0.34, 7e9, 50432, or 1/3 where it is no finite decimal."""
    found = decimal(value) if value.denominator.bit_length() < 200 and value.numerator.bit_length() < 3000 else None
    if found is None or len(str(abs(found[0]))) > 24:
        return _fraction(value) if value.numerator.bit_length() < 3000 else "..."
    digits, exponent = found
    text, sign = str(abs(digits)), "-" if digits < 0 else ""
    point = len(text) + exponent  # where the decimal point stands
    if digits and (point > 24 or (point > 6 and len(text) <= 4) or point < -3):
        return f"{sign}{text[0]}{'.' + text[1:] if text[1:] else ''}e{point - 1}"
    if exponent >= 0:
        return sign + text + "0" * exponent
    if point <= 0:
        return f"{sign}0.{'0' * -point}{text}"
    return f"{sign}{text[:point]}.{text[point:]}"


def _fraction(value: Fraction) -> str:
    """p/q, or one over a decimal where that is what was typed: 1/0.34 and not 50/17."""
    inverse = decimal(1 / value) if value.numerator > 9 and value.numerator.bit_length() < 200 else None
    if inverse is not None and len(str(abs(inverse[0]))) < 6 and value.denominator.bit_length() < 200:
        return f"1/{literal(1 / value)}"
    return str(value)


def _wrap(piece: Piece, least: int) -> str:
    return piece[0] if piece[1] >= least else f"({piece[0]})"


def _tight(node: Expr) -> int:
    value = node.number
    if value is None or value < 0:
        return ATOM if value is None else SUM
    return PRODUCT if "/" in literal(value) else ATOM


def _text(node: Expr, args: list[Piece]) -> Piece:
    op = node.op
    if op == "number":
        return literal(node.number or Fraction(0)), _tight(node)
    if op in ("name", "pi"):
        return str(node.value or "pi"), ATOM
    if op == "neg":
        return "-" + _wrap(args[0], PRODUCT), SUM
    if op in ("add", "sub"):
        right = SUM if op == "add" and not args[1][0].startswith("-") else PRODUCT
        return f"{_wrap(args[0], SUM)} {'+' if op == 'add' else '-'} {_wrap(args[1], right)}", SUM
    if op in ("mul", "div"):
        sign, right = ("*", PRODUCT) if op == "mul" else ("/", POWER)
        return f"{_wrap(args[0], PRODUCT)} {sign} {_wrap(args[1], right)}", PRODUCT
    if op == "pow":
        return f"{_wrap(args[0], ATOM)}^{_wrap(args[1], POWER)}", POWER
    if op in SIGNS:
        return f"{_wrap(args[0], SUM)} {SIGNS[op]} {_wrap(args[1], SUM)}", COMPARE
    if op in ("and", "or"):
        level = AND if op == "and" else OR
        return f"{_wrap(args[0], level)} {op} {_wrap(args[1], level + 1)}", level
    if op == "not":
        return f"not {_wrap(args[0], NOT)}", NOT
    if op == "select":
        return f"{_wrap(args[1], OR)} if {_wrap(args[0], OR)} else {_wrap(args[2], SELECT)}", SELECT
    return f"{op}({', '.join(text for text, _ in args)})", ATOM


def _render(expr: Expr, piece: Callable[[Expr, list[Piece]], Piece]) -> str:
    done: dict[Expr, Piece] = {}
    for node in postorder([expr]):
        text, level = piece(node, [done[a] for a in _printed(node)])
        done[node] = (text, level) if len(text) <= LONGEST else ("...", ATOM)
    return done[expr][0]


def _printed(node: Expr) -> list[Expr]:
    """The operands as printed: max(max(a, b), c) is max(a, b, c)."""
    operands = list(node.args)
    while node.op in ("min", "max") and operands[0].op == node.op and len(operands) < 1000:
        operands[:1] = operands[0].args
    return operands


def to_text(expr: Expr) -> str:
    """The expression in the language of the equation files."""
    return _render(expr, _text)


# -- LaTeX -------------------------------------------------------------------------------------

GREEK = frozenset(
    (
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
        "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
        "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
    )
)  # fmt: skip


def latex_symbol(name: str) -> str:
    """A quantity's name set as mathematics: M_total is an M with the index total, beta a Greek letter."""
    head, _, index = name.strip("_").partition("_")
    shown = f"\\{head}" if head in GREEK else head if len(head) == 1 else rf"\mathrm{{{head}}}"
    if not index:
        return shown
    index = index.replace("_", ", ")
    return f"{shown}_{{{index}}}" if len(index) == 1 else rf"{shown}_{{\mathrm{{{index}}}}}"


def _latex_number(value: Fraction) -> Piece:
    text = literal(value)
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        digits = "" if mantissa == "1" else "-" if mantissa == "-1" else mantissa + r" \times "
        return f"{digits}10^{{{int(exponent)}}}", SUM if value < 0 else PRODUCT
    if "/" in text:
        top, _, bottom = text.partition("/")
        return rf"\frac{{{top}}}{{{bottom}}}", SUM if value < 0 else PRODUCT
    return text.replace("...", r"\ldots"), SUM if value < 0 else ATOM


def _paren(piece: Piece, least: int) -> str:
    return piece[0] if piece[1] >= least else rf"\left({piece[0]}\right)"


_latex_signs = {"lt": "<", "le": r"\le", "gt": ">", "ge": r"\ge", "eq": "=", "ne": r"\ne"}


def _latex_plain(node: Expr, args: list[Piece]) -> Piece:
    op = node.op
    if op == "neg":
        return "-" + _paren(args[0], PRODUCT), SUM
    if op in ("add", "sub"):
        right = SUM if op == "add" and not args[1][0].startswith("-") else PRODUCT
        return f"{_paren(args[0], SUM)} {'+' if op == 'add' else '-'} {_paren(args[1], right)}", SUM
    if op == "mul":
        dot = r" \cdot " if args[1][0][:1].isdigit() else r" \, "
        return _paren(args[0], PRODUCT) + dot + _paren(args[1], PRODUCT), PRODUCT
    if op == "div":
        return rf"\frac{{{args[0][0]}}}{{{args[1][0]}}}", PRODUCT
    if op == "pow":
        exponent = literal(node.args[1].number) if node.args[1].number is not None else args[1][0]
        return f"{{{_paren(args[0], ATOM)}}}^{{{exponent}}}", POWER
    if op in _latex_signs:
        return f"{_paren(args[0], SUM)} {_latex_signs[op]} {_paren(args[1], SUM)}", COMPARE
    level = {"and": AND, "or": OR, "not": NOT}[op]
    if op == "not":
        return rf"\lnot {_paren(args[0], ATOM)}", NOT
    return rf"{_paren(args[0], level)} \{'land' if op == 'and' else 'lor'} {_paren(args[1], level + 1)}", level


def _latex_function(op: str, args: list[Piece]) -> Piece:
    inside = ", ".join(text for text, _ in args)
    if op == "sqrt":
        return rf"\sqrt{{{inside}}}", ATOM
    fences = {"abs": ("|", "|"), "ceil": (r"\lceil ", r" \rceil"), "floor": (r"\lfloor ", r" \rfloor")}
    if op in fences:
        return rf"\left{fences[op][0]}{inside}\right{fences[op][1].strip()}", ATOM
    shown = {"log2": r"\log_{2}", "log10": r"\log_{10}", "log": r"\ln"}.get(op, f"\\{op}")
    return rf"{shown}\left({inside}\right)", ATOM


def to_latex(expr: Expr, symbol: Callable[[str], str] | None = None) -> str:
    """The expression as LaTeX mathematics; `symbol` sets a name, by default `latex_symbol`."""
    symbol = symbol or latex_symbol

    def piece(node: Expr, args: list[Piece]) -> Piece:
        if node.op == "number":
            return _latex_number(node.number or Fraction(0))
        if node.op == "name":
            return symbol(str(node.value)), ATOM
        if node.op == "pi":
            return r"\pi", ATOM
        if node.op in FUNCTIONS:
            return _latex_function(node.op, args)
        if node.op == "select":
            then, condition, otherwise = args[1][0], args[0][0], args[2][0]
            rows = rf"{then} & \text{{if }} {condition} \\ {otherwise} & \text{{otherwise}}"
            return rf"\begin{{cases}} {rows} \end{{cases}}", ATOM
        return _latex_plain(node, args)

    return _render(expr, piece)
