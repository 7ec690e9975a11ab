"""A System as a Markdown page: nomenclature, choices, equations in LaTeX, checks with what was computed, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tmath.algebra.printing import latex_symbol
from tmath.language.printing import level, node_text
from tmath.language.syntax import Binary, Node, Number
from tmath.language.system import Choice, Constraint, Evidence, EvidenceRow, Quantity, Relation, Source, System
from tmath.render.choice import bare_cell
from tmath.render.figures import percent
from tmath.render.latex import constraint_latex, node_latex, relation_latex
from tmath.render.system import cited_sources, default_text, equation_numbers, mentioned
from tmath.solving.evidence import Compared

WIDE = 110  # characters of a sum from which on each term has a line


def system_markdown(system: System, compared: Sequence[Compared]) -> str:
    """The statements of a system's own file; its checks are given as they came out."""
    own = system.name
    title, _, rest = system.doc.strip().partition("\n")
    others = [name for name in system.files if name not in (own, "units")]
    parts = [f"# {own}", title, rest.strip()]
    parts += [f"Uses {', '.join(f'[{name}]({name}.md)' for name in others)}."] if others else []
    parts += _part("Units", _units(system) if own == "units" else "")
    plain = [q for q in system.quantities.values() if q.choice is None]
    named = mentioned(system)
    parts += _part("Nomenclature", _nomenclature(system, [q for q in plain if q.system == own]))
    for name in others:
        used = [q for q in plain if q.system == name and q.name in named]
        parts += _part(f"From {name}", _nomenclature(system, used))
    parts += _part("Choices", *(_choice(system, c) for c in system.choices.values() if c.system == own))
    numbers = equation_numbers(system)
    equations = [r for r in system.equations if r.system == own]
    parts += _part("Equations", *(_equation(numbers[id(r)], r) for r in equations))
    for heading, relations in (
        ("Assumptions, in order; each gives way to what is given", system.assumptions),
        ("Fallbacks, in order; they give way to constraints too", system.fallbacks),
    ):
        parts += _part(heading, _list(_assumption(r) for r in relations if r.system == own))
    parts += _part("Constraints", _list(_constraint(c) for c in system.constraints if c.system == own))
    parts += _part("Checks", *_checks(system, [c for c in system.checks if c.system == own], compared))
    parts += _part("Sources", _list(f"**{s.key}** {escape(s.citation)} <{s.url}>" for s in cited_sources(system, own)))
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return "".join("\\" + c if c in r"\`*_{}[]<>#|$~" else c for c in " ".join(text.split()))


def _part(heading: str, *texts: str) -> list[str]:
    return [f"## {heading}", *texts] if any(texts) else []


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cite(sources: Sequence[Source]) -> str:
    shown = [f"{s.key}, {escape(s.where)}" if s.where else s.key for s in sources]
    return f"\\[{'; '.join(shown)}\\]" if shown else ""


def _code(text: str) -> str:
    return f"`{text.replace('|', chr(92) + '|')}`" if text else ""


def _math(latex: str) -> str:
    return f"$`{latex}`$"


def _nomenclature(system: System, quantities: Sequence[Quantity]) -> str:
    if not quantities:
        return ""
    rows = [
        (
            _math(latex_symbol(q.name)),
            ", ".join(map(_code, (q.name, *q.aliases))),
            q.unit.text if q.unit.text != "1" else "",
            escape(q.doc),
            _code(default_text(system, q)),
        )
        for q in quantities
    ]
    return _table(("", "name", "unit", "meaning", "assumed"), rows)


def _units(system: System) -> str:
    rows = [
        (
            ", ".join(map(_code, symbol.spellings)),
            _code(f"{_number(float(symbol.factor))} {symbol.dimension}" if symbol.definition else ""),
            " ".join(symbol.prefixes()),
        )
        for symbol in system.units.symbols
    ]
    return _table(("spelled", "size", "prefixes"), rows)


def _choice(system: System, choice: Choice) -> str:
    units = {c.name: system.quantities[c.name].unit.text for c in choice.columns if c.name in system.quantities}
    heads = [choice.name] + [_headed(column.name, units.get(column.name, "1")) for column in choice.columns]
    rows = [
        [f"**{escape(key)}**" if key == choice.default else escape(key)]
        + [_cell(row.cells.get(column.name), units.get(column.name, "1")) for column in choice.columns]
        for key, row in choice.rows.items()
    ]
    chosen = f" = {choice.default}" if choice.default else ""
    doc = f"{escape(choice.doc)} {_cite(choice.sources)}".strip()
    return f"### {choice.name}{chosen}\n\n{doc}\n\n" + _table([escape(head) for head in heads], rows)


