"""Linking: one namespace, aliases, defaults in order, choices, constraints, checks, and every mistake at once."""

from __future__ import annotations

import pickle
from fractions import Fraction
from pathlib import Path

import pytest

from tmath.errors import SourceError
from tmath.language.library import load, loads
from tmath.language.printing import node_text, relation_text
from tmath.language.syntax import Compare, Conditional, Name, Node
from tmath.language.system import Domain, System

LIBRARY = load()


def link(text: str) -> System:
    return loads(text, library=LIBRARY)


def problems(text: str) -> list[str]:
    with pytest.raises(SourceError) as error:
        link(text)
    return [f"{problem.error.__name__}: {problem.message}" for problem in error.value.problems]


def shown(cell: Node | str) -> str:
    return cell if isinstance(cell, str) else node_text(cell)


def written(folder: Path, **files: str) -> dict[str, System]:
    for name, text in files.items():
        (folder / f"{name}.eq").write_text(text, encoding="utf-8")
    library = load(folder)
    return {name: library[name] for name in files}


MODEL = '''
"""A model
in memory."""

sources:
    post = "A post" https://example.org/post

quantities:
    layers, L    [1, integer]              "Layers"
    tp, t = 1    [1, integer]              "Tensor parallelism"
    M            [GB]                      "Memory"
    P            [param]                   "Parameters"
    state = 8    [byte/param]              "Bytes of optimizer state"
    half = 1/2   [GB, nonnegative]         "Half"
    double = 2*t [1]                       "Twice"
    shift = -3   [GB, signed]              "Shift"

choice precision = mixed "Bytes" from post "table 1":
    | precision | weight [byte/param] | other [1, 0..4] | layers | kind |
    | fp32      | 4                   | L               | -      | full |
    | mixed     | 2 [byte/param]      | 1/4             | 3      | part |

choice kind:
    | kind | ratio [1] |
    | full | 1         |
    | part | 1/3       |

equations:
    total: M = (weight + state) * P / t if kind = full else weight * P   "Sum"   from post "section 2"
    L ~= P / 1e9 [param] if precision != fp32 else 1

assumptions:
    t * L = 8   "Balance"
    P = 7e9 [param]

fallbacks:
    small: half = 1 [MB]

constraints:
    fits: M <= 80 [GB] "Memory runs out"
    even: t divides L  "Layers do not divide"

check "as printed" from post "table 2" within 2%:
    | P       | precision | t | -> M [GiB] |
    | 7e9     | fp32      | 2 | 42         |
    | 7 [Mparam] | -      | 1 | 1 [TB]     |
'''


@pytest.fixture(scope="module")
def model() -> System:
    return link(MODEL)


def test_names_and_titles(model: System) -> None:
    assert model.title == "A model"
    assert model.name == "mine"
    assert model.files == ("mine",)
    assert list(model.quantities) == [
        "layers", "tp", "M", "P", "state", "half", "double", "shift", "weight", "other", "ratio",
    ]  # fmt: skip
    assert model.aliases == {"L": ("layers",), "t": ("tp",)}
    assert model.quantities["layers"].aliases == ("L",)
    assert model.quantities["weight"].choice == "precision"
    assert pickle.loads(pickle.dumps(model)) == model


def test_aliases_become_full_names(model: System) -> None:
    total, layers = model.equations
    assert total.label == "total"
    assert relation_text(total) == "M = (weight + state) * P / tp if kind = full else weight * P"
    assert total.names == {"M", "weight", "state", "P", "tp", "kind"}
    assert layers.label == "layers"
    assert layers.approximate
    assert layers.names == {"layers", "P", "precision"}
    assert (total.sources[0].citation, total.sources[0].where) == ("A post", "section 2")


def test_a_key_stays_beside_its_choice(model: System) -> None:
    right = model.equations[0].right
    assert isinstance(right, Conditional)
    condition = right.condition
    assert isinstance(condition, Compare)
    assert (condition.left, condition.right) == (
        Name("kind", condition.left.span),
        Name("full", condition.right.span),
    )


