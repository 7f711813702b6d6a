"""A text that is under review, was published, or stands in the library, for its preview."""

from typing import Final, get_args

from course.acts.text_under_review import TextId, clearance, get_text
from course.base.refusals import NotFound
from course.content.bundle import Kind
from course.web.house import whole_catalogue
from course.web.identity import desk
from course.web.preview.previewed import NOTHING_THERE, Text
from course.web.signatures import in_words
from course.web.transaction import session, set_down
from course.web.words import gettext

_KINDS: Final[dict[str, Kind]] = {kind: kind for kind in get_args(Kind)}


def find_text(kind: str, document_id: str, digest: str, back: tuple[str, str]) -> Text:
    """The text that these three name. Raises NotFound for one that is not to be read here."""
    if kind not in _KINDS:
        raise NotFound(NOTHING_THERE)
    named = get_text(desk(), TextId(_KINDS[kind], document_id, digest))
    document = whole_catalogue().text_at(session(), named.kind, digest)
    text = Text(
        kind=named.kind,
        document=document,
        proof=whole_catalogue().find_proof(session(), document) if named.kind == "case" else None,
        which=gettext("Preview of the text %(fingerprint)s", fingerprint=f"{digest[:4]} {digest[4:8]}"),
        note="",
        back=back,
        signed=in_words(clearance(desk(), named)),
    )
    set_down()  # the page is made of what was read: a form of it changes nothing, and others may write
    return text
