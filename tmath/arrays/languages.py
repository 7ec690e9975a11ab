"""How operations are written in the languages that functions are exported to, and which names those keep."""

from __future__ import annotations

import builtins
import keyword
import math

from tmath.arrays.blocks import UFUNCS
from tmath.arrays.straight import CALL, PYTHON, Form, Language, compared, function, infix, python_constant

_MATH = ("sqrt", "exp", "log", "log2", "log10", "sin", "cos", "tan", "ceil", "floor")


def c_constant(value: float) -> str:
    """A double as C writes it."""
    if value != value:
        return "NAN"
    if math.isinf(value):
        return "INFINITY" if value > 0 else "-INFINITY"
    return python_constant(value)


NUMPY = Language(
    {
        **PYTHON.forms,
        "pow": function("power", 2), "select": function("where", 3), "abs": function("absolute"),
        "min": function("minimum", 2), "max": function("maximum", 2), "not": function("logical_not"),
        "and": infix("&", 2.5, 2.5), "or": infix("|", 2, 2),
        **{op: function(UFUNCS[op]) for op in _MATH},
        "lt": compared("<", 1, 3), "le": compared("<=", 1, 3), "gt": compared(">", 1, 3), "ge": compared(">=", 1, 3),
        "eq": compared("==", 1, 3), "ne": compared("!=", 1, 3),
    },
    python_constant,
    lambda name, text, truth: f"{name} = {text}",
)  # fmt: skip

NUMBA = Language(
    {
        **PYTHON.forms,
        "and": infix("&", 2.5, 2.5), "or": infix("|", 2, 2), "not": Form("not {0}", 0, (CALL,)),
        "lt": compared("<", 1, 3), "le": compared("<=", 1, 3), "gt": compared(">", 1, 3), "ge": compared(">=", 1, 3),
        "eq": compared("==", 1, 3), "ne": compared("!=", 1, 3),
    },
    python_constant,
    lambda name, text, truth: f"{name} = {text}",
)  # fmt: skip

C = Language(
    {
        **PYTHON.forms,
        "abs": function("fabs"), "pow": function("pow", 2), "select": Form("{0} ? {1} : {2}", 0, (1, 1, 1)),
        "min": Form("{0} <= {1} ? {0} : {1}", 0, (-1, -1)), "max": Form("{0} >= {1} ? {0} : {1}", 0, (-1, -1)),
        # Not && and ||, which branch: compilers make vectors of these.
        "and": infix("&", 2.5, 2.5), "or": infix("|", 2, 2), "not": Form("!{0}", 6, (7,)),
        "lt": compared("<", 1, 3), "le": compared("<=", 1, 3), "gt": compared(">", 1, 3), "ge": compared(">=", 1, 3),
        "eq": compared("==", 1, 3), "ne": compared("!=", 1, 3),
    },
    c_constant,
    lambda name, text, truth: f"const {'int' if truth else 'double'} {name} = {text};",
)  # fmt: skip

_C_WORDS = (
    "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern",
    "float", "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed",
    "sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while", "asm",
    "typeof", "bool", "true", "false", "main", "argc", "argv", "nan", "NAN", "INFINITY", "abs", "labs", "div",
    "exit", "abort", "malloc", "free", "qsort", "atof", "printf", "size_t", "y0", "y1", "yn", "j0", "j1", "jn",
    "gamma", "lgamma", "tgamma", "signgam", "erf", "erfc", "hypot", "fabs", "fmin", "fmax", "fmod", "cbrt", "expm1",
    "log1p", "logb", "ldexp", "frexp", "modf", "round", "trunc", "rint", "lrint", "remainder", "copysign",
    "nextafter", "fdim", "fma", "exp2", "exp10", "pow10", "drem", "significand", "scalb", "isfinite", "isinf",
    "isnan", "acos", "asin", "atan", "atan2", "acosh", "asinh", "atanh", "cosh", "sinh", "tanh", "environ", "index",
    "time", "unix", "linux", "errno", "pow", "I", "value", "slope", "out", "n", "p", "s", "i",
)  # fmt: skip

RESERVED = {
    "python": {*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *_MATH, "pow", "nan", "inf", "sys", "s", "math"},
    "numpy": {*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *_MATH, *UFUNCS.values(), "where", "nan", "inf",
              "s", "np", "sys", "numpy", "out", "shape", "broadcast_arrays", "empty", "asarray", "ndim"},
    "c": {*_C_WORDS, *_MATH},
}  # fmt: skip


def identifier(text: str, language: str, taken: set[str]) -> str:
    """A name in a language: its reserved words are suffixed, and no name is given twice."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c == "_") else "_" for c in text)
    while plain in RESERVED[language] or plain in taken or plain.startswith("tm_"):
        plain += "_"
    taken.add(plain)
    return plain
