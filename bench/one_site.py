"""Two machines are one site through the database alone: what was done at one holds at the other."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from prepared import Officer
from served import Client
from walks import MODULE

from bench.machines import Machine
from bench.travel import Traveller
from bench.work import Quiz, answers_to


def show(machines: Sequence[Machine], officer: Officer) -> None:
    """Raises AssertionError where it is not so; prints what was seen."""
    one, other = machines
    cookies: dict[str, str] = {}
    with closing(Client(one, cookies)) as here, closing(Client(other, cookies)) as there:
        here.sign_in(officer.number, officer.organisation)
        assert there.get("/account").status == 200
        print("Signed in at one host: the other knows who it is")
        question = Quiz(here).open()
        page = there.get(question)
        answer = next(answers_to(page))
        assert there.post(question, page.hidden() | answer).status == 303
        assert here.get(question).chosen() >= set(answer.items())
        Quiz(Traveller(machines, cookies))()
        assert here.get(f"/quizzes/{MODULE}").status == there.get(f"/quizzes/{MODULE}").status == 200
        print("A quiz begun at one was answered at the other, then in turn, and handed in")
        assert there.post("/sign-out", there.get("/account").hidden()).status == 303
        assert here.get("/account").location == there.get("/account").location == "/sign-in"
        print("Signed out at the other: nobody is signed in at the first")
    _show_apart(one, other)


def _show_apart(one: Machine, other: Machine) -> None:
    if one.place.namespace:
        assert not one.place.reaches(other)
        assert not other.place.reaches(one)
        print("No way leads from one host to the other, neither may write but in its own folder, and sees no other's")
    files = [_files(machine.instance) for machine in (one, other)]
    keys = [{path: data for path, data in found.items() if path.startswith("keys/")} for found in files]
    assert keys[0] == keys[1]
    written = sorted({path.partition("/")[0] for found in files for path in found} - {"keys"})
    print(f"In each folder: the keys, copied; and of its own {', '.join(written)}")


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
