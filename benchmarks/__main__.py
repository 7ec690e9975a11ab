"""Every figure, one after another: `python -m benchmarks`, or those named: `python -m benchmarks inverse startup`."""

from __future__ import annotations

import importlib
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


def main(names: list[str]) -> int:
    """Run the benchmarks named, or all there are; the exit code is the worst of theirs."""
    here = {path.stem for path in Path(__file__).parent.glob("*.py")}
    unknown = [name for name in names if name not in here]
    if unknown:
        print(f"no benchmark {unknown[0]!r}: one of {', '.join(FIGURES)}", file=sys.stderr)
        return 2
    worst = 0
    for name in names or [name for name in FIGURES if name in here]:
        print(f"\n== {name}", flush=True)
        module = importlib.import_module(f"benchmarks.{name}")
        sys.argv = [f"benchmarks.{name}"]
        worst = max(worst, int(module.main() or 0))
    return worst


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
