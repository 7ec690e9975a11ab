"""Every form of the language is read with its values, its order and its places."""

from __future__ import annotations

import threading
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmath.errors import SourceError, Span
from tmath.language.lexing import make
from tmath.language.parser import parse
from tmath.language.printing import node_text
from tmath.language.syntax import (
    Binary,
    Call,
    Compare,
    Conditional,
    FileDecl,
    Flags,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Number,
    walk,
)

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(ROOT.joinpath("equations").glob("*.eq"))

EXAMPLE = Path(__file__).with_name("forms.eq").read_text("utf-8")


def read_all(text: str) -> FileDecl:
    return parse(text, "mine", "mine.eq")


def expression(text: str) -> Node:
    (relation,) = read_all(f"equations:\n    x = {text}\n").relations
    return relation.right


def problems(text: str) -> list[str]:
    with pytest.raises(SourceError) as caught:
        read_all(text)
    return [problem.message for problem in caught.value.problems]


# -- statements ------------------------------------------------------------------------------------


def test_a_file_has_its_docstring_uses_and_sources() -> None:
    file = read_all(EXAMPLE)
    assert (file.name, file.path, file.text) == ("mine", "mine.eq", EXAMPLE)
    assert file.doc == "Memory one GPU needs.\n\nMore about it."
    assert [use.name for use in file.uses] == ["architecture", "parallelism", "hardware"]
    assert [(s.key, s.citation, s.url) for s in file.sources] == [
        ("tm101", "Transformer Math 101", "https://blog.eleuther.ai/transformer-math/#memory"),
        ("book", "A book # with a sign in it", ""),
    ]


def test_units_are_bases_or_derived() -> None:
    byte, token, bit, percent = read_all(EXAMPLE).units
    assert (byte.name, byte.aliases, byte.factor, byte.unit, byte.prefixed, byte.role) == (
        "byte", ("B",), None, None, True, "binary",
    )  # fmt: skip
    assert (token.role, token.prefixed, token.doc) == ("count", False, "")
    assert bit.factor == Fraction(1, 8)
    assert bit.unit is not None and bit.unit.text == "byte"
    assert percent.aliases == ("%",)


def test_quantities_have_aliases_defaults_units_and_flags() -> None:
    micro_batch, weights, heads, share, shift, tp, rest = read_all(EXAMPLE).quantities
    assert (micro_batch.name, micro_batch.aliases, micro_batch.doc) == ("micro_batch", ("b",), "Sequences at a time")
    assert isinstance(micro_batch.default, Number) and micro_batch.default.value == 1
    assert micro_batch.flags == Flags(integer=True)
    assert (weights.default, weights.unit.text, weights.flags) == (None, "GB", Flags())
    assert heads.default is not None and node_text(heads.default) == "2 * layers"
    assert heads.flags == Flags(multiple_of=8, low=Fraction(8))
    assert share.flags == Flags(low=Fraction(0), high=Fraction(1))
    assert shift.flags == Flags(signed=True, low=Fraction(-3, 2), high=Fraction(2000))
    assert tp.flags == Flags(members=(Fraction(1), Fraction(2), Fraction(4), Fraction(8)))
    assert rest.flags == Flags(nonnegative=True, high=Fraction(5))


def test_choices_have_keys_columns_and_open_cells() -> None:
    precision, zero = read_all(EXAMPLE).choices
    assert (precision.name, precision.default, precision.doc) == ("precision", "mixed", "Bytes of each")
    assert [(c.key, c.where) for c in precision.citations] == [("tm101", "Model Weights"), ("book", "page 7")]
    assert [(c.name, c.unit and c.unit.text) for c in precision.columns] == [
        ("weight_bytes", "byte/param"), ("kept", "1"), ("tp", None),
    ]  # fmt: skip
    assert precision.columns[1].flags == Flags(signed=True)
    fp32, mixed = precision.rows
    assert (fp32.key, mixed.key) == ("fp32", "mixed")
    assert isinstance(fp32.cells[1].value, Negative)
    assert [cell.value and node_text(cell.value) for cell in mixed.cells] == ["2 * kept", None, None]
    assert (zero.default, [row.key for row in zero.rows]) == (None, ["0", "3"])


def test_relations_keep_the_order_of_the_text() -> None:
    relations = read_all(EXAMPLE).relations
    assert [(r.kind, r.label, r.approximate) for r in relations] == [
        ("equation", "M_weights", False),
        ("equation", "activations", True),
        ("equation", "loss", False),
        ("assumption", "heads * head_dim", False),
        ("assumption", "head_dim", False),
        ("fallback", "dp", False),
    ]
    assert relations[1].doc == "Kept for the backward pass"
    assert [(c.key, c.where) for c in relations[1].citations] == [("tm101", ""), ("book", "page 8")]


def test_constraints_compare_or_divide() -> None:
    fits, whole = read_all(EXAMPLE).constraints
    assert (fits.label, fits.op, fits.doc) == ("fits", "<=", "Out of memory")
    assert (whole.op, node_text(whole.left), node_text(whole.right)) == ("divides", "tp", "heads")


