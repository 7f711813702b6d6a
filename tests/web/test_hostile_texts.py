"""Whatever an author writes into any field, in either language, no page makes anything of it but text and safe links.

The pages are those that readers get, and the trainers' and reviewers' own, which show every field.
"""

import re
import shutil
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pytest
from attacks import ATTACKS, CLOBBER, TEMPLATES
from hostile_library import KINDS_QUIZ, library_under_attack, with_every_kind
from page_tree import read
from site_of_tests import Site, Visitor

from course.content.library import Library
from course.content.prose import Notes, plain, render_line, render_prose

ADDRESSES: Final = ("href", "src", "action", "formaction", "data", "poster", "srcset", "background", "ping", "cite")
PROSE: Final = frozenset(
    {"p", "em", "strong", "code", "br", "a", "sup", "hr", "h3", "h4", "blockquote", "ul", "ol", "li"}
    | {"dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td"}
    # The sign of a link that leaves the site, and what stands around a table: test_prose.py holds their attributes.
    | {"span", "div", "caption"}
)
BEGINS: Final = re.compile(r"/(?:cases/[^/]+/runs|quizzes/[^/]+/attempts|modules/[^/]+/start)")
"""Where the forms are sent that begin something."""
HERE: Final = "http://localhost"
WALKS: Final = (("officer", "pt"), ("trainer", "pt"), ("officer", "en"), ("trainer", "en"))
"""Who looks, in which language: on each walk every field has another attack in each of its two languages, and no two
walks begin with the same. `test_every_attack...` puts each through each of the filters."""


def scheme(address: str) -> str:
    """The scheme as a browser reads it: without control characters and white space before it or within."""
    return urlsplit(re.sub(r"[\x00-\x20]", "", address)).scheme.lower()


def faults(root: Element, allowed: Set[str]) -> Iterator[str]:
    """What of the elements a browser would act on, or that is none of ours."""
    for element in root.iter():
        tag = str(element.tag)
        if tag not in allowed:
            yield f"<{tag}>"
        for name, value in element.attrib.items():
            if name.startswith("on") or name in {"style", "srcdoc", "target"} or CLOBBER in value.split():
                yield f"{name}={value!r}"
            if name in ADDRESSES and not is_harmless(tag, value, element):
                yield f"<{tag} {name}={value!r}>"
        if tag == "script" and (not element.get("src") or element.text):
            yield "inline script"


def is_harmless(tag: str, address: str, element: Element) -> bool:
    """Whether it stays on the site, or is a link to https or mail that tells the other site nothing."""
    if not scheme(address) and not address.startswith(("//", "\\", "/\\")):
        return True
    return tag == "a" and scheme(address) in {"https", "mailto"} and element.get("rel") == "noopener noreferrer"


def test_there_are_attacks_enough_and_none_twice() -> None:
    assert len(ATTACKS) == len(set(ATTACKS)) >= 150


@pytest.mark.parametrize("language", ["pt", "en"])
def test_every_attack_leaves_nothing_active_through_any_filter(language: Any) -> None:
    found = {}
    for attack in ATTACKS:
        for text in (attack, f"Antes {attack} depois", f"- {attack}\n\n> **{attack}** [@a]", f"{attack}\n\n{attack}"):
            for html in (render_prose(text, Notes("n", language)), render_line(text, Notes("n", language))):
                told = list(faults(read(html), PROSE | {"html", "head", "body"}))
                if told:
                    found[text] = told
        assert plain(attack) == " ".join(plain(attack).split())

    assert found == {}


def pages(visitor: Visitor) -> Iterator[tuple[str, Element]]:
    """Every page that links lead to, and those behind the forms that begin something; each path and what is there.

    At last, what was begun is handed in.
    """
    waiting = ["/", f"/quizzes/{KINDS_QUIZ}"]
    seen, to_hand_in = set(waiting), dict[str, Element]()
    while waiting or to_hand_in:
        path = waiting.pop() if waiting else sent(visitor, to_hand_in.popitem()[1])
        response = visitor.client.get(path, follow_redirects=True)
        assert response.status_code == 200, path
        root = read(response.text)
        links = [str(link.get("href")) for link in root.iter("a") if link.get("href", "").startswith("/")]
        for element in root.iter():
            # A file that is taken away leads to this site by its whole address.
            if element.get("href", "").startswith(f"{HERE}/"):
                element.set("href", element.get("href", "").removeprefix(HERE))
        yield path, root
        is_over = response.request.path.endswith("/result")  # where another attempt could be begun, and so on
        forms = [] if is_over else list(root.iter("form"))
        to_hand_in |= {form.get("action", ""): form for form in forms if form.get("action", "").endswith("/hand-in")}
        begun = [sent(visitor, form) for form in forms if BEGINS.fullmatch(form.get("action", ""))]
        for link in (address.partition("#")[0] for address in (*links, *begun)):
            if link and link not in seen and not link.startswith("/library"):
                seen.add(link)
                waiting.append(link)


def sent(visitor: Visitor, form: Element) -> str:
    """Where it leads to send the form as it stands."""
    answer = visitor.client.post(form.get("action", ""), data={"csrf_token": token_of(form)})
    return answer.headers.get("Location", "")


def token_of(form: Element) -> str:
    return next(field.get("value", "") for field in form.iter("input") if field.get("name") == "csrf_token")


def site_with(library: Library, migrated_file: Path, instance: Path) -> Site:
    instance.mkdir()
    shutil.copyfile(migrated_file, instance / "course.db")
    made = Site("", instance, library)
    unit = made.add_organisation()
    made.add_person(unit, "officer@test.example")
    made.add_person(unit, "trainer@test.example", ("trainer",))
    return made


@pytest.fixture(scope="module")
def ours(library: Library, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The elements of the pages that officers and trainers see while no text is hostile."""
    site = site_with(with_every_kind(library), migrated_file, tmp_path_factory.mktemp("plain") / "instance")
    found = {
        who: {str(element.tag) for _, root in pages(site.visitor(f"{who}@test.example")) for element in root.iter()}
        for who in ("officer", "trainer")
    }
    site.house.database.close()
    return found


@pytest.mark.xdist_group("hostile-texts")  # what is ours on the pages is looked up once
@pytest.mark.parametrize(("who", "language"), WALKS)
def test_no_page_makes_anything_of_a_hostile_text(
    library: Library, migrated_file: Path, tmp_path: Path, ours: dict[str, set[str]], who: str, language: str
) -> None:
    first = WALKS.index((who, language)) * len(ATTACKS) // len(WALKS)
    site = site_with(
        library_under_attack(with_every_kind(library), ATTACKS, first), migrated_file, tmp_path / "hostile"
    )
    found, shown = [], ""

    for path, root in pages(site.visitor(f"{who}@test.example", language)):
        found += [f"{path}: {fault}" for fault in faults(root, ours[who] | PROSE)]
        shown += "".join(root.itertext())
    site.house.database.close()

    assert found == []
    assert "alert(1)" in shown
    if who == "trainer":
        assert [text for text in TEMPLATES if text not in shown] == []


def test_the_look_at_pages_finds_what_is_active() -> None:
    active = (
        "<p onclick=x>x</p><a href='java\tscript:x'>x</a><img src='//evil.example/x'><script>x</script>"
        f"<p id={CLOBBER}>x</p><a href='https://a.pt'>x</a><iframe></iframe>"
    )

    assert len(list(faults(read(active), {"html", "head", "body", "p", "a", "img", "script"}))) == 7
