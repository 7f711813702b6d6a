"""An attacker reads briefs over HTTP, who knows the roster and the answers of all colleagues but one.

He leads the sessions himself and staged most of them, so that one answer decides which word is said. The same attacker
on the same groups succeeds where a hole is planted: no blur, a picture that is drawn at each view, a live one. So these
tests would notice such holes. The figures stand in docs/privacy.md; `-s` prints them.
"""

import datetime as dt
import itertools
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from shutil import copyfile, copytree
from typing import Final

import pytest
from attacker import (
    EXACT,
    FOUR_SIGMA,
    NOISE,
    NOISE_AT_FORKS,
    RIGHT_OR_WRONG,
    WITH_CERTAINTY,
    Ideas,
    best_possible,
    chance_of_so_many,
    chances_of_fork,
    chances_of_ideas,
    guess,
    read_fork,
    read_ideas,
    states,
)
from cohorts import STARTS_AT, TRACK, WEEK_BEFORE, Cohort, Part, a_cohort, take_part, take_part_all
from copies import Copies, Did
from crawl import OF_ONESELF, differing, every_page, get, without_tokens
from desks import a_desk
from passwords import HASHED
from site_of_tests import Site, Visitor

from course import groups
from course.acts.erase import ask_erasure
from course.content.library import Library
from course.jobs.erasure import erase_due
from course.jobs.pictures import take_pictures
from course.scoring.hours import hours_of
from course.scoring.privacy import Fork, RandomWord, ShownFork, State
from course.storage import group_counts, people, session_trainers
from course.storage.models import RoleName

pytestmark = pytest.mark.xdist_group("brief-attack")

SEED: Final = 20261125
MIXED, SAME, ORDINARY = 84, 12, 6
"""Groups staged to tell three kinds of answers apart, for right or wrong alone, and not staged."""
VIEWS: Final = 25
DUE_AT: Final = hours_of(STARTS_AT, 3).picture_due_at
STAGED: Final = 10
"""Officers of a staged session, the last one among them."""

Pair = tuple[State, State]
WRONG: Final[Pair] = ("no", "unsure")
WRONG_AND_SURE: Final[Pair] = ("no", "sure")
SURE: Final[Pair] = ("unsure", "sure")
NAMES: Final[Mapping[Pair, str]] = {
    WRONG: "wrong or right",
    WRONG_AND_SURE: "surely wrong or right",
    SURE: "sure or not",
}
FORK: Final = "choice at a fork"
BOUNDS: Final = {
    NAMES[WRONG]: RIGHT_OR_WRONG,
    NAMES[WRONG_AND_SURE]: WITH_CERTAINTY,
    NAMES[SURE]: RIGHT_OR_WRONG,
    FORK: WITH_CERTAINTY,
}
CHOICES: Final = ("observe", "shadow")
"""Two choices after which the case goes on alike, so that only this fork tells of them."""


@dataclass(frozen=True)
class Group:
    """What the attacker knows: the answers of all colleagues, and between which two of each he has to guess."""

    others: tuple[Did, ...]
    pairs: tuple[Pair, Pair, Pair]

    def answers(self, place: int) -> list[State]:
        """Those of the colleagues to the core question of the idea at that place."""
        return [did.states[place] for did in self.others]


@dataclass(frozen=True)
class Target:
    """A session with its secret: what the last officer did."""

    cohort: Cohort
    group: Group
    secret: Did
    visitor: Visitor

    @property
    def brief(self) -> str:
        """Where its brief stands."""
        return f"/train/sessions/{self.cohort.code}/brief"


