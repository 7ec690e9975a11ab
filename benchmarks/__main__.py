"""Every figure, one after another: `python -m benchmarks`, or those named: `python -m benchmarks inverse startup`.

`--write` puts what is printed into docs/benchmarks.md as well, and what README quotes of it into README.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

FIGURES = (
    "inverse",
    "alefeld",
    "every_equation",
    "reading",
    "chains",
    "random_systems",
    "startup",
    "compiled",
    "sweep",
)
QUOTED = ("startup", "reading", "compiled", "sweep")
ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
README = ROOT / "README.md"
BLOCK = re.compile(r"(?<=<!-- benchmarks -->\n)(.*?)(?=<!-- end -->)", re.DOTALL)
HEAD = """# Measured

Written by `python -m benchmarks --write`. Ratios are medians of runs side by side; seconds are those of this machine:
{machine}.
"""


def figure(name: str) -> tuple[str, int]:
    """What a benchmark prints, as it is printed, and its exit code; each in a process of its own."""
    lines = []
    command = [sys.executable, "-u", "-m", f"benchmarks.{name}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:
        assert running.stdout is not None
        for line in running.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    return "".join(lines).rstrip(), running.returncode


def section(name: str, text: str) -> str:
    """A benchmark and what it printed."""
    return f"```\n$ python -m benchmarks {name}\n{text}\n```\n"


def written(printed: dict[str, str]) -> None:
    """Put what was printed into the page and into README."""
    machine = f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}"
    head = HEAD.format(machine=machine)
    PAGE.write_text("\n".join([head, *(section(name, text) for name, text in printed.items())]), "utf-8")
    quoted = "\n".join(section(name, printed[name]) for name in QUOTED)
    README.write_text(BLOCK.sub(lambda _: quoted, README.read_text("utf-8")), "utf-8")


def main(words: list[str]) -> int:
    """Run the benchmarks named, or all there are; the exit code is the worst of theirs."""
    names = [word for word in words if word != "--write"]
    here = {path.stem for path in Path(__file__).parent.glob("*.py")}
    unknown = [name for name in names if name not in here]
    if unknown or (names and "--write" in words):
        wrong = f"no benchmark {unknown[0]!r}: one of {', '.join(FIGURES)}" if unknown else "--write takes all of them"
        print(wrong, file=sys.stderr)
        return 2
    worst, printed = 0, {}
    for name in names or FIGURES:
        print(f"\n== {name}", flush=True)
        printed[name], code = figure(name)
        worst = max(worst, code)
    if "--write" in words:
        written(printed)
    return worst


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