def test_checks_have_inputs_and_outputs() -> None:
    published, counted = read_all(EXAMPLE).checks
    assert (published.title, published.tolerance) == ("7.5B parameters", Fraction(2, 100))
    assert [column.name for column in published.inputs] == ["P", "zero"]
    assert [column.name for column in published.outputs] == ["M_states", "M_w"]
    assert [cell.value is None for cell in published.rows[0].cells] == [False, False, False, True]
    assert (counted.tolerance, counted.inputs) == (0, ())


def test_an_empty_file_declares_nothing() -> None:
    assert read_all("").quantities == ()
    assert read_all("# a note\n\n").doc == ""


@pytest.mark.parametrize("path", SHIPPED, ids=[path.stem for path in SHIPPED])
def test_shipped_files_are_read_the_same_with_windows_line_ends(path: Path) -> None:
    text = path.read_text("utf-8")
    assert parse(text.replace("\n", "\r\n"), path.stem, "x") == parse(text, path.stem, "x")


# -- expressions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a + b * c ^ d", "a + (b * (c ^ d))"),
        ("a - b - c", "(a - b) - c"),
        ("a / b / c", "(a / b) / c"),
        ("a / b * c", "(a / b) * c"),
        ("a ^ b ^ c", "a ^ (b ^ c)"),
        ("a ** b", "a ^ b"),
        ("-a ^ 2", "-(a ^ 2)"),
        ("-a * b", "(-a) * b"),
        ("a ^ -b", "a ^ (-b)"),
        ("a * -b", "a * (-b)"),
        ("a + b if c < d else e + f", "(a + b) if c < d else (e + f)"),
        ("a if b < c else d if e < f else g", "a if b < c else (d if e < f else g)"),
        ("a if b < c or d < e and f < g else h", "a if (b < c) or ((d < e) and (f < g)) else h"),
        ("a if not b < c and d < e else f", "a if (not b < c) and (d < e) else f"),
        ("a if (b + c) * d < e else f", "a if ((b + c) * d) < (e) else f"),
        ("a if (b) < c else f", "a if b < c else f"),
        ("a if ((b < c)) else f", "a if b < c else f"),
        ("a if not not b = c else f", "a if not (not b = c) else f"),
    ],
)
def test_precedence(text: str, same: str) -> None:
    assert bare(expression(text)) == bare(expression(same))


def bare(node: Node) -> object:
    """The shape of an expression without its places."""
    match node:
        case Number():
            return node.value
        case Name():
            return node.id
        case Binary() | Compare() | Logic():
            return node.op, bare(node.left), bare(node.right)
        case Call():
            return node.function, *map(bare, node.arguments)
        case Conditional():
            return "if", bare(node.then), bare(node.condition), bare(node.otherwise)
        case Negative() | Not():
            return type(node).__name__, bare(node.operand)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7e9", Fraction(7_000_000_000)),
        ("1_000", Fraction(1000)),
        ("0.34", Fraction(34, 100)),
        ("1.5E-3", Fraction(15, 10_000)),
        ("2e+2", Fraction(200)),
    ],
)
def test_literals_are_exact_and_keep_their_text(text: str, value: Fraction) -> None:
    node = expression(text)
    assert isinstance(node, Number)
    assert (node.value, node.text) == (value, text)


def test_a_literal_may_have_a_unit() -> None:
    node = expression("80 [ FLOP / s ]")
    assert isinstance(node, Number) and node.unit is not None
    assert node.unit.text == "FLOP / s"
    assert node.unit.span == Span("mine.eq", 2, 14, 22)
    assert node.span == Span("mine.eq", 2, 9, 24)


def test_functions_take_expressions() -> None:
    node = expression("max(a, b + 1, sqrt(c)) + pi")
    assert bare(node) == ("+", ("max", "a", ("+", "b", 1), ("sqrt", "c")), "pi")


@pytest.mark.parametrize("name", ["E", "I", "S", "N", "beta", "gamma", "lambda", "s", "h", "b", "integer", "divides"])
def test_names_that_other_languages_reserve_are_names(name: str) -> None:
    file = read_all(f"quantities:\n    {name} [1]\nequations:\n    {name} = 2 * {name} - 1\n")
    assert file.quantities[0].name == name


WORDS = ["use", "from", "choice", "check", "if", "else", "and", "or", "not", "units", "equations", "sqrt", "max", "pi"]


@pytest.mark.parametrize("name", WORDS)
def test_reserved_words_are_refused_by_name(name: str) -> None:
    for text in (
        f'quantities:\n    a [1] "doc"\n    {name} [1] "doc"\n',
        f"quantities:\n    a [1]\n    {name}, b [1]\n",
        f"quantities:\n    a, {name} [1]\n",
        f'choice {name} "doc":\n    | {name} | a [1] |\n    | b | 1 |\n',
    ):
        assert any(repr(name) in message and "reserved" in message for message in problems(text)), text


