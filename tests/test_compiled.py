"""What tests keep of templates for each other changes nothing of what a server does."""

import resource
from pathlib import Path

from compiled import CompiledOnce
from jinja2 import DictLoader, Environment
from small_disks import FIRST_PAGE

LONG = "{% if who %}{{ who }}, {% endif %}" * 500 + "good morning"
"""A template that is longer than what a process may write that is unable to let a file grow."""


def _page(folder: Path) -> str:
    pages = Environment(loader=DictLoader({"page": LONG}), bytecode_cache=CompiledOnce(str(folder)), autoescape=True)
    return pages.get_template("page").render()


def test_what_one_has_compiled_is_kept_for_the_next(tmp_path: Path) -> None:
    assert _page(tmp_path) == "good morning"
    (kept,) = tmp_path.iterdir()
    written = kept.stat().st_mtime_ns
    assert _page(tmp_path) == "good morning"
    assert kept.stat().st_mtime_ns == written


def test_a_process_that_can_write_nothing_shows_its_page_all_the_same(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FIRST_PAGE, before[1]))
    try:
        assert _page(tmp_path) == "good morning"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []
