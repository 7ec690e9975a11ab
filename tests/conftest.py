"""What every test stands on: a place of its own for caches, and no colour or width from outside."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# For `benchmarks`, which some tests share; last, so that the tmath that is installed is the one that is tested.
sys.path.append(str(Path(__file__).resolve().parent.parent))

for name in ("TMATH_EQUATIONS", "TMATH_DEBUG", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
    os.environ.pop(name, None)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Programs that tests make are kept away from the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
