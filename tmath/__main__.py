"""python -m tmath"""

from __future__ import annotations

import sys

from tmath.cli import main

if __name__ == "__main__":
    sys.exit(main())
