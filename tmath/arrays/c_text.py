"""Functions as C text: C99 with its mathematical library."""

from __future__ import annotations

from collections.abc import Sequence

from tmath.arrays.frames import STEPS, Bound, Search, indented
from tmath.arrays.languages import c_constant
from tmath.arrays.sheet import Column


class CFrame:
    """C99 with its mathematical library."""

    def part(self, number: int) -> str:
        """The name of a part of a root."""
        return f"p[{number}]"

    def answer(self, value: str, ok: str | None) -> str:
        """The last line of a function."""
        return f"return {value};" if ok is None else f"return {ok} ? {value} : NAN;"

    def function(self, name: str, parameters: Sequence[str], body: Sequence[str], doc: str) -> str:
        """A whole function."""
        taken = ", ".join(f"double {p}" for p in parameters) or "void"
        unused = [f"(void){p};" for p in parameters]
        return "\n".join([f"/* {doc} */", f"double {name}({taken})", "{", *indented([*unused, *body]), "}"])

    def merged(self, parts: Sequence[str], pick: str | None) -> list[str]:
        """The one value of several branches."""
        calls = ", ".join(f"{part}({{args}})" for part in parts)
        chosen = {"min": "return least;", "max": "return greatest;"}.get(
            pick or "", "return greatest - least <= 1e-11 * fabs(greatest) ? least : NAN;"
        )
        return [
            f"const double found[] = {{{calls}}};",
            "double least = found[0], greatest = found[0];",
            f"for (int k = 1; k < {len(parts)}; k++) {{",
            "    least = fmin(least, found[k]);",
            "    greatest = fmax(greatest, found[k]);",
            "}",
            chosen,
        ]

    def bounded(self, bound: Bound) -> list[str]:
        """The end of what constraints allow."""
        sign = "<" if bound.side < 0 else ">"
        low, high = c_constant(bound.low), c_constant(bound.high)
        lines = [f"if ({bound.inputs}({{args}}) != 1) return NAN;"]
        lines.append(f"const double roots[] = {{{', '.join(f'{root}({{args}})' for root in bound.roots)}}};")
        lines.append("double x = roots[0];")
        lines.append(f"for (int k = 1; k < {len(bound.roots)}; k++)")
        lines.append(f"    if (roots[k] {sign} x || isnan(roots[k])) x = isnan(x) ? x : roots[k];")
        lines.append(f"if (!({low} < x && x < {high})) {{")
        if bound.end is None:
            lines.append("    return NAN;")
        else:
            end = c_constant(bound.end)
            lines.append(f"    if ({bound.holds}({{args}}, {end}) == 1) return {end};")
            lines.append("    return NAN;" if not bound.unit or bound.side < 0 else f"    x = {low};")
        lines.append("}")
        return lines + (self._whole(bound) if bound.unit else ["return x;"])

    def _whole(self, bound: Bound) -> list[str]:
        unit, low, high = c_constant(bound.unit), c_constant(bound.low), c_constant(bound.high)
        step, back = ("+", "-") if bound.side > 0 else ("-", "+")
        start = f"ceil((x - 1e-9 * fabs(x)) / {unit})" if bound.side > 0 else f"floor((x + 1e-9 * fabs(x)) / {unit})"
        first = f"fmax({start} * {unit}, {low})" if bound.side > 0 else f"{start} * {unit}"
        further = f"x {back} {unit}"
        return [
            f"x = {first};",
            f"while ({low} <= {further} && {further} <= {high} && {bound.holds}({{args}}, {further}) == 1)",
            f"    x = {further};",
            f"for (int k = 0; k < {STEPS} && {low} <= x && x <= {high}; k++) {{",
            f"    if ({bound.holds}({{args}}, x) == 1) return x;",
            f"    x = x {step} {unit};",
            "}",
            "return NAN;",
        ]

    def root(
        self, name: str, kernel: str, parts: int, lines: Sequence[str], value: str, slope: str, search: Search
    ) -> str:
        """A kernel and the function that finds its root."""
        text = [f"static void {kernel}(double s, const double *p, double *value, double *slope)", "{"]
        text += ["    (void)s; (void)p;", *indented(lines)]
        text += [f"    *value = {value};", f"    *slope = {slope};", "}", ""]
        taken = ", ".join(f"double p{i}" for i in range(parts)) or "void"
        text += [f"static double {name}({taken})", "{"]
        text.append(f"    const double p[] = {{{', '.join(f'p{i}' for i in range(parts)) or '0.0'}}};")
        low, high = c_constant(search.low), c_constant(search.high)
        start = "p0" if search.has_start else "0.0"
        if search.kind == "scan":
            text.append(f"    return tm_scan({kernel}, p, {low}, {high}, {search.number});")
        else:
            how = "tm_newton" if search.kind == "log" else "tm_bracketed"
            text.append(f"    return {how}({kernel}, p, {start}, {low}, {high}, {search.way});")
        return "\n".join([*text, "}"])

    def module(
        self,
        about: Sequence[str],
        helper: str,
        functions: Sequence[str],
        public: Sequence[tuple[str, tuple[Column, ...]]],
    ) -> str:
        """The whole text, with a main that takes the inputs as arguments unless WITHOUT_MAIN is defined."""
        head = [f"/* {about[0]}", *(f"   {line}" for line in about[1:]), "   Build: cc -O3 FILE.c -lm */", ""]
        includes = [f"#include <{header}.h>" for header in ("math", "stdio", "stdlib")]
        main = ["#ifndef WITHOUT_MAIN", "int main(int argc, char **argv)", "{"]
        wanted = len(public[0][1]) if public else 0
        refusal = f'        fprintf(stderr, "%s takes {wanted} numbers\\n", argv[0]);'
        main += [f"    if (argc != {wanted + 1}) {{", refusal]
        main += ["        return 2;", "    }"]
        for name, inputs in public:
            args = ", ".join(f"atof(argv[{i + 1}])" for i in range(len(inputs)))
            main.append(f'    printf("%.17g\\n", {name}({args}));')
        main += ["    return 0;", "}", "#endif"]
        return "\n".join([*head, *includes, "", helper, *(f"\n{text}\n" for text in functions), *main, ""])
