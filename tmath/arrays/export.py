"""Functions as text that needs nothing of this package: Python with math, NumPy, C."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from tmath.algebra.nodes import Expr, name, number
from tmath.arrays import frames
from tmath.arrays.assemble import Rooted, given, program
from tmath.arrays.bounded import Bounded
from tmath.arrays.c_text import CFrame
from tmath.arrays.compile import scanned
from tmath.arrays.conditions import every
from tmath.arrays.determined import Determined
from tmath.arrays.family import Family
from tmath.arrays.languages import NUMPY, C, identifier
from tmath.arrays.lower import Code, lower
from tmath.arrays.machine import demanded
from tmath.arrays.python_text import NumpyFrame, PythonFrame
from tmath.arrays.sheet import LOG, Column, Sheet
from tmath.arrays.straight import PYTHON, Language, written
from tmath.errors import InputError, nearest
from tmath.records import dataclass, field, replace

FRAMES: dict[str, frames.Frame] = {"python": PythonFrame(), "numpy": NumpyFrame(), "c": CFrame()}
LANGUAGES: dict[str, Language] = {"python": PYTHON, "numpy": NUMPY, "c": C}
HELPERS = {"python": "single.py", "numpy": "newton.py", "c": "roots.c"}


def source(family: Family, language: str) -> str:
    """The unknowns of a question as functions in a language, complete and runnable.

    Raises: InputError for another language, for choices among the inputs, and for constraints not proven one-sided.
    """
    if language not in LANGUAGES:
        guess = nearest(language, LANGUAGES)
        hint = f"did you mean {guess}?" if guess else f"one of {', '.join(LANGUAGES)}"
        raise InputError(f"no language {language!r} to export to\n   {hint}", language)
    if family.choices:
        raise InputError(f"{', '.join(family.choices)} cannot be written out: give the rows instead", family.choices[0])
    text = _Text(language)
    for unknown, answer in zip(family.unknowns, family.any(), strict=True):
        if isinstance(answer, Determined):
            text.determined(unknown, answer)
        elif isinstance(answer, Bounded):
            text.bounded(unknown, answer)
    return text.whole(family)


def helper_text(language: str, kinds: Collection[str]) -> str:
    """The text of the module that finds roots, without its docstring; in C what the kinds of search need alone."""
    text = Path(__file__).with_name(HELPERS[language]).read_text("utf-8")
    if language != "c":
        return text.split('"""', 2)[2].replace("from __future__ import annotations\n", "").strip() + "\n"
    common, bracketed, newton, scan = re.split(r"/\* (?:bracketed|newton|scan) \*/\n\n", text)
    parts = [common]
    parts += [bracketed] if "log" in kinds or "plain" in kinds else []
    parts += [newton] if "log" in kinds else []
    return "".join(parts + ([scan] if "scan" in kinds else []))


def helper_names(language: str) -> set[str]:
    """The names that the helper defines or imports; in C they begin with tm_."""
    if language == "c":
        return set()
    text = helper_text(language, ())
    imported = re.findall(r"^(?:from \S+ )?import (.+)$", text, re.MULTILINE)
    return {*re.findall(r"^(?:def )?(\w+)(?: =|\()", text, re.MULTILINE), *re.findall(r"\w+", " ".join(imported))}


