"""Frozen dataclasses that cost nothing to declare: the same to users and to type checkers, made without `exec`.

The standard module compiles eight functions for each class, a millisecond of every start, and imports
`inspect`. Here methods are closures over the fields. To `dataclasses.fields`, `replace` and `is_dataclass`
these classes are dataclasses: what they look up is described when they ask.
"""

from __future__ import annotations

from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    # Type checkers see the standard module, whose meaning this is.
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
    from typing import Any
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True, kw_only=False):
        """Give a class the methods its annotated fields call for."""
        if cls is None:
            return lambda cls: _made(cls, frozen, slots, eq, kw_only)
        return _made(cls, frozen, slots, eq, kw_only)

    def field(*, default=..., default_factory=None, init=True, repr=True, compare=True, kw_only=False):
        """What is said of a field beyond its annotation."""
        return Field(default, default_factory, init, repr, compare, kw_only)

    def replace(record, /, **changes):
        """A record with other values in some of its fields."""
        fields = record.__record__
        positional = [
            changes.pop(f.name) if f.name in changes else getattr(record, f.name)
            for f in fields
            if f.init and not f.kw_only
        ]
        named = {f.name: getattr(record, f.name) for f in fields if f.init and f.kw_only}
        return type(record)(*positional, **(named | changes))


__all__ = ["Field", "dataclass", "field", "names_of", "replace"]


class Field:
    """One field of a record; `default` is `...` where it must be given."""

    __slots__ = ("compare", "default", "default_factory", "init", "kw_only", "name", "repr")

    def __init__(
        self, default: Any, default_factory: Any, init: bool, repr: bool, compare: bool, kw_only: bool, name: str = ""
    ):
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.compare, self.kw_only, self.name = init, repr, compare, kw_only, name

    @property
    def optional(self) -> bool:
        """Whether it need not be given."""
        return self.default is not ... or self.default_factory is not None

    def initial(self) -> Any:
        """The value it has where none is given."""
        return self.default if self.default_factory is None else self.default_factory()


def names_of(record: Any) -> tuple[str, ...]:
    """The names of the fields of a record or its class."""
    return tuple(f.name for f in record.__record__)


def _made(cls: type, frozen: bool, slots: bool, eq: bool, kw_only: bool) -> type:
    own = _declared(cls, kw_only)
    inherited = {f.name: f for base in reversed(cls.__mro__[1:]) for f in base.__dict__.get("__record__", ())}
    fields = tuple((inherited | own).values())
    if slots:
        cls = _slotted(cls, own)
    else:
        for each in own.values():
            _leave_default(cls, each)
    setters = [getattr(cls, f.name).__set__ for f in fields] if slots else None
    methods: dict[str, Any] = {"__init__": _initializer(cls, fields, setters, frozen)}
    shown = [f.name for f in fields if f.repr]
    methods["__repr__"] = _representation(shown)
    if eq:
        values = _values([f.name for f in fields if f.compare])
        methods["__eq__"] = _equality(values)
        methods["__hash__"] = (lambda self: hash(values(self))) if frozen else None
    if frozen:
        methods["__setattr__"] = _refuse_assignment
        methods["__delattr__"] = _refuse_assignment
        if slots:
            methods["__getstate__"] = lambda self: [getattr(self, f.name) for f in fields]
            methods["__setstate__"] = _restorer(setters)
    methods["__match_args__"] = tuple(f.name for f in fields if f.init and not f.kw_only)
    methods["__record__"] = fields
    for name, method in methods.items():
        if name == "__init__" or name not in cls.__dict__ or (name == "__hash__" and cls.__dict__[name] is None):
            setattr(cls, name, method)
    # Looked up by the standard module alone, on classes and on instances.
    cls.__dataclass_fields__ = _Described("__dataclass_fields__", eq, frozen)  # type: ignore[attr-defined]
    cls.__dataclass_params__ = _Described("__dataclass_params__", eq, frozen)  # type: ignore[attr-defined]
    return cls


def _declared(cls: type, kw_only: bool) -> dict[str, Field]:
    """The fields that a class itself declares, in order."""
    found: dict[str, Field] = {}
    for name, annotation in cls.__annotations__.items():
        if str(annotation).startswith(("ClassVar", "typing.ClassVar")):
            continue
        default = cls.__dict__.get(name, ...)
        if not isinstance(default, Field):
            default = Field(default, None, True, True, True, kw_only)
        default.name = name
        default.kw_only = default.kw_only or kw_only
        found[name] = default
    return found


