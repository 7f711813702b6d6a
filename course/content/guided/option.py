"""One option of a decision: what the officer does, why, how good it is, where it leads, how it moves the scales."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, get_args

from course.base.languages import N_
from course.content.case import SCALES, EndingKind, Verdict
from course.content.guided.conditions import Gate, gates_in, gates_sent, when_of
from course.content.guided.sent import Sent, Wrong, line_in, prose_in, word_in, wrong_line, wrong_text
from course.content.guided.tree import Tree, group_at, put, put_text, take_out, text_at, words_at

OWN: Final = "own:"
"""Before the kind of an ending that only this option leads to: `own:good`."""
SCENE: Final = "scene:"
"""Before the id of a scene that is there."""
NEW: Final = "new"
"""Another decision, which is still to be written."""
STAYS: Final = "0"
IN_WORDS: Final = ("2", "1", STAYS, "-1", "-2")
"""What an option does to a scale, from rising much to falling much. Other values stay as the text has them."""
MOST_SOURCES: Final = 8
VERDICTS: Final[tuple[str, ...]] = get_args(Verdict)
ENDINGS: Final[tuple[str, ...]] = get_args(EndingKind)
_NO_TEXT: Final = N_("Write what the officer does, or take the option out.")
_UNKNOWN: Final = N_("Choose one of the list.")

Path = tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """An option as a form has it; `id` is empty for one that is new, and `gates` is None for a `when` left as it is."""

    id: str = ""
    text: str = ""
    why: str = ""
    verdict: str = ""
    leads: str = ""
    effects: Mapping[str, str] = field(default_factory=dict)
    idea: str = ""
    sources: tuple[str, ...] = ()
    gates: tuple[Gate, ...] | None = ()

    @property
    def is_empty(self) -> bool:
        """Whether it is a new one in which nothing was written or chosen."""
        chosen = (self.text, self.why, self.verdict, self.leads, self.idea, self.sources, self.gates)
        return not self.id and not any(chosen) and set(self.effects.values()) <= {STAYS}


def read_option(tree: Tree, path: Path, scales: tuple[str, ...]) -> Option:
    """The option at that path of a case that may be incomplete."""
    effects = {scale: text_at(tree, *path, "effect", scale) for scale in scales}
    return Option(
        id=path[-1],
        text=text_at(tree, *path, "text"),
        why=text_at(tree, *path, "why"),
        verdict=text_at(tree, *path, "verdict"),
        leads=leads_of(tree, path),
        effects={scale: _plain(value) for scale, value in effects.items()},
        idea=text_at(tree, *path, "idea"),
        sources=words_at(tree, *path, "sources"),
        gates=gates_in(text_at(tree, *path, "when")),
    )


def leads_of(tree: Tree, path: Path) -> str:
    """Where an option leads: an ending of its own, a scene that is there (or is named so), or nowhere yet."""
    next_ = text_at(tree, *path, "next")
    if not next_:
        return ""
    kind = text_at(tree, "scenes", next_, "ending")
    is_own = kind in ENDINGS and len(list(leading_to(tree, next_))) == 1 and text_at(tree, "start") != next_
    return f"{OWN}{kind}" if is_own else f"{SCENE}{next_}"


def leading_to(tree: Tree, scene: str) -> Iterator[tuple[str, str]]:
    """The options that lead to a scene: the scene of each, and its id."""
    for of in group_at(tree, "scenes"):
        for id_ in group_at(tree, "scenes", of, "choices"):
            if text_at(tree, "scenes", of, "choices", id_, "next") == scene:
                yield of, id_


def with_sent(option: Option, sent: Sent, name: str) -> Option:
    """The option with what was sent of it; what the form did not show stays."""
    sources = tuple(
        dict.fromkeys(
            id_ for number in range(1, MOST_SOURCES + 1) if (id_ := word_in(sent, f"{name}-source-{number}", ""))
        )
    )
    return replace(
        option,
        text=line_in(sent, f"{name}-text", option.text),
        why=prose_in(sent, f"{name}-why", option.why),
        verdict=word_in(sent, f"{name}-verdict", option.verdict),
        leads=word_in(sent, f"{name}-leads", option.leads),
        effects={scale: word_in(sent, f"{name}-{scale}", value) for scale, value in option.effects.items()},
        idea=word_in(sent, f"{name}-idea", option.idea),
        sources=sources if f"{name}-source-1" in sent else option.sources,
        gates=option.gates if option.gates is None else gates_sent(sent, f"{name}-when", option.gates),
    )


def wrongs_of(option: Option, before: Option, tree: Tree, name: str) -> Iterator[Wrong]:
    """What must be mended in an option before it can be kept. `before` is how the text has it."""
    if not option.text:
        yield Wrong(f"{name}-text", _NO_TEXT)
    yield from wrong_line(f"{name}-text", option.text)
    yield from wrong_text(f"{name}-why", option.why)
    scenes = group_at(tree, "scenes")
    known = {"", NEW, *(f"{OWN}{kind}" for kind in ENDINGS), *(f"{SCENE}{id_}" for id_ in scenes)}
    yield from _wrong_choice(f"{name}-leads", option.leads, before.leads, known)
    yield from _wrong_choice(f"{name}-verdict", option.verdict, before.verdict, {"", *VERDICTS})
    for scale, value in option.effects.items():
        yield from _wrong_choice(f"{name}-{scale}", value, before.effects.get(scale, STAYS), IN_WORDS)
    for number, gate in enumerate(option.gates or (), 1):
        if gate in (before.gates or ()):
            continue
        at = f"{name}-when-{number}"
        if not gate.is_of_scene and gate.kind.partition(":")[0] not in SCALES:
            yield Wrong(f"{at}-kind", _UNKNOWN)
        if gate.is_of_scene and gate.scene:
            yield from _wrong_choice(f"{at}-scene", gate.scene, "", scenes)
        yield from gate.wrongs(at)


def write_option(tree: Tree, path: Path, option: Option) -> None:
    """Put all but where it leads into the tree."""
    before = read_option(tree, path, tuple(option.effects))
    put_text(tree, (*path, "text"), option.text)
    for scale, value in option.effects.items():
        if value != before.effects[scale]:
            _put_effect(tree, (*path, "effect"), scale, value)
    if option.gates is not None and option.gates != before.gates:
        put_text(tree, (*path, "when"), when_of(option.gates))
    for name in ("verdict", "why", "idea"):
        put_text(tree, (*path, name), getattr(option, name))
    if option.sources != before.sources and option.sources:
        put(tree, (*path, "sources"), list(option.sources))
    elif option.sources != before.sources:
        take_out(tree, (*path, "sources"))


def _put_effect(tree: Tree, path: Path, scale: str, value: str) -> None:
    if value == STAYS:
        take_out(tree, (*path, scale))
    else:
        put(tree, (*path, scale), value if value.startswith("-") else f"+{value}")


def _wrong_choice(
    name: str, value: str, before: str, known: Mapping[str, object] | set[str] | tuple[str, ...]
) -> Iterator[Wrong]:
    if value != before and value not in known:
        yield Wrong(name, _UNKNOWN)


def _plain(value: str) -> str:
    """The value of an effect as lists of forms have it: `2` for `+2`, and what is none as it stands."""
    return value.removeprefix("+") or STAYS