@dataclass
class _Text:
    """The parts of a text as they come about."""

    language: str
    functions: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    public: list[tuple[str, tuple[Column, ...]]] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)  # of the roots

    def __post_init__(self) -> None:
        self.forms = LANGUAGES[self.language]
        self.frame = FRAMES[self.language]
        self.reserved = helper_names(self.language)

    def named(self, text: str) -> str:
        """A name of its own for something that all functions may call."""
        return identifier(text, self.language, self.taken)

    # -- what is written -----------------------------------------------------------------------------

    def determined(self, unknown: str, answer: Determined) -> None:
        """The function of an unknown that equations decide."""
        sheet, checks = answer.sheet, demanded(answer.sheet.checks, False)
        ok = every(check.holds for check in checks)
        doc = f"{unknown} [{answer.output.unit}]"
        if len(answer.ways) == 1:
            self.straight(unknown, sheet, {"value": answer.result, "ok": ok}, answer.ways[0], doc, public=True)
            return
        parts = [
            self.straight(f"{unknown}_{i}", sheet, {"value": answer.result, "ok": ok}, ways, f"{doc}, root {i}")
            for i, ways in enumerate(answer.ways)
        ]
        self.add(unknown, sheet.inputs, self.frame.merged(parts, answer.pick), doc)

    def bounded(self, unknown: str, answer: Bounded) -> None:
        """The function of an unknown that constraints bound: where they become active, then what holds there."""
        if answer.side is None:
            raise InputError(f"{unknown} cannot be written out: its constraints are not proven to hold on one side")
        bounds = answer.bounds
        own = [limit for limit in bounds.limits if limit.label in answer.at]
        roots = [
            self.straight(
                f"{unknown}_{limit.label}",
                bounds.edges,
                {"value": answer.at[limit.label], "ok": every(check.holds for check in demanded(limit.checks, True))},
                answer.ways[0],
                f"{unknown} [{answer.output.unit}] at which `{limit.label}` becomes active",
            )
            for limit in own
        ]
        given_ok = every(check.holds for check in demanded(bounds.edges.checks, False))
        admitted, valid = {"value": number(1), "ok": given_ok}, {"value": number(1), "ok": answer.condition}
        inputs = self.straight(f"{unknown}_inputs", bounds.edges, admitted, {}, "1 where the inputs are admissible")
        bound = frames.Bound(
            inputs, roots, "", answer.side, answer.low, answer.high, answer.low_closed,
            float(answer.output.domain.multiple_of or 1) if answer.output.domain.integer else 0.0,
        )  # fmt: skip
        if bound.unit or bound.end is not None:
            held = self.straight(f"{unknown}_holds", bounds.forward, valid, {}, "1 where all constraints hold")
            bound = replace(bound, holds=held)
        side = "at most" if answer.side < 0 else "at least"
        self.add(unknown, bounds.edges.inputs, self.frame.bounded(bound), f"{unknown} [{answer.output.unit}], {side}")

    def add(self, unknown: str, inputs: Sequence[Column], body: list[str], doc: str) -> None:
        """A public function whose body calls others with the same parameters."""
        label = self.named(unknown)
        local = {*self.taken, *self.reserved}
        parameters = [identifier(column.name, self.language, local) for column in inputs]
        lines = [line.replace("{args}", ", ".join(parameters)) for line in body]
        self.functions.append(self.frame.function(label, parameters, lines, _doc(doc, inputs)))
        self.public.append((label, tuple(inputs)))

    def straight(
        self,
        label: str,
        sheet: Sheet,
        wanted: Mapping[str, Expr],
        ways: Mapping[str, int],
        doc: str,
        public: bool = False,
    ) -> str:
        """A function of straight-line code: "value" where "ok" holds, else nan."""
        needed = sheet.needed({n for expr in wanted.values() for n in expr.names})
        marked = {**wanted, **{f"named {d.name}": name(d.name) for d in needed}}
        code = lower(program(sheet, marked, ways), gather=False)
        function = self.named(label)
        local = {*self.taken, *self.reserved}
        parameters = {column.name: identifier(column.name, self.language, local) for column in sheet.inputs}
        inputs = {given(key): parameter for key, parameter in parameters.items()}
        names = {r: inputs[op.value] for r, op in enumerate(code.ops) if op.name == "input"}
        for definition in needed:
            operand = code.outputs[f"named {definition.name}"]
            if type(operand) is int and operand not in names:
                names[operand] = identifier(definition.name, self.language, local)
        for register, rooted in code.roots.items():
            names[-1 - register] = self.root(f"{label}_{code.ops[register].value}", rooted)
        code = Code(code.ops, {key: code.outputs[key] for key in wanted}, code.roots)
        lines, (value, ok) = written(code, self.forms, names, identifier("t", self.language, local))
        sure = code.outputs["ok"] == 1.0
        body = [*lines, self.frame.answer(value, None if sure else ok)]
        self.functions.append(self.frame.function(function, list(parameters.values()), body, _doc(doc, sheet.inputs)))
        if public:
            self.public.append((function, tuple(sheet.inputs)))
        return function

    def root(self, label: str, rooted: Rooted) -> str:
        """A function that finds a root from the parts of its equation."""
        function, kernel = self.named(f"root_{label}"), self.named(f"kernel_{label}")
        code = lower(rooted.kernel)
        places = {LOG: "s", **{part: self.frame.part(i) for i, part in enumerate(rooted.parts)}}
        names = {r: places[op.value] for r, op in enumerate(code.ops) if op.name == "input"}
        lines, (value, slope) = written(code, self.forms, names)
        method, way = rooted.method, rooted.way
        self.kinds.add(method.kind)
        search = frames.Search(
            method.kind, way.start is not None, *scanned(rooted), method.rising or 2 * way.number, way.number
        )
        self.functions.append(self.frame.root(function, kernel, len(rooted.parts), lines, value, slope, search))
        return function

    def whole(self, family: Family) -> str:
        """The text, helper and all."""
        helper = helper_text(self.language, self.kinds) if self.kinds else ""
        about = f"{', '.join(family.unknowns)} from {', '.join(family.inputs) or 'nothing'}, written by tmath."
        units = ", ".join(f"{key} [{unit}]" for key, unit in family.units.items())
        return self.frame.module([about, f"Units: {units}. No answer is nan."], helper, self.functions, self.public)


def _doc(text: str, inputs: Sequence[Column]) -> str:
    listed = ", ".join(f"{column.name} [{column.unit}]" for column in inputs)
    return f"{text}, from {listed}." if listed else f"{text}."


__all__ = ["LANGUAGES", "source"]
