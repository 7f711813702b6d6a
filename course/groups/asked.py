"""What is asked of a group: the ideas of a track, and the turning points of cases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from course.catalogue import Catalogue
from course.content.core_digest import core_digest
from course.content.document import Document
from course.content.module import Module
from course.scoring.privacy import FORKS, IDEAS, Fork
from course.storage.modules_before import Planned


@dataclass(frozen=True)
class Asked:
    """What the picture of a session asks: the modules before it, ideas, and forks with the digest of their text."""

    modules: Sequence[Document[Module]]
    ideas: Sequence[str]
    forks: Sequence[tuple[Fork, str]]


def asked_of(catalogue: Catalogue, planned: Planned) -> Asked:
    """What the picture of that session asks: at most four forks, those that come first in the text."""
    modules = tuple(catalogue.modules_before(planned).values())
    shelf = catalogue.library.cases
    cases = dict.fromkeys(case for module in modules for case in module.reference.cases if case in shelf)
    turning = (fork for case_id in cases for fork in turning_points(catalogue, case_id))
    return Asked(
        modules, ideas_of(catalogue, planned.track), [fork for fork, _ in zip(turning, range(FORKS), strict=False)]
    )


def ideas_of(catalogue: Catalogue, track: str) -> tuple[str, ...]:
    """The ideas of a track in the order of the register."""
    found = catalogue.registers.tracks.get(track)
    return found.ideas[:IDEAS] if found else ()


def turning_points(catalogue: Catalogue, case_id: str) -> Iterator[tuple[Fork, str]]:
    """Of a case the scenes that are seen from several seats, in the order of the text, with the digest of today's text.

    A fork is called `case/scene`.
    """
    for id_, scene in catalogue.library.cases[case_id].written.scenes.items():
        if scene.choices and scene.views:
            yield Fork(f"{case_id}/{id_}", tuple(scene.choices)), core_digest(scene)