@dataclass
class Score:
    """Guesses that were right; `best` has for each how often it is on average, at best."""

    right: int = 0
    best: list[float] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The part that was right."""
        return self.right / len(self.best)


Scores = dict[str, Score]


@dataclass(frozen=True)
class Figures:
    """What was measured, by what was guessed."""

    real: Scores
    still: Scores
    redrawn: Scores
    live: Scores


def staged(numbers: Sequence[tuple[int, int]]) -> tuple[Did, ...]:
    """Colleagues of whom so many hold each idea, and so many of these surely; most stop the man at the first fork."""
    ideas = [states(STAGED - 1, held, sure) for held, sure in numbers]
    choices = ["observe"] * 3 + ["stop-now"] * (STAGED - 4)
    return tuple(Did(tuple(told), choice) for *told, choice in zip(*ideas, choices, strict=True))


MIXED_GROUP: Final = Group(staged([(5, 3), (5, 5), (7, 3)]), (WRONG, WRONG_AND_SURE, SURE))
SAME_GROUP: Final = Group(staged([(5, 2), (5, 3), (5, 4)]), (WRONG, WRONG, WRONG))


def an_ordinary_group(draw: random.Random) -> Group:
    """Twelve officers of whom some hold each idea, a part of them surely."""
    shares = [draw.betavariate(1.5, 3.5) for _ in range(3)]
    pairs = [WRONG, WRONG_AND_SURE, SURE]
    draw.shuffle(pairs)
    others = [
        Did(
            tuple(draw.choice(["unsure", "sure"]) if draw.random() < share else "no" for share in shares),
            draw.choice(["stop-now", "observe", "shadow", "ask-radio"]),
        )
        for _ in range(11)
    ]
    return Group(tuple(others), (pairs[0], pairs[1], pairs[2]))


class Attack:
    """The attacker at work on one site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.draw = random.Random(SEED)  # noqa: S311 - the same coins and the same noise each time
        self.ideas = site.house.catalogue.registers.tracks[TRACK].ideas
        self.choices = site.house.catalogue.case("looked-away").english.scenes["platform"].choices
        self.fork = Fork("looked-away/platform", tuple(self.choices))
        self.copies = Copies(site)
        self.password_hash = HASHED

    def word(self) -> int:
        """32 bits that follow from the seed."""
        return self.draw.getrandbits(32)

    def make(self, kind: str, all_groups: Sequence[Group]) -> list[Target]:
        """Sessions whose colleagues have handed in. One trainer leads ten of them."""
        made: list[Target] = []
        for number, group in enumerate(all_groups):
            cohort = a_cohort(
                self.site.house.database,
                code=f"{kind}-{number:03}",
                officers=len(group.others) + 1,
                seats=len(group.others) + 1,
                key=self.site.house.learner_key,
                password_hash=self.password_hash,
            )
            self.copies.learn(cohort, list(zip(cohort.officers, group.others, strict=False)))
            if number % 10 == 0:
                leader = cohort.trainer.person_id
                visitor = self.site.visitor(f"trainer@{cohort.code}.example".lower(), "en")
            else:
                with self.site.house.database.write() as session:
                    session_trainers.add_trainer(session, cohort.code, leader)
            secret = Did(tuple(self.draw.choice(pair) for pair in group.pairs), self.draw.choice(CHOICES))
            made.append(Target(cohort, group, secret, visitor))
        return made

    def hand_in_last(self, targets: Sequence[Target]) -> None:
        """The last officers do what the coins said."""
        for target in targets:
            self.copies.learn(target.cohort, [(target.cohort.officers[-1], target.secret)])

    def look(self, target: Target) -> tuple[Ideas, ShownFork | None]:
        """What the page of the brief says."""
        page = get(target.visitor, target.brief)
        assert page.status == 200, page.text
        texts = {id_: choice.text for id_, choice in self.choices.items()}
        return read_ideas(page.html, self.site.house.catalogue.library), read_fork(page.html, self.fork, texts)

    def photograph_anew(self, target: Target, word: RandomWord) -> None:
        """The hole: whatever stands is forgotten, and a picture taken of what is there now."""
        catalogue = self.site.house.catalogue
        with self.site.house.database.write() as session:
            group_counts.remove_picture(session, target.cohort.code)
            planned = groups.claim(session, target.cohort.code)
            assert planned is not None
            assert groups.take_picture(
                session, catalogue, planned, hour=self.site.now, completed=STAGED, taps={}, word=word, now=self.site.now
            )

    def forget(self, target: Target) -> None:
        """Leave no picture of a planted hole."""
        with self.site.house.database.write() as session:
            assert group_counts.remove_picture(session, target.cohort.code)

    def score(
        self,
        targets: Sequence[Target],
        looks: Callable[[Target], Sequence[tuple[Ideas, ShownFork | None]]],
        *,
        is_exact: bool = False,
    ) -> Scores:
        """Guess each answer of each last officer, and see how often that is right."""
        scores: Scores = {}
        for target in targets:
            seen = looks(target)
            ideas = self._chances(target.group, is_exact)
            for place, pair in enumerate(target.group.pairs):
                found = guess(ideas, [said for said, _ in seen], lambda fact, at=place: fact[at])  # type: ignore[misc]
                score = scores.setdefault(NAMES[pair], Score())
                score.right += found == target.secret.states[place]
                score.best.append(self._best(target.group, is_exact, place))
            fork = self._fork_chances(target.group, is_exact)
            score = scores.setdefault(FORK, Score())
            score.right += guess(fork, [said for _, said in seen], str) == target.secret.choice
            score.best.append(self._best(target.group, is_exact, None))
        return scores

    @cache  # noqa: B019 - an attack ends with its test
    def _chances(self, group: Group, is_exact: bool) -> dict[tuple[State, ...], dict[Ideas, float]]:
        noise = EXACT if is_exact else NOISE
        return {
            last: chances_of_ideas(
                self.ideas, [[*group.answers(place), state] for place, state in enumerate(last)], noise
            )
            for last in itertools.product(*group.pairs)
        }

    @cache  # noqa: B019
    def _fork_chances(self, group: Group, is_exact: bool) -> dict[str, dict[ShownFork | None, float]]:
        noise = EXACT if is_exact else NOISE_AT_FORKS
        chosen = [did.choice for did in group.others]
        return {
            choice: chances_of_fork(self.fork, {one: [*chosen, choice].count(one) for one in self.fork.choices}, noise)
            for choice in CHOICES
        }

    @cache  # noqa: B019
    def _best(self, group: Group, is_exact: bool, place: int | None) -> float:
        if place is None:
            return best_possible(self._fork_chances(group, is_exact), str)
        return best_possible(self._chances(group, is_exact), lambda fact: fact[place])


