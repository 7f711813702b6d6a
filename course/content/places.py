"""Where in a document a text or a key stands, in words: `Scene platform, choice stop: why`.

Ids stay as the author wrote them: authors, trainers and reviewers speak of scenes and questions by these.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from course.base.languages import N_
from course.content.fields import Path

Translate = Callable[[str], str]
"""English msgid -> its words in a language, places for values still open."""

_GROUPS: Final[Mapping[str, str]] = {
    "scenes": N_("scene %(name)s"),
    "choices": N_("choice %(name)s"),
    "views": N_("view of %(name)s"),
    "seats": N_("seat %(name)s"),
    "sections": N_("section %(name)s"),
    "checks": N_("check %(name)s"),
    "objections": N_("objection %(name)s"),
    "objectives": N_("objective %(name)s"),
    "labels": N_("word for %(name)s"),
    "questions": N_("question %(name)s"),
    "options": N_("option %(name)s"),
    "categories": N_("category %(name)s"),
    "items": N_("item %(name)s"),
    "steps": N_("step %(name)s"),
    "gaps": N_("gap %(name)s"),
    "phrases": N_("phrase %(name)s"),
    "models": N_("model %(name)s"),
}
"""A group of parts with ids -> one of them."""
_ON_SCALES: Final[Mapping[str, str]] = {
    "legality": N_("effect on legality"),
    "safety": N_("effect on safety"),
    "trust": N_("effect on trust"),
}
_WITHIN: Final[Mapping[str, str]] = {
    "based_on": N_("where it comes from"),
    "heading": N_("above the first scene"),
    "card": N_("card"),
    "chart": N_("chart"),
    "picture": N_("picture"),
}
"""A part that there is once -> what it is called."""
_LEAVES: Final[Mapping[str, str]] = {
    "title": N_("title"),
    "summary": N_("summary"),
    "content_note": N_("told before it begins"),
    "text": N_("text"),
    "why": N_("why"),
    "prompt": N_("what is asked"),
    "outcome": N_("what became of it"),
    "changed": N_("what was changed"),
    "source": N_("source"),
    "sources": N_("sources"),
    "origin": N_("origin"),
    "embargo": N_("shown from"),
    "expires": N_("shown until"),
    "hour": N_("hour"),
    "place": N_("place"),
    "duty": N_("duty"),
    "says": N_("what is said"),
    "answer": N_("answer"),
    "notes": N_("notes for the room"),
    "caption": N_("caption"),
    "file": N_("file"),
    "alt": N_("what is seen"),
    "credit": N_("whose it is"),
    "lines": N_("steps"),
    "unit": N_("unit"),
    "accept": N_("words that are right when typed"),
    "next": N_("leads to"),
    "verdict": N_("verdict"),
    "when": N_("offered only"),
    "ending": N_("ending"),
    "start": N_("first scene"),
    "scales": N_("scales"),
    "invented_names": N_("invented names"),
    "idea": N_("idea behind it"),
    "correct": N_("is right"),
    "remove": N_("is to be marked"),
    "category": N_("belongs in"),
    "tolerance": N_("tolerance"),
    "any_order": N_("steps that may change places"),
    "fixed_order": N_("options stay in order"),
    "expect": N_("what is looked for"),
    "kind": N_("kind"),
    "objective": N_("objective"),
    "objectives": N_("objectives"),
    "objectives_of": N_("module whose objectives are asked about"),
    "level": N_("level"),
    "core": N_("is asked of everybody"),
    "void": N_("is void"),
    "pass_mark": N_("needed to pass"),
    "draw": N_("questions asked"),
    "case": N_("case"),
    "quiz": N_("quiz"),
    "data": N_("table"),
    "breaks": N_("breaks of the series"),
    "waves": N_("when it is asked"),
    "tracks": N_("tracks"),
    "index": N_("figure made of opinions"),
}
"""A text or a key -> what it is called. One that is missing here is told by its name in the file."""
_ORDER: Final = N_("order")
_OF_A_CHART: Final[Mapping[str, str]] = {"x": N_("column along the axis"), "y": N_("columns that are drawn")}


def place_in_words(path: Path, translate: Translate, names: Mapping[str, str] | None = None) -> str:
    """Where that path leads, as a heading begins: `Scene platform, choice stop: why`.

    `names`: words to be told instead of an id, such as what a case calls its seats.
    """
    parts, leaf = _read(path, translate, names or {})
    said = ", ".join(parts)
    whole = f"{said}: {leaf}" if said and leaf else said or leaf
    return whole[:1].upper() + whole[1:]


def _read(path: Path, translate: Translate, names: Mapping[str, str]) -> tuple[list[str], str]:
    """The parts that lead there, and the text or key itself; empty where the last part is the text."""
    parts: list[str] = []
    keys: Iterator[str] = iter(path)
    for key in keys:
        inner = next(keys, None) if key in _GROUPS or key == "effect" else None
        if inner is None and key in _GROUPS:  # the group itself: in which order its parts stand
            return parts, translate(_LEAVES.get(key, _ORDER))
        if inner is not None:
            message = _GROUPS.get(key) or _ON_SCALES.get(inner, inner)
            parts.append(translate(message).replace("%(name)s", names.get(inner, inner)))
        elif key in _WITHIN:
            parts.append(translate(_WITHIN[key]))
        else:
            message = _OF_A_CHART.get(key, key) if "chart" in path else key
            return parts, ".".join((translate(_LEAVES.get(key, message)), *keys))
    return parts, ""