def test_defaults_are_assumptions_in_order(model: System) -> None:
    assert [(a.label, relation_text(a), a.default_of) for a in model.assumptions] == [
        ("tp", "tp = 1", "tp"),
        ("state", "state = 8 [byte/param]", "state"),
        ("half", "half = 1 / 2 * 1 [GB]", "half"),
        ("double", "double = 2 * tp", "double"),
        ("shift", "shift = -3 [GB]", "shift"),
        ("t * L", "tp * layers = 8", None),
        ("P", "P = 7e9 [param]", "P"),
    ]
    assert model.quantities["P"].default == "P"
    assert model.quantities["half"].default == "half"
    assert model.quantities["M"].default is None


def test_a_fallback_is_a_default_too() -> None:
    system = link('quantities:\n    dp [1] "x"\nfallbacks:\n    one: dp = 1\n')
    assert system.quantities["dp"].default == "one"
    assert system.fallbacks[0].default_of == "dp"


def test_choices(model: System) -> None:
    precision = model.choices["precision"]
    assert [(column.name, column.kind) for column in precision.columns] == [
        ("weight", "declares"),
        ("other", "declares"),
        ("layers", "gives"),
        ("kind", "chooses"),
    ]
    assert precision.default == "mixed"
    cells = {key: {name: shown(cell) for name, cell in row.cells.items()} for key, row in precision.rows.items()}
    assert cells == {
        "fp32": {"weight": "4 [byte/param]", "other": "layers", "kind": "full"},
        "mixed": {"weight": "2 [byte/param]", "other": "1 / 4", "layers": "3", "kind": "part"},
    }
    assert precision.sources[0].where == "table 1"
    assert model.choices["kind"].default is None


def test_constraints(model: System) -> None:
    fits, even = model.constraints
    assert (fits.label, fits.op, fits.names, fits.doc) == ("fits", "<=", {"M"}, "Memory runs out")
    assert (even.op, even.names) == ("divides", {"tp", "layers"})


def test_checks(model: System) -> None:
    (check,) = model.checks
    first, second = check.rows
    assert check.tolerance == Fraction(2, 100)
    assert {name: shown(cell) for name, cell in first.given.items()} == {
        "P": "7e9 [param]",
        "precision": "fp32",
        "tp": "2",
    }
    assert [shown(first.published["M"]), shown(second.published["M"])] == ["42 [GiB]", "1 [TB]"]
    assert set(second.given) == {"P", "tp"}


@pytest.mark.parametrize(
    ("flags", "domain"),
    [
        ("", Domain()),
        (", integer", Domain(True, None, None, Fraction(1), None, False)),
        (", integer, nonnegative", Domain(True, None, None, Fraction(0), None, False)),
        (", integer, 0..5", Domain(True, None, None, Fraction(0), Fraction(5), False)),
        (", multiple of 128", Domain(True, 128, None, Fraction(1), None, False)),
        (", in 1 2 4 8", Domain(True, None, tuple(map(Fraction, (1, 2, 4, 8))), Fraction(1), Fraction(8), False)),
        (", signed", Domain(False, None, None, None, None, True)),
        (", nonnegative", Domain(False, None, None, Fraction(0), None, False)),
        (", 0..1", Domain(False, None, None, Fraction(0), Fraction(1), False)),
        (", 2..", Domain(False, None, None, Fraction(2), None, False)),
        (", ..2", Domain(False, None, None, Fraction(0), Fraction(2), True)),
        (", ..-2", Domain(False, None, None, None, Fraction(-2), True)),
        (", -1..1", Domain(False, None, None, Fraction(-1), Fraction(1), False)),
    ],
)
def test_domains(flags: str, domain: Domain) -> None:
    assert link(f'quantities:\n    x [1{flags}] "x"\n').quantities["x"].domain == domain


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ("integer, 0.2..0.8", "no whole number lies between the bounds"),
        ("integer, ..0.5", "no whole number lies between the bounds"),
        ("multiple of 128, ..100", "no multiple of 128 lies between the bounds"),
        ("in 1 2, 3..4", "a member that another flag excludes"),
        ("in 1 2.5, integer", "a member that another flag excludes"),
        ("in -1 2, nonnegative", "a member that another flag excludes"),
        ("nonnegative, ..-2", "'nonnegative' and bounds below zero exclude each other"),
        ("0..1e400", "a number beyond every quantity"),
        ("0..1, 2..3", "'2..3' says twice what values are allowed"),
    ],
)
def test_flags_that_leave_no_value(flags: str, message: str) -> None:
    assert problems(f'quantities:\n    x [1, {flags}] "x"\n') == [f"ParseError: {message}"]