def still() -> int:
    """Noise of nothing."""
    return (1 << 32) - 1


@pytest.fixture(scope="module")
def figures(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory, library: Library) -> Iterator[Figures]:
    """What the attacker got from the real pages, and in the same run from those with a hole."""
    instance = tmp_path_factory.mktemp("attack")
    copyfile(migrated_file, instance / "course.db")
    site = Site("", instance, library)
    yield measure(Attack(site))
    site.house.database.close()


def measure(attack: Attack) -> Figures:
    """All figures of a run, printed."""
    attack.site.now = DUE_AT - dt.timedelta(minutes=1)
    same = attack.make("SAME", [SAME_GROUP] * SAME)
    before = {target.cohort.code: look_live(attack, target) for target in same}
    attack.hand_in_last(same)
    live = attack.score(same, lambda target: [look_live(attack, target)], is_exact=True)
    for target in same:
        attack.forget(target)
    # Before, all say the same: what is said otherwise after came from the last officer.
    assert len(set(before.values())) == 1

    mixed = attack.make("MIXED", [MIXED_GROUP] * MIXED)
    ordinary = attack.make("PLAIN", [an_ordinary_group(attack.draw) for _ in range(ORDINARY)])
    attack.hand_in_last([*mixed, *ordinary])
    attack.site.now = DUE_AT + dt.timedelta(minutes=1)
    assert take_pictures(attack.site.house, attack.site.now, attack.word) == {"taken": MIXED + SAME + ORDINARY}
    real = attack.score([*mixed, *same, *ordinary], lambda target: [attack.look(target)])

    still_ones = attack.score(mixed, lambda target: [look_live(attack, target)], is_exact=True)
    redrawn = attack.score(same, lambda target: [look_live(attack, target, attack.word) for _ in range(VIEWS)])
    figures = Figures(real, still_ones, redrawn, live)
    for name, scores in vars(figures).items():
        for what, score in scores.items():
            best = sum(score.best) / len(score.best)
            print(f"{name:9} {what:22} {score.right:4} of {len(score.best):4}: {score.share:6.1%}; at best {best:6.1%}")
    return figures


