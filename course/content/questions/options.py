"""What the kinds that offer options share."""

from collections.abc import Iterable, Iterator, Mapping

from course.base.languages import N_
from course.content.fields import Path
from course.content.problem import Fault
from course.content.questions.base import Key, KeyMark, Option


def unexplained(path: Path, options: Mapping[str, Option]) -> Iterator[Fault]:
    """A warning for each wrong option without its reason."""
    for id_, option in options.items():
        if not option.correct and option.why is None:
            yield Fault((*path, id_), N_("a wrong option says why it is wrong: add a line why:"), fatal=False)


def keys_of(options: Mapping[str, Option], about: str | None = None, *, is_void: bool = False) -> Iterator[Key]:
    """The key of each option; `is_void`: of all of them, whatever they say themselves."""
    for option in options.values():
        mark: KeyMark = "right" if option.correct else "wrong"
        void = is_void or option.void
        yield Key(option.text, mark, about, why=option.why, idea=option.idea, is_void=void)


def void_among(parts: Mapping[str, Option]) -> frozenset[str]:
    """Ids of the void ones."""
    return frozenset(id_ for id_, part in parts.items() if part.void)


def longest_is_right(options: Mapping[str, Option]) -> bool | None:
    """Whether the one longest text is right; None where two are equally long."""
    by_length = sorted(options.values(), key=lambda option: len(option.text), reverse=True)
    if len(by_length) < 2 or len(by_length[0].text) == len(by_length[1].text):
        return None
    return by_length[0].correct


def ideas_of(options: Mapping[str, Option], chosen: Iterable[str]) -> frozenset[str]:
    """The ideas behind the options chosen."""
    return frozenset(idea for id_ in chosen if (idea := options[id_].idea))
