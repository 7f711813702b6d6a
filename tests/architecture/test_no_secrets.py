"""No secret lies in the repository: neither keys nor tokens, by the forms that are known and by how they look."""

import math
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from course.base.config import ROOT

KNOWN = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{36}\b"
    r"|\bxox[abprs]-[A-Za-z0-9-]{10,}"
    r"|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"
    r"|[a-z]+://[^\s:/@'\"]+:(?!password@)[^\s:/@'\"{}.]{8,}@"
)
"""Private keys, tokens of services, signed tokens, passwords in addresses."""
SPOKEN = re.compile(r"""(?i)(?:secret|password|token|api_?key)\w*["']?\s*[:=]\s*["']([A-Za-z0-9+/=_-]{24,})["']""")
"""A value of that length that is called so."""
MOST_ORDERED = 3.5
"""Bits a sign: words have fewer, what is drawn by chance has more."""
LEFT_OUT = re.compile(
    r"^(requirements.*\.txt|course/web/static/vendor/.*|tests/naughty/.*|tests/architecture/test_no_secrets\.py"
    r"|.*\.(woff2|png|webp|br|gz|mo|pyc|pdf))$"
)
NOT_OURS = {"instance", "node_modules", "__pycache__"}
"""Folders that are made, beside those that begin with a dot."""


def bits_a_sign(text: str) -> float:
    """Shannon's entropy of its signs."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def files_of_ours() -> Iterator[str]:
    """The files of the repository in which somebody writes."""
    for folder, below, files in os.walk(ROOT):
        below[:] = [name for name in below if name == ".ci" or (name not in NOT_OURS and not name.startswith("."))]
        names = [(Path(folder) / name).relative_to(ROOT).as_posix() for name in files]
        yield from (name for name in names if not LEFT_OUT.match(name))


def secrets_in(text: str) -> list[str]:
    """What looks like one."""
    spoken = [value for value in SPOKEN.findall(text) if bits_a_sign(value) > MOST_ORDERED]
    return [found.group() for found in KNOWN.finditer(text)] + spoken


def test_nothing_in_the_repository_looks_like_a_secret() -> None:
    names = list(files_of_ours())
    found = {name: secrets_in((ROOT / name).read_text(encoding="utf-8", errors="replace")) for name in names}

    assert len(names) > 1000
    assert {name: secrets for name, secrets in found.items() if secrets} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "-----BEGIN RSA PRIVATE KEY-----",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "url = 'postgresql://course:h8Jq2LmN4x@db/course'",
        'client_secret = "q8Zt4LwX0vRm2KpB7yHn5sDc"',
    ],
)
def test_one_that_was_left_there_would_be_found(planted: str) -> None:
    assert len(secrets_in(planted)) == 1