def look_live(attack: Attack, target: Target, word: RandomWord = still) -> tuple[Ideas, ShownFork | None]:
    """The page over a hole."""
    attack.photograph_anew(target, word)
    return attack.look(target)


@pytest.mark.parametrize("what", BOUNDS)
def test_who_knows_all_answers_but_one_stays_within_the_bound(figures: Figures, what: str) -> None:
    score = figures.real[what]

    assert chance_of_so_many(score.right, len(score.best), BOUNDS[what]) > FOUR_SIGMA
    assert max(score.best) < BOUNDS[what] + 1e-9


def test_the_attack_is_as_good_as_theory_allows(figures: Figures) -> None:
    """Within four sigma of the exact best of these groups: a poor attack would stay within bounds too."""
    for score in figures.real.values():
        sigma = math.sqrt(sum(best * (1 - best) for best in score.best))

        assert abs(score.right - sum(score.best)) <= 4 * sigma
    assert max(figures.real[NAMES[WRONG]].best) == pytest.approx(RIGHT_OR_WRONG)


@pytest.mark.parametrize("what", BOUNDS)
def test_without_blur_the_attack_succeeds_always(figures: Figures, what: str) -> None:
    score = figures.still[what]

    assert score.right == len(score.best) == MIXED
    assert chance_of_so_many(score.right, len(score.best), BOUNDS[what]) < FOUR_SIGMA


@pytest.mark.parametrize("hole", ["redrawn", "live"])
def test_a_picture_drawn_at_each_view_and_a_live_one_give_the_answer_away(figures: Figures, hole: str) -> None:
    """After 25 views of a blurred one; and from an exact one before and after the last hand-in."""
    scores: Scores = getattr(figures, hole)
    score = scores[NAMES[WRONG]]

    assert score.share > 0.97 if hole == "redrawn" else score.right == len(score.best)
    assert chance_of_so_many(score.right, len(score.best), RIGHT_OR_WRONG) < FOUR_SIGMA


# Whatever else can be read

CODE: Final = "RD-2026-031"
BRIEF: Final = f"/train/sessions/{CODE}/brief"
PICTURED: Final = {BRIEF, f"{BRIEF}.pdf", f"/train/sessions/{CODE}/kit.pdf"}
"""What is drawn from the picture of the group."""
LAST: Final = Part(choices={"platform": "observe"}), Part(shows=["avoids-eyes"], sure=["avoids-eyes"])
"""Two ways of the last officer: nothing shown, or one idea with certainty, and another choice at the fork."""
ROLES: Final[Mapping[str, RoleName]] = {
    "chefe@prova.pt": "supervisor",
    "admin@prova.pt": "administrator",
}
"""Among what is kept of its readers: that they looked."""
READERS: Final = (f"trainer@{CODE}.example".lower(), f"officer-1@{CODE}.example".lower(), *ROLES)


def a_world(site: Site) -> Cohort:
    """A session of ten of whom all but the last have handed in, with all who may look."""
    password_hash = HASHED
    cohort = a_cohort(
        site.house.database,
        code=CODE,
        officers=STAGED,
        seats=STAGED + 2,
        key=site.house.learner_key,
        password_hash=password_hash,
    )
    with site.house.database.write() as session:
        for email, role in ROLES.items():
            person = people.add_person(
                session,
                unit=cohort.organisation,
                name=role.title(),
                email=email,
                password_hash=password_hash,
                roles=[role],
            )
            if role == "supervisor":
                people.add_supervision(session, person.id, cohort.organisation.id)
    parts = [Part(shows=["avoids-eyes"])] * 5 + [Part()] * 4
    take_part_all(site.house.database, site.house.catalogue, cohort, parts)
    return cohort


def picture_of(html: str) -> str:
    """The bytes of a brief from the heading of its ideas on: all that came from answers."""
    _, start, rest = html.partition('<section aria-labelledby="ideas">')
    assert start, html
    return rest.partition("<aside")[0]


