"""The two languages of a draft side by side, a section or a scene at a time, and the English written into its file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.save_draft import save_draft
from course.author.editor_page import LARGEST_SOURCE, as_shown, url_of_file
from course.author.feature import feature
from course.author.own_draft import BasedOn, OwnDraft, open_own_draft
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.content.document import examine
from course.content.fields import Part, Path
from course.content.schema import modeline_of
from course.content.translating import Pair, Unit, side_by_side, with_english
from course.content.writing import UnwritableError
from course.web.difference import place_of
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.identity import desk
from course.web.words import gettext

FIELD: Final = "text-"
"""What begins the name of a field; the number of its text in the part follows."""
_LINED: Final = frozenset({"lines", "accept"})
"""Keys of texts in which each line is a thing of its own."""
_BEGINS: Final = re.compile(r" *([-*>|#:]|[0-9]+\.) ")
"""What begins a line of Markdown that is more than the next words of the one before."""
_NOT_SAVED: Final = N_("Nothing was saved")
Page = str | tuple[str, int] | Response


@dataclass(frozen=True)
class Readable:
    """A draft both files of which can be read, and its texts."""

    draft: OwnDraft
    reference: Part
    overlay: bytes | None
    units: tuple[Unit, ...]

    def get_unit(self, name: str) -> Unit:
        """The part of that name. Raises NotFound."""
        found = next((unit for unit in self.units if unit.name == name), None)
        if found is None:
            raise NotFound(N_("This draft has no such part. Open its translation again."))
        return found

    def next_to_do(self, after: str) -> Unit | None:
        """The first part after that one, or from the beginning, in which something is to be done."""
        names = [unit.name for unit in self.units]
        at = names.index(after) + 1
        return next((unit for unit in (*self.units[at:], *self.units[:at]) if unit.to_do), None)


@feature.page("/author/drafts/<draft_id>/translation", permission="write-drafts")
def translate_draft(draft_id: str) -> str:
    """A part in both languages; of a file that cannot be read, what to mend first."""
    draft = open_own_draft(draft_id)
    readable = _read(draft)
    if readable is None:
        return render_template("author/translation_unread.html", draft=draft)
    asked = request.args.get("part")
    name = next((unit.name for unit in readable.units if unit.to_do), "") if asked is None else asked
    return _page(readable, readable.get_unit(name))


@feature.act("/author/drafts/<draft_id>/translation", permission="write-drafts", largest=LARGEST_SOURCE)
def save_translation(draft_id: str) -> Page:
    """Write the English of a part into its file, stamped as true to the Portuguese of today."""
    draft = open_own_draft(draft_id)
    readable = _read(draft)
    if readable is None:
        return render_template("author/translation_unread.html", draft=draft), 409
    unit = readable.get_unit(request.form.get("part", ""))
    typed = {pair.path: as_shown(request.form.get(f"{FIELD}{at}", "")) for at, pair in enumerate(unit.pairs, 1)}
    saved = try_act(lambda: _save(readable, unit, typed))
    if isinstance(saved, (Conflict, Invalid)):
        return _page(_read(open_own_draft(draft_id)) or readable, unit, typed=typed, refusal=saved), saved.status
    following = _read(open_own_draft(draft_id))
    then = following.next_to_do(unit.name) if following else None
    return redirect(url_for("author.translate_draft", draft_id=draft_id, part=(then or unit).name), 303)


def _save(readable: Readable, unit: Unit, typed: Mapping[Path, str]) -> None:
    draft = readable.draft
    based_on = BasedOn.read(request.form.get("based_on", ""))
    name = draft.translation_name
    try:
        text, _ = with_english(
            readable.reference,
            readable.overlay,
            {pair.path: _as_given(pair, typed[pair.path]) for pair in unit.pairs if _is_said(pair, typed[pair.path])},
            modeline=modeline_of(draft.bundle.where(name)),
        )
    except UnwritableError as error:
        told = error.problems[0]
        place = next((at for at, pair in enumerate(unit.pairs, 1) if told.path == pair.name), 1)
        raise Invalid(_NOT_SAVED, {f"{FIELD}{place}": told.message}, **told.values) from None
    save_draft(desk(), draft.row.id, based_on.version_for(draft, name), {**draft.files, name: text}, keep=True)


def _is_said(pair: Pair, typed: str) -> bool:
    """Whether the text is given: one that stays empty is not."""
    return bool(typed.strip() or pair.english)


def _as_given(pair: Pair, typed: str) -> str:
    """The text as it was typed; of a text that is one line, on one line."""
    return " ".join(typed.split()) if pair.is_line else typed


def _folded(pair: Pair) -> list[str]:
    """The lines of the Portuguese as they are read: those that only an author's window broke are one."""
    lines: list[str] = []
    for line in pair.portuguese.split("\n"):
        if lines and lines[-1].strip() and line.strip() and pair.path[-1] not in _LINED and not _BEGINS.match(line):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    return lines


def _read(draft: OwnDraft) -> Readable | None:
    """The draft's texts; None while one of its two files cannot be read without a guess."""
    examined = examine(draft.kind, draft.bundle)
    source, overlay = examined.source, examined.overlay
    is_wrong = any(problem.fatal and source and problem.where == source.where for problem in examined.problems)
    if examined.document is None or is_wrong or (overlay is not None and overlay.problems):
        return None
    data = draft.bundle.files.get(draft.translation_name)
    reference = examined.document.reference
    return Readable(draft, reference, data, side_by_side(reference, data))


def _page(
    readable: Readable,
    unit: Unit,
    *,
    typed: Mapping[Path, str] | None = None,
    refusal: Invalid | Conflict | None = None,
) -> str:
    draft = readable.draft
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    return render_template(
        "author/translation.html",
        draft=draft,
        unit=unit,
        heading=_name_in_words(unit),
        parts=[
            (_name_in_words(one), url_for("author.translate_draft", draft_id=draft.id, part=one.name), one.to_do, one)
            for one in readable.units
        ],
        pairs=[
            (
                f"{FIELD}{at}",
                pair,
                place_of(pair.path),
                _folded(pair),
                pair.english if typed is None else typed.get(pair.path, ""),
            )
            for at, pair in enumerate(unit.pairs, 1)
        ],
        to_do=sum(one.to_do for one in readable.units),
        based_on=BasedOn.of(draft, draft.translation_name),
        file_url=url_of_file(draft.id, draft.translation_name) if draft.translation_name in draft.files else "",
        conflict=in_words(refusal) if isinstance(refusal, Conflict) else "",
        errors=errors,
        by_field={error.field: error.message for error in errors},
        error_title=in_words(refusal) if refusal else "",
    )


def _name_in_words(unit: Unit) -> str:
    return place_of(tuple(unit.name.split("."))) if unit.name else gettext("The texts around")