def _headed(name: str, unit: str) -> str:
    return f"{name} [{unit}]" if unit != "1" else name


def _cell(cell: Node | str | None, unit: str) -> str:
    if cell is None:
        return ""
    cell = bare_cell(cell, unit)
    if isinstance(cell, str):
        return escape(cell)
    if isinstance(cell, Number):
        return cell.text if cell.unit is None or cell.unit.text == unit else node_text(cell)
    return _math(node_latex(cell))


# -- statements --------------------------------------------------------------------------------------


def _equation(number: str, relation: Relation) -> str:
    text = _broken(relation)
    said = "  \n".join(line for line in (escape(relation.doc), _cite(relation.sources)) if line)
    label = f"{number} `{relation.label}`"
    return f"{label}\n\n```math\n{text}\n```\n\n{said}".rstrip()


def _broken(relation: Relation) -> str:
    """left = right, a long sum with a line for each of its terms."""
    text = relation_latex(relation)
    terms = list(_terms(relation.right))
    if len(text) <= WIDE or len(terms) == 1:
        return text
    sign = r"\approx" if relation.approximate else "="
    (_, first), *others = terms
    lines = [f"{node_latex(relation.left)} &{sign} {node_latex(first)}"]
    lines += [rf"&\quad {op} {_tight(term)}" for op, term in others]
    body = " \\\\\n".join(lines)
    return f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"


def _terms(node: Node) -> Iterator[tuple[str, Node]]:
    """The terms of a sum from left to right, each with the sign before it."""
    found: list[tuple[str, Node]] = []
    while isinstance(node, Binary) and node.op in "+-":
        found.append((node.op, node.right))
        node = node.left
    yield "", node
    yield from reversed(found)


def _tight(node: Node) -> str:
    """A term after a sign: a sum stands in parentheses."""
    text = node_latex(node)
    alone = not (isinstance(node, Binary) and node.op in "+-") and level(node) > 0
    return text if alone else rf"\left({text}\right)"


def _assumption(relation: Relation) -> str:
    return " ".join(
        part for part in (_math(relation_latex(relation)), escape(relation.doc), _cite(relation.sources)) if part
    )


def _constraint(constraint: Constraint) -> str:
    said = f", else: {escape(constraint.doc)}" if constraint.doc else ""
    return f"`{constraint.label}`: {_math(constraint_latex(constraint))}{said}"


# -- checks ------------------------------------------------------------------------------------------


def _checks(system: System, checks: Sequence[Evidence], compared: Sequence[Compared]) -> Iterator[str]:
    """Published against computed, a table for each check."""
    results = iter(compared)
    for check in checks:
        given = list(dict.fromkeys(name for row in check.rows for name in row.given))
        heads = [_headed(name, _unit_of(check.rows[0].given.get(name))) for name in given]
        for name in check.rows[0].published:
            heads += [_headed(name, _unit_of(check.rows[0].published[name])), "computed", "error"]
        rows = [_check_row(system, row, given, results) for row in check.rows]
        within = f"within {percent(float(check.tolerance))}" if check.tolerance else "exactly"
        said = f"**{escape(check.title)}**, {within} {_cite(check.sources)}".rstrip()
        yield said + "\n\n" + _table([escape(head) for head in heads], rows)


def _check_row(system: System, row: EvidenceRow, given: Sequence[str], results: Iterator[Compared]) -> list[str]:
    cells = [_bare(row.given.get(name)) for name in given]
    for name, cell in row.published.items():
        result = next(results)
        assert result.output == name, (result.output, name)
        unit = system.units.read(_unit_of(cell))
        declared = system.quantities[name].unit
        cells.append(_bare(cell))
        if result.computed is None:
            cells += ["-", "-"]
            continue
        computed = result.computed * float(declared.factor) / float(unit.factor)
        exact = abs(result.error) < 1e-9
        cells += [_number(computed), "exact" if exact else f"{100 * result.error:+.2g} %"]
    return cells


def _number(value: float) -> str:
    if value == round(value) and abs(value) < 1e15:
        return f"{round(value):_}"
    return f"{value:.5g}"


def _unit_of(cell: Node | str | None) -> str:
    """The unit of the literals in a cell, which is that of its heading."""
    if isinstance(cell, Number) and cell.unit is not None:
        return cell.unit.text
    if isinstance(cell, Binary):
        return _unit_of(cell.left) if _unit_of(cell.left) != "1" else _unit_of(cell.right)
    return "1"


def _bare(cell: Node | str | None) -> str:
    if cell is None or isinstance(cell, str):
        return escape(cell or "")
    return cell.text if isinstance(cell, Number) else node_text(cell)
