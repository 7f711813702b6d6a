"""Whatever an author writes into any field, in either language, no page makes anything of it but text and safe links.

The pages are those that readers get, and the trainers' and reviewers' own, which show every field.
"""

import copy
import re
import shutil
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from attacks import ATTACKS, CLOBBER, TEMPLATES
from site_of_tests import Site, Visitor

from course.content.document import MODELS, Document
from course.content.fields import Line, Text, texts_of
from course.content.library import Library
from course.content.prose import Notes, plain, render_line, render_prose
from course.content.source import read_yaml

ADDRESSES: Final = ("href", "src", "action", "formaction", "data", "poster", "srcset", "background", "ping", "cite")
PROSE: Final = frozenset(
    {"p", "em", "strong", "code", "br", "a", "sup", "hr", "h3", "h4", "blockquote", "ul", "ol", "li"}
    | {"dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td"}
)
ROUNDS: Final = 2
"""How often every field gets another attack; `test_every_attack...` puts each through each of the filters."""


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


def parsed(html: str) -> Element:
    return html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)


def test_there_are_attacks_enough_and_none_twice() -> None:
    assert len(ATTACKS) == len(set(ATTACKS)) >= 150


@pytest.mark.parametrize("language", ["pt", "en"])
def test_every_attack_leaves_nothing_active_through_any_filter(language: Any) -> None:
    found = {}
    for attack in ATTACKS:
        for text in (attack, f"Antes {attack} depois", f"- {attack}\n\n> **{attack}** [@a]", f"{attack}\n\n{attack}"):
            for html in (render_prose(text, Notes("n", language)), render_line(text, Notes("n", language))):
                told = list(faults(parsed(html), PROSE | {"html", "head", "body"}))
                if told:
                    found[text] = told
        assert plain(attack) == " ".join(plain(attack).split())

    assert found == {}


def attacked(document: Document[Any], kind: Any, first: int) -> Document[Any]:
    """The document with an attack in every text of either language, counted on from `first`."""
    source = read_yaml(kind, document.bundle.files[f"{kind}.yaml"])
    contents = []
    for language in (0, 1):
        tree = copy.deepcopy(source.tree)
        for number, (path, text) in enumerate(texts_of(document.reference)):
            at: Any = tree
            for step in path[:-1]:
                at = at[step]
            attack = ATTACKS[(first + number + language) % len(ATTACKS)]
            at[path[-1]] = " ".join(attack.split()) if isinstance(text, Line) else attack
        contents.append(MODELS[kind].model_validate(tree))
    assert all(isinstance(text, Text) for _, text in texts_of(contents[0]))
    return Document(document.bundle, contents[0], contents[1], frozenset(), frozenset(), document.tables)


def library_under_attack(library: Library, first: int) -> Library:
    shelves: dict[str, dict[str, Any]] = {"module": {}, "case": {}, "quiz": {}}
    for number, (kind, document) in enumerate(library.documents()):
        shelves[kind][document.id] = attacked(document, kind, first + 17 * number)
    return Library(shelves["module"], shelves["case"], shelves["quiz"], library.registers, library.registers_bundle)


def pages(visitor: Visitor) -> Iterator[tuple[str, str]]:
    """Every page that links lead to, and those behind the forms that begin something; each path and its HTML."""
    waiting, seen = ["/"], {"/"}
    while waiting:
        path = waiting.pop()
        response = visitor.client.get(path, follow_redirects=True)
        assert response.status_code == 200, path
        yield path, response.text
        root = parsed(response.text)
        begun = [
            visitor.client.post(str(form.get("action")), data={"csrf_token": token_of(form)}).headers.get(
                "Location", ""
            )
            for form in root.iter("form")
            if re.fullmatch(r"/(?:cases/[^/]+/runs|quizzes/[^/]+/attempts|modules/[^/]+/start)", form.get("action", ""))
        ]
        links = [str(link.get("href")) for link in root.iter("a") if link.get("href", "").startswith("/")]
        for link in (address.partition("#")[0] for address in (*links, *begun)):
            if link and link not in seen and not link.startswith("/library"):
                seen.add(link)
                waiting.append(link)


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


@pytest.mark.parametrize("who", ["officer", "trainer"])
@pytest.mark.parametrize("language", ["pt", "en"])
def test_no_page_makes_anything_of_a_hostile_text(
    library: Library, migrated_file: Path, tmp_path: Path, who: str, language: str
) -> None:
    plain_site = site_with(library, migrated_file, tmp_path / "plain")
    visitor = plain_site.visitor(f"{who}@test.example", language)
    ours = {str(element.tag) for _, html in pages(visitor) for element in parsed(html).iter()}
    plain_site.house.database.close()
    found, shown = [], ""
    for number in range(ROUNDS):
        hostile = library_under_attack(library, number * len(ATTACKS) // ROUNDS)
        site = site_with(hostile, migrated_file, tmp_path / str(number))
        for path, html in pages(site.visitor(f"{who}@test.example", language)):
            root = parsed(html)
            found += [f"{path}: {fault}" for fault in faults(root, ours | PROSE)]
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

    assert len(list(faults(parsed(active), {"html", "head", "body", "p", "a", "img", "script"}))) == 7