def _leave_default(cls: type, field: Field) -> None:
    """A default that is no factory stays an attribute of the class, as the standard module has it."""
    if field.default is not ...:
        setattr(cls, field.name, field.default)
    elif field.name in cls.__dict__:
        delattr(cls, field.name)


def _slotted(cls: type, own: dict[str, Field]) -> type:
    """The class again, with slots for its own fields."""
    space = {k: v for k, v in cls.__dict__.items() if k not in own and k not in ("__dict__", "__weakref__")}
    space["__slots__"] = tuple(own)
    made = type(cls)(cls.__name__, cls.__bases__, space)
    made.__qualname__ = cls.__qualname__
    return made


# -- methods ---------------------------------------------------------------------------------------


def _initializer(cls: type, fields: tuple[Field, ...], setters: list[Any] | None, frozen: bool) -> Any:
    names = [f.name for f in fields]
    place = {f.name: number for number, f in enumerate(fields) if f.init}
    positional = [f for f in fields if f.init and not f.kw_only]
    needed = sum(not f.optional for f in positional)
    simple = len(positional) == len(fields)
    count = len(fields)
    post = getattr(cls, "__post_init__", None)

    def complete(args: tuple[Any, ...], given: dict[str, Any]) -> tuple[Any, ...]:
        """The values of all fields; `...` for one that __post_init__ sets."""
        if simple and not given and needed <= len(args) <= count:
            return args + tuple([f.initial() for f in fields[len(args) :]])
        if len(args) > len(positional):
            raise TypeError(f"{cls.__name__}() takes {len(positional)} positional arguments, got {len(args)}")
        values = [f.initial() for f in fields]
        for f, value in zip(positional, args, strict=False):
            values[place[f.name]] = value
        known = {f.name for f in positional[: len(args)]}
        for name, value in given.items():
            if name in known or name not in place:
                raise TypeError(f"{cls.__name__}() got an unexpected or repeated argument {name!r}")
            values[place[name]] = value
        missing = [f.name for f in fields if f.init and not f.optional and f.name not in known | given.keys()]
        if missing:
            raise TypeError(f"{cls.__name__}() lacks {', '.join(missing)}")
        return tuple(values)

    if setters is not None:

        def __init__(self: Any, *args: Any, **given: Any) -> None:
            if given or not simple or len(args) != count:
                args = complete(args, given)
            for store, value in zip(setters, args):  # noqa: B905 -- equally long, and this is what objects cost
                if value is not ...:
                    store(self, value)
            if post is not None:
                post(self)

    else:
        write = object.__setattr__ if frozen else setattr

        def __init__(self: Any, *args: Any, **given: Any) -> None:
            if given or not simple or len(args) != count:
                args = complete(args, given)
            for name, value in zip(names, args):  # noqa: B905
                if value is not ...:
                    write(self, name, value)
            if post is not None:
                post(self)

    return __init__


def _values(names: list[str]) -> Callable[[Any], Any]:
    """What two records are compared by."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _equality(values: Callable[[Any], Any]) -> Any:
    def __eq__(self: Any, other: object) -> Any:
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    return __eq__


def _representation(names: list[str]) -> Any:
    def __repr__(self: Any) -> str:
        inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({inside})"

    return __repr__


def _restorer(setters: list[Any] | None) -> Any:
    def __setstate__(self: Any, state: list[Any]) -> None:
        for store, value in zip(setters or (), state, strict=True):
            store(self, value)

    return __setstate__


def _refuse_assignment(self: Any, name: str, *_: Any) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to or delete field {name!r}")


class _Described:
    """What the standard module looks up on a dataclass, made by the standard module when it does."""

    def __init__(self, name: str, eq: bool, frozen: bool):
        self.name, self.eq, self.frozen = name, eq, frozen

    def __get__(self, record: Any, cls: type) -> Any:
        import dataclasses

        described = []
        for f in cls.__record__:  # type: ignore[attr-defined]
            given: dict[str, Any] = {"init": f.init, "repr": f.repr, "compare": f.compare, "kw_only": f.kw_only}
            if f.default_factory is not None:
                given["default_factory"] = f.default_factory
            elif f.default is not ...:
                given["default"] = f.default
            described.append((f.name, "Any", dataclasses.field(**given)))
        standard = dataclasses.make_dataclass(cls.__name__, described, eq=self.eq, frozen=self.frozen)
        return getattr(standard, self.name)
