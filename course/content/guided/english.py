"""The English beside a case that is changed by forms: what the Portuguese no longer has must not stand in it."""

from course.content.case import Case
from course.content.guided.tree import read_case
from course.content.skeleton import refresh
from course.content.source import read_yaml
from course.content.typed import read_part


def without_gone(text: str, english: str) -> str:
    """The English, in which whatever the text no longer has became a comment. Nothing else is changed.

    It stays as it is while the case is not whole, or the English cannot be read: then nobody knows what is gone.
    """
    source = read_case(text)
    case, _ = read_part(Case, source, source.tree)
    overlay = read_yaml("case.en.yaml", english.encode())
    if case is None or source.problems or overlay.problems:
        return english
    skeleton = refresh(case, english.encode())
    return skeleton.text if skeleton.gone else english
