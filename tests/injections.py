"""sqlmap at every address and every form that links lead to: whether what is typed there becomes part of a statement.

`python -m injections` (`make injections`, hours) asks each of them as somebody who may open it, on a server and an
instance of its own, and keeps what it found in `docs/security/injections.csv`, from which it goes on when it was
stopped.
"""

import csv
import datetime as dt
import itertools
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import planted_hole
from crawl import get
from prepared import Prepared, prepare_once
from served import HOST, Client, Server, running
from site_of_tests import Page, Site, course_of_tests
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from course.factory import utc_now
from course.made_docs.register import FOLDER

FILE: Final = FOLDER / "injections.csv"
ROLES: Final = ("officer", "supervisor", "trainer", "reviewer", "admin")
MARK: Final = "*"
"""Behind a value that is tried; in a value an asterisk is sent as %2A."""
_PLACE: Final = "0MARK0"
GIVEN: Final = frozenset({"csrf_token", "sign_in"})
"""Without these as they were given, a form is refused before anything is looked up."""
LEFT_OUT: Final = frozenset({"static", "accounts.sign_in", "accounts.ask_for_code", "accounts.use_code"})
"""Files, and doors without a sign-in: they refuse the eleventh try, so that nothing is learned by more."""
SQLMAP: Final = ("sqlmap", "--batch", "--ignore-stdin", "--disable-coloring", "--level=3", "--risk=2", "--dbms=sqlite")
TECHNIQUES: Final = "BEU"
"""By logic, errors and unions of statements; not by time, which a busy machine invents."""
FOUND: Final = re.compile("is vulnerable|identified the following injection point")
NONE: Final = re.compile("all tested parameters do not appear to be injectable")
PATIENCE: Final = 1800
"""Seconds for one target."""
AT_ONCE: Final = 2

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Target:
    """A route as somebody asks it: its name tells method, endpoint and what is sent; values are tried in `path`, where
    marks stand, and in all `fields` but those that were given."""

    name: str
    who: str
    method: str
    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def places(self) -> int:
        """How many values are tried."""
        return self.path.count(MARK) + sum(name not in GIVEN for name, _ in self.fields)

    def request(self, server: Server, cookies: Mapping[str, str], given: Mapping[str, str]) -> str:
        """What goes over the wire, by whoever has those cookies and was given those tokens."""
        sent = [urlencode({name: given[name]} if name in given else {name: value}) for name, value in self.fields]
        marked = [one if name in GIVEN else one + MARK for one, (name, _) in zip(sent, self.fields, strict=True)]
        head = [
            f"{self.method} {self.path} HTTP/1.1",
            f"Host: {server.host}:{server.port}",
            "Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()),
            *(["Content-Type: application/x-www-form-urlencoded"] if self.method == "POST" else []),
        ]
        return "\r\n".join([*head, "", "&".join(marked)])


@dataclass(frozen=True)
class Result:
    """A row of the file. `result`: `none` (nothing could be put in), `found`, or `void` (nothing can be said: the
    sign-in ended, or sqlmap gave up)."""

    target: str
    who: str
    places: str
    result: str
    day: str


def targets_of(site: Site, who: str) -> Iterator[Target]:
    """Each address and form that links lead this person to, as it was met first."""
    visitor, waiting = site.visitor(f"{who}@demo.example"), ["/"]
    routes, seen, known = site.app.url_map.bind(HOST), {"/"}, set[str]()
    while waiting:
        page = visitor.follow(get(visitor, waiting.pop()))
        for target in (_of_link(routes, page.path, who), *_of_forms(routes, page, who)):
            if target is not None and target.places and target.name not in known:
                known.add(target.name)
                yield target
        links = {link.partition("#")[0] for link in page.links() if link.startswith("/")} if "<a" in page.html else ()
        waiting += sorted(set(links) - seen)
        seen.update(links)


def _of_link(routes: MapAdapter, address: str, who: str) -> Target | None:
    asked = urlsplit(address)
    return _target(routes, "GET", asked.path, parse_qsl(asked.query, keep_blank_values=True), (), who)


def _of_forms(routes: MapAdapter, page: Page, who: str) -> Iterator[Target | None]:
    """Those for files are sent in another way, and left out."""
    if "<form" not in page.html:
        return
    for form in page.tree.iter("form"):
        action = form.get("action", "").partition("#")[0]
        if form.get("enctype") is None:
            asked = urlsplit(action)
            fields = [(name, value) for name, values in page.fields(action).items() for value in values]
            offered = [*form.iter("input"), *form.iter("button")]  # one of each that nobody has chosen yet
            chosen = {control.get("name", ""): control.get("value", "") for control in reversed(offered)}
            fields += [one for one in chosen.items() if one[0] not in dict(fields)]
            fields = [(name, value) for name, value in fields if name]
            if form.get("method") == "post":
                yield _target(routes, "POST", asked.path, parse_qsl(asked.query), fields, who)
            else:
                yield _target(routes, "GET", asked.path, fields, (), who)