def test_a_set_that_is_refused_is_not_looked_into() -> None:
    assert problems('quantities:\n    x [1, in 1e999 1, in 3 4, 0..1] "x"\n')[0] == "ParseError: too many digits"


def test_flags_that_leave_one_value() -> None:
    for flags in ("integer, 3..3.5", "multiple of 128, ..128", "in 1 2, 1..2", "nonnegative, integer, ..0.5"):
        assert link(f'quantities:\n    x [1, {flags}] "x"\n').quantities["x"].domain.high is not None


def test_what_says_nothing_is_told() -> None:
    text = """
quantities:
    x, z = z  [1]  "x"
    y = a     [1]  "y"
    M = 1e300 [GB] "m"
    L = log(0) [1] "l"

choice k:
    | k | w [1] | y |
    | a | w     | - |
    | b | 1     | y |

assumptions:
    x * y = x * y

constraints:
    first: 1 <= 2
    second: 2 divides 4
    third: x < z
"""
    assert problems(text) == [
        "ParseError: a default that is x itself says nothing",
        "UnknownNameError: unknown name 'a'",
        "ParseError: a default beyond every quantity",
        "ParseError: log of zero",
        "ParseError: a cell that is w itself says nothing",
        "ParseError: a cell that is y itself says nothing",
        "ParseError: this assumption says nothing",
        "ParseError: no quantity in this constraint",
        "ParseError: no quantity in this constraint",
        "ParseError: this constraint says nothing",
    ]


def test_bounds_are_in_the_declared_unit() -> None:
    system = link('quantities:\n    M [GB, 1..80] "m"\n    T [day, integer] "t"\n    v [GB, in 24 48] "v"\n')
    assert (system.quantities["M"].domain.low, system.quantities["M"].domain.high) == (10**9, 80 * 10**9)
    assert system.quantities["T"].domain.multiple_of == 86400
    assert system.quantities["v"].domain.members == (24 * 10**9, 48 * 10**9)


def test_columns_are_nonnegative_unless_flagged(model: System) -> None:
    assert model.quantities["weight"].domain == Domain(low=Fraction(0), low_open=False)
    assert model.quantities["other"].domain.high == 4


# -- several files -----------------------------------------------------------------------------


def test_files_join_once_and_used_ones_first(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        base='quantities:\n    x, s = 1 [1] "x"\nassumptions:\n    other: x = 2\n',
        left='use base\nquantities:\n    y = 2 [1] "y"\n',
        right='use base\nquantities:\n    z, s = 3 [1] "z"\ncheck "c" exactly:\n    | z | -> x |\n    | 1 | 1    |\n',
        top='use left, right\nquantities:\n    w = 4 [1] "w"\nequations:\n    w = x + y + z\n',
    )
    top = found["top"]
    assert top.files == ("base", "left", "right", "top")
    assert [a.label for a in top.assumptions] == ["x", "other", "y", "z", "w"]
    assert [q.system for q in top.quantities.values()] == ["base", "left", "right", "top"]
    assert top.aliases == {"s": ("x", "z")}
    assert top.checks == ()
    assert len(found["right"].checks) == 1


def test_an_alias_belongs_to_its_file(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        one='quantities:\n    seq, s [1] "x"\n    y [1] "y"\nequations:\n    y = 2 * s\n',
        two='use one\nquantities:\n    s [1] "another"\nequations:\n    s = 3 * seq\n',
    )
    assert [relation_text(e) for e in found["two"].equations] == ["y = 2 * seq", "s = 3 * seq"]
    assert found["two"].aliases == {}
    assert found["one"].aliases == {"s": ("seq",)}


def test_units_of_a_file_are_known_in_those_that_use_it(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        lengths='units:\n    ell = 2 [smoot]\n    smoot = 1.7018 [m, prefixed]\nquantities:\n    l [ksmoot] "l"\n',
        user='use lengths\nquantities:\n    w [ell] "w"\nequations:\n    w = l\n',
    )
    assert found["user"].quantities["w"].unit.factor == Fraction(34036, 10**4)
    assert found["user"].quantities["l"].unit.factor == Fraction(17018, 10)


