"""The part of docs/content.md for jurists: every statement of law, and whatever else waits to be confirmed."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from course.content.document import Document
from course.content.fields import texts_of
from course.content.library import Library
from course.content.names import names_in
from course.content.prose import citations_in, plain
from course.content.registers import Source
from course.web.sources import SEEN

HEAD: Final = """\
## For a jurist

Every statement of the course that rests on a law or a judgment, or on another source *to be confirmed*, by source, with
its article, what was seen of it and when, and whether it waits to be confirmed; in the Portuguese that officers read.
Where a source stands beside a question, a choice or an answer and is not cited in its words, the whole of it is given.
Confirm, or say what is wrong; the entry in `registers/sources.yaml` then loses its `confirm: true`, or the text is
mended.
"""
_ENDS: Final = re.compile(r"(?<=[.!?»])\s+(?=[«*A-ZÁÂÀÉÊÍÓÔÚ\d])|\n\s*\n|\n(?=\s*[-|])")
"""Between two sentences, paragraphs or lines of a list."""


def lines_for_jurists(library: Library) -> Iterator[str]:
    """The part as lines, sources in the order of their register."""
    said = defaultdict[str, list[tuple[str, str]]](list)
    for kind, document in library.documents():
        for id_, where, statement in _statements(document):
            said[id_].append((f"{kind} {document.id}, {where}", statement))
    theirs = {id_: source for id_, source in library.registers.sources.items() if _is_theirs(source) and said[id_]}
    waiting = [id_ for id_, source in theirs.items() if source.confirm]
    yield HEAD
    yield (
        f"{len(theirs)} sources, {sum(len(said[id_]) for id_ in theirs)} statements; to be confirmed: "
        f"{len(waiting)} sources, {sum(len(said[id_]) for id_ in waiting)} statements."
    )
    yield ""
    for id_, source in theirs.items():
        yield from _source(id_, source)
        yield from (f"- {statement} ({where})" for where, statement in said[id_])
        yield ""


def _is_theirs(source: Source) -> bool:
    return source.confirm or source.kind in {"law", "judgment"}


def _source(id_: str, source: Source) -> Iterator[str]:
    text = "its text" if source.text_seen else "not its text"
    yield f"### {source.title.pt} (`{id_}`)"
    yield ""
    if source.reference:
        yield f"{source.reference.pt}."
    waits = "**To be confirmed.**" if source.confirm else "Not marked as to be confirmed."
    yield f"Seen: {SEEN[source.seen]}, {text}, {source.seen_on}. {waits}"
    yield ""


def _statements(document: Document[Any]) -> Iterator[tuple[str, str, str]]:
    """Source, place and statement: sentences that cite it, and whole parts that name it beside them."""
    texts = {path: text for path, text in texts_of(document.reference) if isinstance(text, str)}
    cited = set[tuple[str, tuple[str, ...]]]()
    for path, text in texts.items():
        for sentence in _ENDS.split(text):
            for id_ in citations_in(sentence):
                cited.add((id_, path[:-1]))
                yield id_, ".".join(path), plain(sentence)
    for name in names_in(document.reference):
        if name.shelf == "source" and name.path[-1] in {"sources", "source"}:
            part = name.path[:-1]
            if not any(id_ == name.name and path[: len(part)] == part for id_, path in cited):
                yield name.name, ".".join(part), _said_in(texts, part)


def _said_in(texts: Mapping[tuple[str, ...], str], part: tuple[str, ...]) -> str:
    """What a part says of itself: its reason, else its first text."""
    own = {path[-1]: text for path, text in texts.items() if path[:-1] == part}
    told = [own[key] for key in ("answer", "why", "caption", "prompt", "text", "changed") if key in own]
    return plain(told[0]) if told else "(the whole of it)"
