"""The made parts of the guide of authors: what each file holds, field by field, read from the models themselves."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from course.base.languages import N_, Language, translator
from course.content import (
    archive,
    case,
    document,
    graph,
    module,
    picture,
    problem,
    quiz,
    registers,
    source,
    starters,
    survey,
)
from course.content.check import INSTEAD, UNKNOWN
from course.content.check_registers import MINUTES_BEFORE
from course.content.conditions import TESTS
from course.content.described import description_of
from course.content.fields import Both, Day, Figure, FileName, Flag, Line, Name, Part, Prose, Slug
from course.content.questions import EXAMPLES, KINDS, blanks, classify, grounds, highlight, order, route, single
from course.content.questions.base import Option, Question
from course.content.typed import WORDS

Say = Callable[[str], str]
"""Gives an English message in the language of the guide."""

NAMES: Final[Mapping[type[Part], str]] = {
    module.Module: "module.yaml",
    module.Section: "section",
    module.Chart: "chart",
    module.Objection: "objection",
    module.Card: "card",
    case.Case: "case.yaml",
    case.Heading: "heading",
    case.BasedOn: "based_on",
    case.Scene: "scene",
    case.Choice: "choice",
    picture.Picture: "picture",
    quiz.Quiz: "quiz.yaml",
    survey.Survey: "survey.yaml",
    survey.Index: "index",
    Question: "question",
    Option: "option",
    classify.Item: "item",
    order.Step: "step",
    blanks.Gap: "gap",
    highlight.Phrase: "phrase",
    route.RouteSteps: "steps",
    route.RouteStep: "route-step",
    registers.YearValue: "year",
}
"""What the guide calls a part of a file; a heading has that name, in both languages."""

TABLES: Final[Mapping[str, tuple[type[Part], ...]]] = {
    "module": (module.Module, module.Section, module.Chart, module.Objection, module.Card),
    "case": (case.Case, case.Heading, case.BasedOn, case.Scene, case.Choice),
    "picture": (picture.Picture,),
    "quiz": (quiz.Quiz,),
    "survey": (survey.Survey, survey.Index),
    "question": (Question, Option),
}
"""Made part -> the models that it tells."""

WITHIN: Final[Mapping[str, tuple[type[Part], ...]]] = {
    "classify": (classify.Item,),
    "order": (order.Step,),
    "blanks": (blanks.Gap,),
    "highlight": (highlight.Phrase,),
    "route": (route.RouteSteps, route.RouteStep),
    "values": (registers.YearValue,),
}
"""Kind of question, or register -> the models within it that stand nowhere else."""

FORMS: Final[Sequence[tuple[Any, str]]] = (
    (Line, N_("line")),
    (Prose, N_("text")),
    (Slug, N_("id")),
    (Flag, N_("`true` or `false`")),
    (Figure, N_("number")),
    (FileName, N_("name of a file")),
    (Name, N_("name")),
    (case.Scale, N_("scale")),
    (case.When, N_("conditions")),
    (registers.Address, N_("address")),
    (Day, N_("day, such as 2026-03-31")),
    (registers.Month, N_("month, such as 2026-03")),
    (registers.Amount, N_("amount")),
    (Both, N_("a line each in `pt` and `en`")),
    (str, N_("one of the kinds below")),
)
"""Type of a value -> how an author is told of it."""

LIMITS: Final[Sequence[tuple[str, int]]] = (
    (N_("bytes of a file"), source.MOST_BYTES),
    (N_("keys and texts of a file"), source.MOST_NODES),
    (N_("levels of lists and groups inside one another"), source.DEEPEST),
    (N_("bytes of one text"), source.LONGEST_TEXT),
    (N_("pictures of a document"), picture.MOST_PICTURES),
    (N_("bytes of a picture"), picture.MOST_PICTURE_BYTES),
    (N_("pixels of a picture, a side"), picture.LONGEST_SIDE),
    (N_("characters of an entry between [ ]"), source.LONGEST_WORD),
    (N_("problems told of one file at a time"), problem.MOST_PROBLEMS),
    (N_("parts of a document that have an id"), document.MOST_PARTS),
    (N_("characters of an id"), starters.LONGEST_ID),
    (N_("states of a case that are looked at to prove it"), graph.MOST_STATES),
    (N_("options of a question of kind single"), single.OPTIONS[-1]),
    (N_("steps of a question of kind order"), order.STEPS[-1]),
    (N_("core questions of a quiz"), quiz.CORE[-1]),
    (N_("characters that an officer types into a gap"), blanks.LONGEST_WORD),
    (N_("characters that an officer writes as grounds"), grounds.LONGEST),
    (N_("minutes of a track before its session"), MINUTES_BEFORE),
    (N_("files in a ZIP"), archive.MOST_FILES),
    (N_("bytes of a ZIP"), archive.MOST_PACKED),
    (N_("bytes of the files in a ZIP"), archive.MOST_UNPACKED),
)
"""What is limited -> how many at most."""

VOID: Final = "void"
"""The field that is told last, because nobody begins with it."""

_PLACE: Final = re.compile(r"%\(\w+\)s")


def made_parts(language: Language) -> Mapping[str, Callable[[], str]]:
    """What makes each part of the guide in that language, by its name."""
    say = translator(language)
    return {
        **{name: partial(_tables, say, models) for name, models in TABLES.items()},
        "conditions": partial(_conditions, say),
        "kinds": partial(_kinds, say),
        **{kind: partial(_kind, say, kind) for kind in KINDS},
        "registers": partial(_registers, say),
        "limits": partial(_limits, say, language),
        "problems": partial(_problems, say),
    }


def _tables(say: Say, models: Sequence[type[Part]]) -> str:
    return "\n\n".join(f"#### `{NAMES[model]}`\n\n{_table_of(say, model)}" for model in models)


def _table_of(say: Say, model: type[Part], but: Sequence[str] = ()) -> str:
    """The fields of a model, without some."""
    hints = get_type_hints(model, include_extras=True)
    fields = sorted(model.model_fields.items(), key=lambda named: named[0] == VOID)
    return _table(
        (say(N_("field")), say(N_("what stands there")), say(N_("needed")), say(N_("what it is for"))),
        (
            (
                f"`{field.alias or name}`",
                _form_of(say, hints[name]),
                say(N_("yes")) if field.is_required() else "",
                say(description_of(model, name)),
            )
            for name, field in fields
            if name not in but
        ),
    )


def _form_of(say: Say, hint: Any) -> str:
    """What stands at a field, in an author's words."""
    told = next((words for form, words in FORMS if hint == form), None)
    if told:
        return say(told)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in arguments)
    if origin in {Annotated, Union, UnionType}:  # the first says it: others are None, rules or further kinds
        return _bounded(say, arguments[1:]) if arguments[0] is int else _form_of(say, arguments[0])
    if origin:
        return say(_many(origin, arguments)) % {"what": _form_of(say, arguments[1 if origin is not tuple else 0])}
    name = NAMES[Question if issubclass(hint, Question) else hint]
    return f"[{name}](#{name})"


