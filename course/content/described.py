"""What the fields of authored files are for: the docstring under each, told in schemas and guides, and translated.

The docstrings are English messages like any other: `extract_messages` gives them to whoever collects the catalogue, so
that one without a translation fails the same test.
"""

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

from babel.messages.extract import extract_python
from pydantic import BaseModel

Found = tuple[Any, ...]
"""A message as Babel takes it: line, function, message, comments."""


def description_of(model: type[BaseModel], name: str) -> str:
    """What that field is for, as an English message of one line. Raises KeyError where nobody wrote it."""
    description = model.model_fields[name].description
    if not description:
        raise KeyError(f"{model.__name__}.{name} has no docstring")
    return _as_line(description)


def descriptions_in(text: str) -> Iterator[tuple[int, str]]:
    """The docstring under each field of the models in a Python text, with its line.

    Models are the classes without a decorator: a dataclass is no part of a document.
    """
    for model in ast.walk(ast.parse(text)):
        if isinstance(model, ast.ClassDef) and not model.decorator_list:
            for field, below in zip(model.body, model.body[1:], strict=False):
                if _is_field(field) and (said := _docstring(below)):
                    yield below.lineno, _as_line(said)


def extract_messages(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: dict[str, Any]
) -> Iterator[Found]:
    """What Babel collects from a Python file of this package: the descriptions, and the messages that are marked."""
    yield from ((line, None, said, []) for line, said in descriptions_in(file.read().decode()))
    file.seek(0)
    yield from extract_python(file, keywords, comment_tags, options)  # type: ignore[arg-type]


def _is_field(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.AnnAssign) and "ClassVar" not in ast.unparse(statement.annotation)


def _docstring(statement: ast.stmt) -> str | None:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return statement.value.value if isinstance(statement.value.value, str) else None
    return None


def _as_line(text: str) -> str:
    return " ".join(text.split())
