"""What a request may be made of. The rest is refused here, once, before a token is looked at or a view reads a field.

Pages send short forms in UTF-8 and nothing else; those that take a file say so where they are declared. A NUL, which
PostgreSQL cannot keep, never comes as far as a view.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask, Request, Response, current_app, request
from flask.sansio.app import App
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    RequestEntityTooLarge,
    RequestURITooLarge,
    UnsupportedMediaType,
)
from werkzeug.routing import IntegerConverter

from course.base.languages import N_
from course.base.refusals import NotFound, Refusal
from course.web import programs
from course.web.programs import is_from_program
from course.web.transaction import is_writing

FORM: Final = "application/x-www-form-urlencoded"
FORM_WITH_FILES: Final = "multipart/form-data"
LARGEST: Final = 256 * 1024
"""Bytes of a form."""
MOST_FIELDS: Final = 320
"""Of a form: the roll of the largest session (300 people), and what goes along with it."""
EXTENSION: Final = "course.intake"
LONGEST_QUERY: Final = 4_096
"""Bytes of what follows the ? of an address."""

_NO_TEXT: Final = N_(
    "What was sent holds a character that cannot be kept. Go back, write the text anew and send it again."
)
_LOG: Final = logging.getLogger(__name__)


class Fields(ImmutableMultiDict[str, str]):
    """The fields of a form; it remembers which of them were asked for."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__(mapping)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        """The first value of that name. Raises KeyError."""
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        """Whether a field of that name was sent."""
        self.asked.add(str(key))
        return super().__contains__(key)

    def getlist(self, key: str, *args: Any, **values: Any) -> list[Any]:
        """All values of that name, in order."""
        self.asked.add(key)
        return super().getlist(key, *args, **values)


class AllFields(Mapping[str, Sequence[str]]):
    """The fields of a form by name, for what asks by name alone which of them it knows."""

    def __init__(self, fields: ImmutableMultiDict[str, str]) -> None:
        self._fields = fields

    def __getitem__(self, key: str) -> Sequence[str]:
        """The values of that name. Raises KeyError."""
        found = self._fields.getlist(key)
        if not found:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        """The names, in the order sent."""
        return iter(self._fields.keys())

    def __len__(self) -> int:
        """How many names there are."""
        return len(self._fields)


class _Body:
    """What the server reads from the wire. Servers raise errors of their own for what they cannot make out (a chunk
    without a size); it is the client's mistake all the same, and no failure of ours.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """So many bytes at most. Raises BadRequest, or OSError when the client is gone."""
        try:
            read: bytes = self._stream.read(size)
        except (OSError, HTTPException):
            raise
        except Exception as error:
            raise BadRequest from error
        return read


class _Request(Request):
    parameter_storage_class = Fields

    def __init__(self, environ: dict[str, Any], *args: Any, **values: Any) -> None:
        if "wsgi.input" in environ:
            environ["wsgi.input"] = _Body(environ["wsgi.input"])
        super().__init__(environ, *args, **values)

    def _get_file_stream(self, *_args: Any, **_values: Any) -> BytesIO:
        """Where a file that is sent is read from: memory, so that what is refused or cleaned was never on a disk."""
        return BytesIO()


class _Number(IntegerConverter):
    """A number in an address: no row has a longer one, and no database takes it."""

    regex = "[0-9]{1,9}"


@dataclass(frozen=True)
class _Taken:
    """What the forms of a route may be: how many bytes, and whether a file comes with them."""

    largest: int = LARGEST
    with_files: bool = False


def let_send(app: App, endpoint: str, largest: int, *, with_files: bool = False) -> None:
    """Let the forms of that route have so many bytes, or carry files. All others stay at LARGEST, and carry none."""
    app.extensions.setdefault(EXTENSION, {})[endpoint] = _Taken(largest, with_files)


def install(app: Flask) -> None:
    """Refuse what no page sends; count the fields that no view asked for."""
    app.request_class = _Request
    app.url_map.converters["int"] = _Number
    app.url_map.merge_slashes = False  # else two in a row lead, under the name that was sent, to the address with one
    app.config.update(MAX_CONTENT_LENGTH=LARGEST, MAX_FORM_MEMORY_SIZE=LARGEST, MAX_FORM_PARTS=MOST_FIELDS)
    app.before_request(_refuse)
    app.after_request(_count_unasked)


def _refuse() -> None:
    _forget_a_referrer_that_is_no_address()
    if "\0" in request.path:
        raise NotFound(N_("This page does not exist, or is not yours."))
    if len(request.query_string) > LONGEST_QUERY:
        raise RequestURITooLarge
    _demand_text(request.query_string)
    if is_from_program():
        request.max_content_length = programs.LARGEST
    elif is_writing():
        _refuse_form()


def _forget_a_referrer_that_is_no_address() -> None:
    """Whatever asks where a form comes from would fail at `http://[`."""
    try:
        urlsplit(request.referrer or "")
    except ValueError:
        request.environ.pop("HTTP_REFERER", None)


def _refuse_form() -> None:
    taken: _Taken = current_app.extensions.get(EXTENSION, {}).get(request.endpoint, _Taken())
    if taken.with_files and request.mimetype == FORM_WITH_FILES:
        request.max_content_length = request.max_form_memory_size = taken.largest
        _demand_texts_of_form()
        return
    if request.mimetype != FORM and (request.content_length or "Transfer-Encoding" in request.headers):
        raise UnsupportedMediaType
    if not taken.with_files:
        request.max_content_length = request.max_form_memory_size = taken.largest
    sent = request.get_data()  # kept, so that the form can still be read from it
    if sent.count(b"&") >= MOST_FIELDS:
        raise RequestEntityTooLarge
    _demand_text(sent)


def _demand_texts_of_form() -> None:
    """Raise Refusal where a field of a form with files, or the name of one, is no text that can be kept."""
    texts = [text for pair in request.form.items(multi=True) for text in pair]
    for name, file in request.files.items(multi=True):
        texts += [name, file.filename or ""]
    if any("\0" in text or "\ufffd" in text for text in texts):  # what is no UTF-8 was read with marks of damage
        raise Refusal(_NO_TEXT)


def _demand_text(encoded: bytes) -> None:
    """Raise Refusal for what is no UTF-8, lone surrogates among it, and for NUL."""
    try:
        text = unquote_to_bytes(encoded).decode()
    except UnicodeDecodeError:
        raise Refusal(_NO_TEXT) from None
    if "\0" in text:
        raise Refusal(_NO_TEXT)


def _count_unasked(response: Response) -> Response:
    """Whoever sends `role=administrator` to a form without such a field changes nothing and leaves a trace.

    Of the request only the route is noted: names are as hostile as values. Where the view was not reached, or gave up
    before it had read its form, nothing can be said.
    """
    reads_form = is_writing() and not is_from_program()
    form = request.form if reads_form and (response.status_code < 400 or response.status_code in {409, 422}) else None
    if isinstance(form, Fields) and (unasked := len(set(form.keys()) - form.asked)):
        _LOG.warning("%s fields that the form of %s does not have", unasked, request.endpoint)
    return response
