"""Every command and option there is, as data: help, errors and shell completion read it."""

from __future__ import annotations

from tmath.commands.options import Command, Option

_CONFIG = Option("--config", "a Hugging Face config.json read as givens", "FILE")
_EQUATIONS = Option("--equations", "own equation files, a file or a folder; may be repeated", "FOLDER", many=True)

SOLVE = Command(
    "solve",
    "tmath solve SYSTEM --for NAME [name=value ...]",
    "any quantity of a system from the others",
    "tmath.commands.solve",
    (
        Option("--for", "what is asked: a quantity or a choice; several as P,D", "NAME"),
        Option("--in", "the unit of the answer", "UNIT"),
        Option("--tight", "make a constraint an equation", "LABEL", many=True),
        Option("--without", "leave out an assumption, fallback, constraint or equation", "LABEL", many=True),
        Option("--pick", "of several values the least or the greatest", "min|max"),
        Option("--explain", "every step with its source, assumptions set aside, certificates, sensitivities"),
        Option("--json", "one JSON object, numbers unrounded"),
        Option("--latex", "the answer typeset"),
        Option("--quiet", "the bare number in the declared unit, for scripts"),
        _CONFIG,
        Option("--csv", "a sweep as a table of comma-separated values", "FILE"),
        Option("--plot", "a sweep as a plot: .png, .svg or .pdf", "FILE"),
        Option("--parquet", "a sweep of any size as a Parquet file, compiled, numbers taken as exact", "FILE"),
        Option("--best", "a sweep of any size reduced: how many hold, the range, the best few (--pick)", "COUNT"),
        Option("--on", "sweep on a Dask cluster: a scheduler's address, or local:2 for two workers", "ADDRESS"),
        _EQUATIONS,
    ),
    (
        "tmath solve memory --for P vram=80GB gpus=64",
        "tmath solve memory --for M_total P=7B gpus=8 zero=all",
        "tmath solve compute --for T P=7B D=1T gpu=H100_SXM gpus=8,16,32",
        "tmath solve inference --for M_inference --config config.json",
    ),
)

SHOW = Command(
    "show",
    "tmath show SYSTEM [NAME]",
    "a system as a paper would print it, or one quantity and every equation it is in",
    "tmath.commands.show",
    (Option("--latex", "typeset"), _CONFIG, _EQUATIONS),
    ("tmath show memory", "tmath show memory M_total", "tmath show memory --config config.json"),
)

LIST = Command(
    "list",
    "tmath list [SYSTEM]",
    "the systems, or the quantities of one with units, aliases and defaults",
    "tmath.commands.list",
    (_EQUATIONS,),
    ("tmath list", "tmath list memory"),
)

CHECK = Command(
    "check",
    "tmath check [FILE ...]",
    "parse, names, dimensions, and every published number forwards and backwards",
    "tmath.commands.check",
    (_EQUATIONS, Option("--quiet", "failures only")),
    ("tmath check", "tmath check pendulum.eq"),
)

FMT = Command(
    "fmt",
    "tmath fmt [--check] FILE ...",
    "canonical layout of equation files: columns aligned, nothing else changed",
    "tmath.commands.fmt",
    (Option("--check", "change nothing; exit 1 where a file is not in canonical layout"),),
    ("tmath fmt pendulum.eq",),
)

COMPLETION = Command(
    "completion",
    "tmath completion bash|zsh|fish",
    "the script that makes a shell complete systems, quantities, keys and units",
    "tmath.commands.completion",
    (),
    ('eval "$(tmath completion bash)"',),
)

EXPORT = Command(
    "export",
    "tmath export SYSTEM --for NAME --to LANGUAGE [name=value ...]",
    "a question as a function in another language: python, numpy or c",
    "tmath.commands.export",
    (
        Option("--for", "what is asked: a quantity; several as P,D", "NAME"),
        Option("--to", "python, numpy or c", "LANGUAGE"),
        Option("--inputs", "the parameters, in order; else the smallest set of inputs that is missing", "NAME,NAME"),
        Option("--tight", "make a constraint an equation", "LABEL", many=True),
        Option("--without", "leave out an assumption, fallback, constraint or equation", "LABEL", many=True),
        _EQUATIONS,
    ),
    (
        "tmath export memory --for P --to c gpus=64 > largest.c",
        "tmath export compute --for T --to numpy --inputs P,D,gpus gpu=H100_SXM",
    ),
)

_OPTIMUM = (
    Option("--over", "what is free: whole numbers, choices, at most two reals", "NAME,NAME"),
    Option("--in", "the unit of the answer", "UNIT"),
    Option("--tight", "make a constraint an equation", "LABEL", many=True),
    Option("--without", "leave out an assumption, fallback, constraint or equation", "LABEL", many=True),
    Option("--on", "search on a Dask cluster: a scheduler's address, or local:2 for two workers here", "ADDRESS"),
    Option("--explain", "every step with its source, assumptions set aside, certificates, sensitivities"),
    Option("--json", "one JSON object, numbers unrounded"),
    Option("--latex", "the answer typeset"),
    Option("--quiet", "the bare number in the declared unit, for scripts"),
    _EQUATIONS,
)

MINIMIZE = Command(
    "minimize",
    "tmath minimize SYSTEM NAME --over a,b,c [name=value ...]",
    "the least value over what is free, within all constraints; a=1,2,4 or a=1..8 restricts what is free",
    "tmath.commands.minimize",
    _OPTIMUM,
    (
        "tmath minimize plan cost --over tp,pp,zero P=70B D=1.4T gpus=512 ...",
        "tmath minimize loss loss --over P C=1e23FLOP",
    ),
)

MAXIMIZE = Command(
    "maximize",
    "tmath maximize SYSTEM NAME --over a,b,c [name=value ...]",
    "the greatest value over what is free, within all constraints",
    "tmath.commands.maximize",
    _OPTIMUM,
    ("tmath maximize memory P --over tp,pp gpus=64 gpu=H100_SXM",),
)

ALL = (SOLVE, MINIMIZE, MAXIMIZE, SHOW, LIST, CHECK, FMT, EXPORT, COMPLETION)
COMMANDS = {command.name: command for command in ALL}
