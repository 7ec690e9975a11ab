"""The root-finding collections of SciPy, asked with bounds only: python -m benchmarks.alefeld [--all].

Source: Alefeld, Potra, Shi 1995, Algorithm 748 (aps); Chandrupatla 1997. The roots are SciPy's, the functions are
written out here, since SciPy has them as Python code.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

import tmath
from benchmarks.notation import Names, expression_text
from tmath import Answer, SolveError

_POLES = " + ".join(f"{(2 * i - 5) ** 2}/(x - {i**2})**3" for i in range(1, 21))

# Each function of the collection, and the names of its arguments.
FUNCTIONS: Mapping[str, tuple[str, str]] = {
    "aps.01": ("sin(x) - x/2", ""),
    "aps.02": (f"-2*({_POLES})", ""),
    "aps.03": ("a*x*exp(b*x)", "a b"),
    "aps.04": ("x**n - a", "n a"),
    "aps.05": ("sin(x) - 1/2", ""),
    "aps.06": ("2*x*exp(-n) - 2*exp(-n*x) + 1", "n"),
    "aps.07": ("(1 + (1 - n)**2)*x - (1 - n*x)**2", "n"),
    "aps.08": ("x*x - (1 - x)**n", "n"),
    "aps.09": ("(1 + (1 - n)**4)*x - (1 - n*x)**4", "n"),
    "aps.10": ("exp(-n*x)*(x - 1) + x**n", "n"),
    "aps.11": ("(n*x - 1)/((n - 1)*x)", "n"),
    "aps.12": ("x**(1/n) - n**(1/n)", "n"),
    "aps.13": ("0 if x == 0 else 0 if 1/x**2 > 709 else x/exp(1/x**2)", ""),
    "aps.14": ("-n/20 if x <= 0 else n/20*(x/1.5 + sin(x) - 1)", "n"),
    "aps.15": (
        "-0.859 if x < 0 else exp(1) - 1.859 if x > 2*0.001/(1 + n) else exp((n + 1)*x/2*1000) - 1.859",
        "n",
    ),
    "fun1": ("x**3 - 2*x - 5", ""),
    "fun2": ("1 - 1/x**2", ""),
    "fun3": ("(x - 3)**3", ""),
    "fun4": ("6*(x - 2)**5", ""),
    "fun5": ("x**9", ""),
    "fun6": ("x**19", ""),
    "fun7": ("0 if abs(x) < 3.8e-4 else x*exp(-x**(-2))", ""),
    "fun8": ("-(3062*(1 - 0.61489)*exp(-x))/(0.61489 + (1 - 0.61489)*exp(-x)) - 1013 + 1628/x", ""),
    "fun9": ("exp(x) - 2 - 0.01/x**2 + .000002/x**3", ""),
}


@dataclass(frozen=True)
class Case:
    """One root that a collection lists, and the question that must find it."""

    id: str
    text: str
    given: Mapping[str, float]
    root: float


@dataclass(frozen=True)
class Found:
    """What came of one case: `how` is root, interval or a fault."""

    case: Case
    how: str
    certified: bool
    complete: bool
    milliseconds: float
    fault: str = ""


def cases(collection: str = "aps") -> Iterator[Case]:
    """The cases of one of SciPy's collections that the language can say."""
    from scipy.optimize import _tstutils

    for row in _tstutils.get_tests(collection):
        key = row["ID"].rpartition(".")[0]
        if key not in FUNCTIONS:
            continue
        body, arguments = FUNCTIONS[key]
        given = dict(zip(arguments.split(), row.get("args", ()), strict=True))
        yield Case(row["ID"], _text(row["ID"], body, given, row["bracket"]), given, float(row["root"]))


def _text(title: str, body: str, given: Mapping[str, float], bracket: Sequence[float]) -> str:
    low, high = (format(Decimal(repr(float(end))), "f") for end in bracket)
    lines = [f'"""{title}"""', "quantities:", f'    x [1, signed, {low}..{high}] "the root"']
    lines += [f'    {name} [1, signed] "a parameter"' for name in given]
    function = expression_text(body, Names({}, frozenset({"x", *given})))
    return "\n".join([*lines, "equations:", f"    0 = {function}", ""])


def ask(case: Case) -> Found:
    """Solve one case and look for its root among the answers."""
    system = tmath.loads(case.text, "case")
    start = time.perf_counter()
    try:
        answer: Answer | SolveError = system.solve("x", case.given)
    except SolveError as error:
        answer = error
    spent = 1e3 * (time.perf_counter() - start)
    if isinstance(answer, SolveError):
        return Found(case, "none", False, False, spent, f"{type(answer).__name__}: {str(answer).splitlines()[0]}")
    if answer.interval is not None:
        low, high = answer.interval[:2]
        fault = "" if low <= case.root <= high else f"{low} to {high} does not hold {case.root}"
        return Found(case, "interval" if not fault else "none", True, answer.complete, spent, fault)
    if not any(_same(value, case.root) for value in answer.values):
        return Found(case, "none", False, answer.complete, spent, f"{answer.values} instead of {case.root}")
    return Found(case, "root", answer.error_bound is not None, answer.complete, spent)


def _same(found: float, known: float) -> bool:
    """Equal to 1e-9 relative: the collection's roots are good to about 1e-15."""
    return math.isclose(found, known, rel_tol=1e-9, abs_tol=1e-12 if known == 0 else 0.0)


def report(collection: str) -> list[Found]:
    """Run a collection and print what was found."""
    from scipy.optimize import _tstutils

    tests: Sequence[Any] = _tstutils.get_tests(collection)
    results = [ask(case) for case in cases(collection)]
    for result in results:
        if result.fault:
            print(f"{result.case.id:14} {result.fault}")
    times = [result.milliseconds for result in results]
    found = [result for result in results if not result.fault]
    print(
        f"{collection}: {len(results)} of {len(tests)} written, {len(found)} found "
        f"({sum(result.how == 'interval' for result in found)} inside an interval), "
        f"{sum(result.certified for result in found)} certified, {sum(result.complete for result in found)} proven "
        f"complete; median {median(times):.1f} ms, worst {max(times):.1f} ms"
    )
    return results


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where a root was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alefeld", description=__doc__)
    parser.add_argument("--all", action="store_true", help="the collection of Chandrupatla too")
    options = parser.parse_args(arguments)
    results = report("aps")
    if options.all:
        results += report("chandrupatla")
    return int(any(result.fault for result in results))


if __name__ == "__main__":
    sys.exit(main())