def _target(routes: MapAdapter, method: str, path: str, query: Fields, fields: Fields, who: str) -> Target | None:
    """None where nothing of the program answers there, or is left out."""
    try:
        endpoint, values = routes.match(path, method=method)
    except HTTPException:
        return None
    if endpoint in LEFT_OUT:
        return None
    marked = {name: f"{value}{_PLACE}" if isinstance(value, str) else value for name, value in values.items()}
    built = routes.build(endpoint, marked).replace(_PLACE, MARK)
    asked = "&".join(f"{quote(name)}={quote(value, safe='')}{MARK}" for name, value in query)
    names = " ".join(sorted({name for name, _ in (*query, *fields)} - GIVEN))
    return Target(
        f"{method} {endpoint} {names}".strip(), who, method, f"{built}?{asked}" if asked else built, tuple(fields)
    )


def attack(target: Target, prepared: Prepared) -> Result:
    """Have sqlmap at it, on an instance and a server of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Server(prepared.copy(Path(folder) / "instance"))) as server,
        closing(Client(server)) as client,
    ):
        client.sign_in(f"{target.who}@demo.example")
        given = {name: value for name, value in client.get("/account").hidden().items() if name in GIVEN}
        told = _ask_sqlmap(target.request(server, client.cookies, given), Path(folder))
        with closing(Client(server, client.cookies)) as afterwards:  # the first connection was idle for too long
            is_signed_in = afterwards.get("/account").status == 200
    none = NONE.search(told) and is_signed_in
    result = "found" if FOUND.search(told) else "none" if none else "void"
    return Result(target.name, target.who, str(target.places), result, dt.datetime.now(dt.UTC).date().isoformat())


def _ask_sqlmap(request: str, folder: Path) -> str:
    """What it told of that request, in which values are marked; nothing where it did not end in time."""
    file = folder / "request"
    file.write_text(request, encoding="utf-8", newline="")
    command = [*SQLMAP, f"--technique={TECHNIQUES}", "-r", str(file), f"--output-dir={folder / 'sqlmap'}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout


def read_results() -> list[Result]:
    """What was found until now."""
    if not FILE.exists():
        return []
    with FILE.open(encoding="utf-8", newline="") as file:
        return [Result(**row) for row in csv.DictReader(file)]


def _write(results: Iterable[Result]) -> None:
    with FILE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(Result.__dataclass_fields__)
        rows.writerows(sorted(map(astuple, results)))


def finds_a_planted_hole() -> bool:
    """Whether sqlmap, told to look so, finds a hole where there is one."""
    with tempfile.TemporaryDirectory() as folder, planted_hole.served() as port:
        request = f"GET {planted_hole.PAGE}{MARK} HTTP/1.1\r\nHost: {HOST}:{port}\r\n\r\n"
        return FOUND.search(_ask_sqlmap(request, Path(folder))) is not None


def main() -> int:
    """Try all that were not tried yet; 1 where something could be put in."""
    if shutil.which(SQLMAP[0]) is None:
        sys.exit("sqlmap is missing. Install it with: sudo apt-get install sqlmap")
    if not finds_a_planted_hole():
        sys.exit("sqlmap finds no hole where one was planted: what it says of the others would tell nothing")
    results = {one.target: one for one in read_results()}
    with tempfile.TemporaryDirectory() as folder:
        library = course_of_tests()
        prepared = prepare_once(Path(folder), library)
        site = Site("", prepared.copy(Path(folder) / "looked-at"), library)
        site.now = utc_now()
        found = dict[str, Target]()
        for target in itertools.chain.from_iterable(targets_of(site, who) for who in ROLES):
            found.setdefault(target.name, target)
        site.close()
        results = {name: one for name, one in results.items() if name in found}  # others are not there any more
        left = [target for name, target in found.items() if name not in results or results[name].result == "void"]
        left.sort(key=lambda target: target.places)  # so that whoever stops it has most of them
        print(f"{len(found)} addresses and forms, {len(left)} to try", flush=True)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            for tried in as_completed([threads.submit(attack, target, prepared) for target in left]):
                result = tried.result()
                results[result.target] = result
                print(f"{result.result}: {result.target} ({result.who}, {result.places} places)", flush=True)
                _write(results.values())
    return int(any(one.result == "found" for one in results.values()))


if __name__ == "__main__":
    sys.exit(main())
