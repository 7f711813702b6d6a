"""Which entries of a library may hold a query, by their words: a search looks at those, and not at everything."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course.content.search import Entry, Query


class WordIndex:
    """The words of all entries, in either language, and where they stand. 10,000 documents take about 30 MB."""

    def __init__(self, entries: Sequence["Entry"]) -> None:
        """Read each entry's words once."""
        places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for place, entry in enumerate(entries):
            for word in {word for words in entry.words.values() for word in words.whole.split()}:
                places[word].append(place)
        self.entries = entries
        self._places = dict(places)
        self._words = sorted(places)

    def holding(self, query: "Query") -> list["Entry"]:
        """Those with all words of the query, of each term the last as a word's beginning, in their order. Whether they
        stand side by side, and in one language, is not looked at."""
        if not query.terms:
            return []
        found = reduce(set[int].intersection, self._steps(query))
        return [self.entries[place] for place in sorted(found)]

    def _steps(self, query: "Query") -> Iterator[set[int]]:
        for term in query.terms:
            *whole, last = term.split()
            yield from (set(self._places.get(word, ())) for word in whole)
            yield {place for word in self._beginning(last) for place in self._places[word]}

    def _beginning(self, start: str) -> Iterator[str]:
        at = bisect_left(self._words, start)
        while at < len(self._words) and self._words[at].startswith(start):
            yield self._words[at]
            at += 1
