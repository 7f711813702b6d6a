"""How many pages a PDF has, what is drawn on them, and its titles, read without a library."""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress


def unpacked(made: bytes) -> Iterator[bytes]:
    """What stands in the streams of a PDF."""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(stream)  # a white space at its end may have been taken for the mark


def drawings(made: bytes) -> bytes:
    """What is drawn on its pages, one after the other, without the fonts it is drawn with, which know their hour."""
    return b"".join(part for part in unpacked(made) if b"\nBT\n" in part)


def count_pages(made: bytes) -> int:
    """Its pages, wherever they are described."""
    return sum(len(re.findall(rb"/Type\s*/Page\b(?!s)", part)) for part in (made, *unpacked(made)))


def titles(made: bytes) -> list[str]:
    """The titles of its bookmarks in the order written, then its own."""
    found = [
        title
        for part in (made, *unpacked(made))
        for title in re.findall(rb"/Title\s*(\(.*?\)|<[0-9a-fA-F]+>)\s*/", part)
    ]
    return [_words(title) for title in found]


def _words(title: bytes) -> str:
    if title.startswith(b"<"):
        return bytes.fromhex(title[1:-1].decode()).decode("utf-16")
    return title[1:-1].decode("latin-1")