# -- lines -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "x = a + b * c\n",
        "x\n = a\n + b\n * c\n",
        "x =\n a +\n b *\n c\n",
        "x = (a\n + b * c\n)\n".replace("(a", "(a"),
        "x = a +\n\n\n# a note\n\n b * c\n",
        "x = a # a note\n # another\n\n + b * c\n",
        "\tx\t=\ta + b\n\t* c",
        "x = a + b * c",
    ],
)
def test_lines_are_joined(text: str) -> None:
    (relation,) = read_all(f"equations:\n{text}").relations
    assert bare(relation.right) == ("+", "a", ("*", "b", "c"))


def test_words_join_lines() -> None:
    text = """
equations:
    x = a
        if b
        < c
        and d
        = e
        or not
        f >= g
        else
        h
        "doc"
        from s
        "where"
constraints:
    l: a
        divides b
        "doc"
"""
    file = read_all(text)
    assert file.relations[0].doc == "doc" and file.relations[0].citations[0].where == "where"
    assert bare(file.relations[0].right) == (
        "if", "a", ("or", ("and", ("<", "b", "c"), ("=", "d", "e")), ("Not", (">=", "f", "g"))), "h",
    )  # fmt: skip
    assert file.constraints[0].op == "divides"


def test_a_statement_may_begin_with_a_word_that_begins_like_an_operator() -> None:
    text = "equations:\n    a = b\n    orders = c\n    if_x = d\n    from_y = e\n    andes = f\n"
    assert [relation.label for relation in read_all(text).relations] == ["a", "orders", "if_x", "from_y", "andes"]


# -- places ----------------------------------------------------------------------------------------


def test_places_are_columns_of_characters_from_one() -> None:
    file = read_all('quantities:\n    x, y = 3  [µm, integer]  "Länge"\nequations:\n    l: x = (a + b) * sqrt(c) [s]\n'
                    .replace("µm", "m").replace(" [s]\n", "\n"))  # fmt: skip
    (quantity,) = file.quantities
    assert quantity.span == Span("mine.eq", 2, 5, 6)
    assert quantity.alias_spans == (Span("mine.eq", 2, 8, 9),)
    assert quantity.unit.span == Span("mine.eq", 2, 16, 17)
    (relation,) = file.relations
    assert relation.span == Span("mine.eq", 4, 5, 29)
    product = relation.right
    assert isinstance(product, Binary)
    assert (product.span, product.op_span) == (Span("mine.eq", 4, 12, 29), Span("mine.eq", 4, 20, 21))
    assert product.left.span == Span("mine.eq", 4, 12, 19)
    assert product.right.span == Span("mine.eq", 4, 22, 29)


def test_every_node_stands_where_its_text_is() -> None:
    lines = EXAMPLE.split("\n")
    file = read_all(EXAMPLE)
    for relation in file.relations:
        for node in (*walk(relation.left), *walk(relation.right)):
            text = lines[node.span.line - 1][node.span.column - 1 : node.span.end_column - 1]
            if isinstance(node, Name):
                assert text == node.id
            elif isinstance(node, Number):
                assert text.startswith(node.text)
            elif isinstance(node, Call):
                assert text.startswith(node.function) and text.endswith(")")


# -- printed and read again ------------------------------------------------------------------------


names = st.sampled_from(["a", "b", "hidden", "M_total"]).map(lambda name: Name(name, Span("", 1, 1, 1)))
numbers = st.sampled_from(["1", "7e9", "0.34", "1_000"]).map(
    lambda text: Number(Fraction(text.replace("_", "")), text, None, Span("", 1, 1, 1))
)
HERE = Span("", 1, 1, 1)
trees = st.recursive(
    names | numbers,
    lambda inner: st.one_of(
        st.builds(lambda op, a, b: Binary(op, a, b, HERE, HERE), st.sampled_from("+-*"), inner, inner),
        st.builds(lambda a, b: Binary("/", a, b, HERE, HERE), inner, names),
        st.builds(lambda a, b: Binary("^", a, b, HERE, HERE), inner, names),
        st.builds(lambda a: Negative(a, HERE), inner),
        st.builds(lambda a: Call("sqrt", (a,), HERE), inner),
        st.builds(lambda a, b: Call("max", (a, b), HERE), inner, inner),
        st.builds(
            lambda op, a, b, c, d: Conditional(a, Compare(op, b, c, HERE), d, HERE),
            st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), inner, inner, inner, inner,
        ),
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(trees)
def test_what_is_printed_is_read_again_the_same(tree: Node) -> None:
    assert bare(expression(node_text(tree))) == bare(tree)


# -- the parser itself ---------------------------------------------------------------------------------


def test_the_grammar_has_no_conflict() -> None:
    make(strict=True)


def test_parsing_is_safe_in_threads() -> None:
    results: dict[int, FileDecl] = {}

    def work(number: int) -> None:
        results[number] = parse(f"equations:\n    x{number} = a{number} + 1\n", str(number), f"{number}.eq")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, file in results.items():
        assert file.relations[0].label == f"x{number}" and file.relations[0].span.file == f"{number}.eq"
    assert len(results) == 8