def test_one_key_may_be_two_sources(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        one='sources:\n    k = "One"\nquantities:\n    x [1] "x"\nequations:\n    x = 1 from k "p. 1"\n',
        two='use one\nsources:\n    k = "Two"\nequations:\n    e: x = 2 from k "p. 2"\n',
    )
    assert [e.sources[0].citation for e in found["two"].equations] == ["One", "Two"]
    assert {key: source.citation for key, source in found["two"].sources.items()} == {"k": "One", "two.k": "Two"}


def test_a_label_may_stand_once_among_equations_and_once_among_assumptions() -> None:
    system = link('quantities:\n    x = 2 [1] "x"\n    y [1] "y"\nequations:\n    x = 2 * y\n')
    assert (system.equations[0].label, system.assumptions[0].label) == ("x", "x")
    assert problems('quantities:\n    x = 2 [1] "x"\nassumptions:\n    x = 3\n') == [
        "DuplicateNameError: two assumptions or constraints are called 'x'"
    ]


# -- mistakes ----------------------------------------------------------------------------------


def test_all_mistakes_at_once() -> None:
    assert problems(
        """
quantities:
    a, b  [GB]   "a"
    b     [GiBs] "b"
    c = 0 [1]    "c"
    pick  [1]    "p"

choice z = p "z":
    | z | w [1] | nothing |
    | p | a     | 1       |

equations:
    a = q from nowhere
    c = z

constraints:
    d: a divides c

check "x" within 2%:
    | z | -> none |
    | r | 3       |
"""
    ) == [
        "DuplicateNameError: alias 'b' is another name of its file",
        "UnknownNameError: unknown unit 'GiBs'",
        "TableError: a default outside the bounds of c",
        "ParseError: 'pick' is reserved, not a name",
        "UnknownNameError: unknown name 'nothing'",
        "DimensionError: a cell of another dimension",
        "UnknownNameError: unknown name 'q'",
        "UnknownNameError: unknown source 'nowhere'",
        "DimensionError: z is a choice, not a number",
        "DimensionError: divides stands between integers",
        "DimensionError: divides stands between integers",
        "TableError: check column 'none' is no quantity",
        "UnknownNameError: 'r' is no key of choice z",
    ]


def test_mistakes_of_form_and_of_meaning_together() -> None:
    text = """
quantities:
    a [GB] "a"
    b [param "b"
    c [s] "c"

equations:
    a = b * w
    c == 3 [s]
    e: c = a
    f: c = dd
"""
    assert problems(text) == [
        "ParseError: a bracket that is never closed",
        "UnknownNameError: unknown name 'w'",
        "ParseError: '==' where one '=' is enough",
        "DimensionError: the two sides have unlike dimensions",
        "UnknownNameError: unknown name 'dd'",
    ]


def test_a_thousand_mistakes_are_told_in_time() -> None:
    many = "".join(f"    e{i}: a = missing_{i}\n" for i in range(1000))
    assert len(problems(f'quantities:\n    a [GB] "a"\nequations:\n{many}')) == 1000


@pytest.mark.parametrize("name", ["unknown", "given", "tight", "without", "pick", "over", "inputs"])
def test_parameters_of_calls_are_no_names(name: str) -> None:
    assert problems(f'quantities:\n    {name} [1] "x"\n') == [f"ParseError: '{name}' is reserved, not a name"]
    assert problems(f'quantities:\n    x, {name} [1] "x"\n') == [f"ParseError: '{name}' is reserved, not a name"]


@pytest.mark.parametrize("name", ["E", "I", "S", "N", "O", "Q", "beta", "gamma", "lambda", "zeta", "s", "h", "None"])
def test_names_that_mean_something_elsewhere(name: str) -> None:
    assert (
        name in link(f'quantities:\n    {name} [1] "x"\n    x9 [1] "y"\nequations:\n    x9 = 2 * {name}\n').quantities
    )


def test_a_long_sum_travels() -> None:
    system = link('quantities:\n    a [GB] "a"\n    b [GB] "b"\nequations:\n    a = b' + " + b" * 990 + "\n")
    again = pickle.loads(pickle.dumps(system))
    assert relation_text(again.equations[0]) == relation_text(system.equations[0])