def finish_last(site: Site, cohort: Cohort, part: Part, now: dt.datetime = WEEK_BEFORE) -> None:
    """The last officer takes part so."""
    take_part(site.house.database, site.house.catalogue, cohort.officers[-1], part, now)


@pytest.fixture
def worlds(migrated_file: Path, tmp_path: Path, library: Library) -> Iterator[tuple[Site, Site]]:
    """Two copies of one world that differ in the answers and decisions of one officer alone."""
    (tmp_path / "one").mkdir()
    copyfile(migrated_file, tmp_path / "one" / "course.db")
    one = Site("", tmp_path / "one", library)
    cohort = a_world(one)
    one.house.database.close()
    copytree(tmp_path / "one", tmp_path / "other")
    both = tuple(Site("", tmp_path / name, library) for name in ("one", "other"))
    for site, part in zip(both, LAST, strict=True):
        finish_last(site, cohort, part)
        site.now = DUE_AT - dt.timedelta(minutes=1)
    yield both[0], both[1]
    for site in both:
        site.house.database.close()


def differing_for(worlds: tuple[Site, Site], email: str) -> set[str]:
    """The pages that this person reads otherwise in one world than in the other."""
    one, other = (every_page(site, email) for site in worlds)
    assert set(one) == set(other)
    assert len(one) > 5
    return differing(one, other)


def test_nothing_but_the_brief_depends_on_what_an_officer_answered(worlds: tuple[Site, Site]) -> None:
    """Still noise: so the brief does differ, and the worlds are not the same by mistake."""
    before = differing_for(worlds, READERS[0])
    for site in worlds:
        site.now = DUE_AT + dt.timedelta(minutes=1)
        assert take_pictures(site.house, site.now, still) == {"taken": 1}
    after = {email: differing_for(worlds, email) for email in READERS}

    assert before == set()
    assert after == {email: PICTURED if email == READERS[0] else set() for email in READERS}


def test_a_hand_in_before_the_picture_changes_no_page_of_the_trainer(site: Site) -> None:
    """The officer had begun and does not pass, so that the count of those who completed stays."""
    cohort = a_world(site)
    site.now = DUE_AT - dt.timedelta(minutes=1)
    finish_last(site, cohort, Part(hands_in=False, plays=False, finishes=False))
    before = every_page(site, READERS[0])
    finish_last(site, cohort, Part(shows=["avoids-eyes"], finishes=False))
    after = every_page(site, READERS[0])

    assert BRIEF in before
    assert differing(before, after) == OF_ONESELF  # the trainer signed in once more


def test_nothing_that_happens_later_changes_a_picture(site: Site) -> None:
    """The job again, one more hand-in, an erasure, a change of the session: the same bytes, but for public facts."""
    cohort = a_world(site)
    site.now = DUE_AT + dt.timedelta(minutes=1)
    words = random.Random(SEED)  # noqa: S311
    assert take_pictures(site.house, site.now, lambda: words.getrandbits(32)) == {"taken": 1}
    trainer = site.visitor(READERS[0])
    first = without_tokens(trainer.get(BRIEF).html)
    asking = cohort.officers[0]

    assert take_pictures(site.house, site.now) == {"taken": 0}
    assert without_tokens(trainer.get(BRIEF).html) == first

    with a_desk(site.house.database, asking, site.house.catalogue, site.now) as desk:
        ask_erasure(desk)
    assert erase_due(site.house, site.now + dt.timedelta(days=8)) == {"erased": 1}
    assert take_pictures(site.house, site.now) == {"taken": 0}
    assert without_tokens(trainer.get(BRIEF).html) == first

    finish_last(site, cohort, LAST[1], site.now)
    assert take_pictures(site.house, site.now) == {"taken": 0}
    assert picture_of(without_tokens(trainer.get(BRIEF).html)) == picture_of(first)

    page = trainer.get(f"/train/sessions/{CODE}")
    changed = page.submit(f"/train/sessions/{CODE}", place="Sala 9", district="lisboa")
    assert changed.status == 303, changed.text
    assert take_pictures(site.house, site.now) == {"taken": 0}
    last = trainer.get(BRIEF)
    assert "Sala 9" in last.text
    assert picture_of(without_tokens(last.html)) == picture_of(first)
