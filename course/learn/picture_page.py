"""The pictures in what one may read."""

from typing import Final

from flask import Response

from course.acts.see_picture import see_picture
from course.learn.feature import feature
from course.web.identity import desk

A_YEAR: Final = "private, max-age=31536000, immutable"
"""How long a browser keeps a picture of the course: its address names its bytes, which never change."""
ALONE: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""What a picture that is opened by itself may do: nothing."""


@feature.page("/pictures/<kind>/<document_id>/<digest>/<name>", permission="read-course")
def show_picture(kind: str, document_id: str, digest: str, name: str) -> Response:
    """The picture with that digest. What learners are not shown yet, or no longer, no browser keeps."""
    seen = see_picture(desk(), kind, document_id, digest, name)
    response = Response(seen.data, content_type="image/webp")
    response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = ALONE
    if seen.is_of_course:
        response.headers["Cache-Control"] = A_YEAR
    return response