def _many(origin: Any, arguments: Sequence[Any]) -> str:
    if origin is tuple:
        return N_("list of: %(what)s")
    return N_("for each year: %(what)s") if arguments[0] == registers.Year else N_("for each id: %(what)s")


def _bounded(say: Say, metadata: Sequence[Any]) -> str:
    rules = [rule for field in metadata if isinstance(field, FieldInfo) for rule in field.metadata]
    low = next((rule.ge for rule in rules if hasattr(rule, "ge")), None)
    high = next((rule.le for rule in rules if hasattr(rule, "le")), None)
    message = N_("whole number from %(low)s") if high is None else N_("whole number from %(low)s to %(high)s")
    return say(message) % {"low": low, "high": high}


def _conditions(say: Say) -> str:
    rows = ((f"`{test}`", say(holds)) for test, holds in TESTS.items())
    return _table((say(N_("test")), say(N_("holds when"))), rows)


def _kinds(say: Say) -> str:
    rows = (
        (f"[{name}](#{name})", say(description_of(kind, "kind")), say(kind.answered_by), say(kind.worth))
        for name, kind in KINDS.items()
    )
    head = ("`kind`", say(N_("what it is for")), say(N_("on the page, without JavaScript")), say(N_("mark, 0 to 1")))
    return _table(head, rows)


def _kind(say: Say, name: str) -> str:
    """One kind of question: its own fields, the models within it, and its documented example."""
    kind = KINDS[name]
    own = [field for field in kind.model_fields if field not in Question.model_fields]
    parts = [f"#### `{name}`", say(description_of(kind, "kind"))]
    if own:
        parts.append(_table_of(say, kind, but=tuple(Question.model_fields)))
    for model in WITHIN.get(name, ()):
        parts += [f"##### `{NAMES[model]}`", _table_of(say, model)]
    parts.append(f"```yaml\n{(EXAMPLES / f'{name}.yaml').read_text(encoding='utf-8')}```")
    return "\n\n".join(parts)


def _registers(say: Say) -> str:
    parts = []
    for name, model in registers.ENTRIES.items():
        about = say(description_of(registers.Registers, name))
        parts += [f"#### `registers/{name}.yaml`", about, _table_of(say, model)]
        for inner in WITHIN.get(name, ()):
            parts += [f"##### `{NAMES[inner]}`", _table_of(say, inner)]
    return "\n\n".join(parts)


def _limits(say: Say, language: Language) -> str:
    thousands = {"en": ",", "pt": "\u00a0"}[language]
    rows = ((say(what), f"{most:,}".replace(",", thousands)) for what, most in LIMITS)
    return _table((say(N_("what")), say(N_("at most"))), rows)


def _problems(say: Say) -> str:
    names = ((_blank(say(UNKNOWN[shelf])), _blank(say(INSTEAD[shelf]))) for shelf in UNKNOWN)
    table = _table((say(N_("what the check says")), say(N_("what to do"))), names)
    return "\n".join((table, "", *(f"- {_blank(say(words))}" for words in dict.fromkeys(WORDS.values()))))


def _blank(message: str) -> str:
    """The message with dots where the check puts in what it found."""
    return _PLACE.sub("…", message)


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    return "\n".join((_row(head), "|---" * len(head) + "|", *map(_row, rows)))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |".replace("|  |", "| |")
