"""Citations: short ones of authors and year, full ones with places and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tmath.language.system import Source


def cited(groups: Iterable[Iterable[Source]], *, short: bool = False) -> list[str]:
    """Sources in the order of use, each once, with the places in it; `short` leaves titles and addresses out."""
    places: dict[str, tuple[Source, dict[str, None]]] = {}
    for group in groups:
        for source in group:
            wheres = places.setdefault(source.key, (source, {}))[1]
            wheres.update(dict.fromkeys(source.where.split(", ") if source.where else ()))
    shown = []
    for source, wheres in places.values():
        where = f" ({', '.join(wheres)})" if wheres else ""
        full = f"{source.citation}{where} {source.url}".rstrip()
        shown.append(f"{short_citation(source.citation)}{where}" if short else full)
    return shown


def short_citation(citation: str) -> str:
    """Authors and year, without the title: Korthikanti et al. 2022."""
    found = re.match(r".{0,60}?\b(?:19|20)\d\d\b", citation)
    return found[0] if found else citation.partition(",")[0]


def keys(sources: Iterable[Source]) -> str:
    """Citations by key, with the place: [tm101, Sharded Optimizers; zero]"""
    shown = [f"{source.key}, {source.where}" if source.where else source.key for source in sources]
    return f"[{'; '.join(shown)}]" if shown else ""
