"""The keys of one config.json, with the defaults of its class."""

from __future__ import annotations

import re
from collections.abc import Mapping
from sys import float_info
from typing import Any

from tmath.config.classes import Kind
from tmath.errors import InputError

# A key that looks as if it told a size may not be passed over in silence.
_OF_SHAPE = re.compile(
    r"dim|size|width|head|layer|expert|rank|lora|norm|bias|mlp|ffn|ff_|vocab|emb|tie|tied|proj|hidden|inner"
    r"|num_|^n_|kv|moe|shared|multi_query|conv|state|vision|audio|mtp|cross|position|block",
    re.IGNORECASE,
)
_SHOWN = 40  # characters of a value that is refused
_PLACE = re.compile(r"(?P<left>[\w.]+)(?: (?P<sign>[*/]) (?P<right>[\w.]+))?")


class Keys:
    """The keys of a file by the names their class uses, defaults where they are absent."""

    def __init__(self, where: str, values: Mapping[str, Any], kind: Kind) -> None:
        self.where, self.kind = where, kind
        self.own: dict[str, Any] = {}
        for key, value in values.items():
            name = kind.also.get(key, key)
            if name in self.own and self.own[name] != value:
                raise self.refusal(f"{key} = {value!r} and {name} = {self.own[name]!r} are one thing")
            self.own[name] = value

    def __getitem__(self, key: str) -> Any:
        """What a key says, `None` where neither the file nor the class says anything; dots lead into a table."""
        found: Any = self.own
        for part in key.split("."):
            if not isinstance(found, Mapping) or part not in found:
                return self.kind.defaults.get(key)
            found = found[part]
        return found

    def count(self, key: str) -> int | None:
        """A key that tells a number of things.

        Raises: InputError for anything but a whole number.
        """
        value = self[key]
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._not(key, "no whole number")
        if not 0 <= value < float("inf") or value != int(value):  # false of nan too
            raise self._not(key, "no whole number")
        if value > float_info.max:
            raise self._not(key, "more than any number reaches")
        return int(value)

    def flag(self, key: str) -> bool | None:
        """A key that is true or false.

        Raises: InputError for anything else.
        """
        value = self[key]
        if value is not None and not isinstance(value, bool):
            raise self._not(key, "neither true nor false")
        return value

    def at(self, place: str) -> int | None:
        """What stands at a place: a key, a number, or a product or quotient of two.

        Raises: InputError for a quotient that does not come out whole.
        """
        match = _PLACE.fullmatch(place)
        assert match, place
        left = self._term(match["left"])
        if match["sign"] is None or left is None:
            return left
        right = self._term(match["right"])
        if right is None:
            return None
        if match["sign"] == "*":
            return left * right
        if not right or left % right:
            raise self.refusal(f"{match['left']} = {left} is no multiple of {match['right']} = {right}")
        return left // right

    def _term(self, text: str) -> int | None:
        return int(text) if text.isdigit() else self.count(text)

    def _not(self, key: str, what: str) -> InputError:
        shown = repr(self[key])
        shown = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 3]}..."
        return self.refusal(f"{key} = {shown} is {what}")

    def refusal(self, text: str) -> InputError:
        """A file that cannot be honoured, and why."""
        return InputError(f"{self.where}: {text}", "--config")

    def strangers(self) -> tuple[list[str], list[str]]:
        """Keys that nobody reads: those that look as if they told a size, and the others."""
        kind = self.kind
        read = {
            part for places in kind.keys.values() for place in places for part in re.findall(r"[A-Za-z_]\w*", place)
        }
        read |= {key.partition(".")[0] for group in (kind.where, kind.unless, kind.must) for key in group}
        read |= kind.harmless | kind.notes.keys() | kind.defaults.keys() | READ_BY_RULES
        left = [key for key, value in self.own.items() if key not in read and value not in (None, False, 0, "", [], {})]
        sized = [key for key in left if _OF_SHAPE.search(key)]
        return sized, [key for key in left if key not in sized]


READ_BY_RULES = {
    "decoder_sparse_step",
    "mlp_only_layers",
    "num_ln_in_parallel_attn",
    "new_decoder_architecture",
    "num_kv_heads",
    "_remove_final_layer_norm",
    "architectures",
    "model_type",
}
