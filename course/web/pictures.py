"""Pictures of scenes and sections, as pages show them."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, url_for

from course.content.document import Document
from course.content.picture import Picture


@dataclass(frozen=True)
class PictureView:
    """A picture at its address; `width` and `height` in pixels let a page keep its place before it is there."""

    url: str
    width: int
    height: int
    picture: Picture


def install(app: Flask) -> None:
    """The function `picture_of` in templates."""
    app.jinja_env.globals["picture_of"] = picture_of


def picture_of(document: Document[Any], picture: Picture | None) -> PictureView | None:
    """How the document shows that picture of it; None where it shows none."""
    file = document.pictures.get(picture.file) if picture else None
    if picture is None or file is None:
        return None
    url = url_of(document.bundle.kind, document.id, file.digest, picture.file)
    return PictureView(url, *file.size, picture)


def url_of(kind: str, document: str, digest: str, name: str) -> str:
    """Where the picture with that digest is shown."""
    return url_for("learn.show_picture", kind=kind, document_id=document, digest=digest, name=name)
