"""A shelf of documents that are built when somebody first asks for them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Lock
from typing import Generic, TypeVar

D = TypeVar("D")


class Shelf(Mapping[str, D], Generic[D]):
    """Documents by id, in the order given; each is built once, by whichever thread asks first."""

    def __init__(self, ids: Iterable[str], build: Callable[[str], D], built: Mapping[str, D] | None = None) -> None:
        self._ids = dict.fromkeys(ids)
        self._build = build
        self._built = dict(built or {})
        self._lock = Lock()

    def __getitem__(self, id_: str) -> D:
        if id_ not in self._ids:
            raise KeyError(id_)
        if id_ not in self._built:
            with self._lock:
                if id_ not in self._built:
                    self._built[id_] = self._build(id_)
        return self._built[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
