"""docs/content.md: what the course holds, as it stands: counted from its files, nothing written by hand."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, get_args

from course.base.config import ROOT
from course.catalogue import Catalogue
from course.content.case import Case, EndingKind, Verdict
from course.content.document import Document
from course.content.fields import texts_of
from course.content.library import Library
from course.content.module import Module
from course.content.names import sources_in
from course.content.prose import plain
from course.content.quiz import Quiz
from course.content.reading_time import quiz_minutes, section_minutes, section_words
from course.content.registers import Track
from course.content.translation import unit_of
from course.made_docs.jurist import lines_for_jurists
from course.made_docs.library import shipped_library
from course.scoring.trial import TRIALS, WAYS, ItemTrial, QuizTrial, Way, judge, read_trial, right_among

HEAD: Final = """\
# What the course holds
<!-- Made by `make docs`. Do not edit. -->

Counted from the files of the library, with the registers as they are today. Minutes are computed: words read divided by
180, one for each check, each scene of a case's longest road and each question asked; words are those of the sections,
in Portuguese, and of what became of the real case.
*English* is the share of texts whose translation is there and not behind.
"""
ON_TRIALS: Final = """\
Each quiz was solved in three ways, answers first and the key afterwards (`flask content paper`, `flask content mark`;
the marks stand in `trials/`): by people who had read the rendered pages of its module; by people who had not, and who
used what the wording, the other questions and common sense give away and drew lots where only knowledge of the
subject could decide; and by well-read people who had not, with all that they know of law and research. An item that
fewer than two of three readers get right is to be rewritten, and so is a quiz of which people who did not read earn
60 % or more, in either way: the second shows whether it is its wording that gives it away, the third what one can
bring along. All were trial readers at a desk, not officers, and few: the table says nothing of how officers will do.
An item counts as right from half a mark on; shares are means over the items. *Earlier wording*: the item was changed
after its last trial.
"""


def content_page() -> str:
    """docs/content.md."""
    library = shipped_library()
    return "\n".join([HEAD, *_lines(library), *lines_for_jurists(library)]) + "\n"


def _lines(library: Library) -> Iterator[str]:
    for id_, track in library.registers.tracks.items():
        yield from _track(library, id_, track)
    yield from ["## Questions", ""]
    for module in library.modules.values():
        yield from _questions(module, library.quizzes[module.reference.quiz].reference)
    yield from _cases(library)
    yield from _trials(library)
    yield from _sources(library)


def _table(head: str, rows: Sequence[Sequence[object]]) -> list[str]:
    columns = head.split("|")
    body = [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|", *body, ""]


def _track(library: Library, id_: str, track: Track) -> Iterator[str]:
    rows, minutes = [], Counter[str]()
    for module in (library.modules[name] for name in track.modules if name in library.modules):
        when = "before" if module.id in track.before else "after"
        taken = _minutes(library, module)
        minutes[when] += taken
        rows.append([f"`{module.id}`", when, taken, *_counts(library, module)])
    yield from [f"## Track `{id_}`: {track.title.en}", ""]
    yield f"Before the session {minutes['before']} minutes, after it {minutes['after']}. Ideas that feed the room"
    yield from [f"brief: {len(track.ideas)}.", ""]
    yield from _table("module|session|minutes|words|sections|checks|objections|cases|questions|core|English", rows)


def _minutes(library: Library, module: Document[Module]) -> int:
    known = Catalogue(library)
    quiz = library.quizzes[module.reference.quiz].reference
    sections = module.reference.sections.values()
    return quiz_minutes(quiz) + sum(section_minutes(one, known.minutes_of_case(one.case)) for one in sections)


def _counts(library: Library, module: Document[Module]) -> Iterator[object]:
    sections = module.reference.sections.values()
    quiz = library.quizzes[module.reference.quiz]
    yield sum(section_words(one) for one in sections)
    yield len(sections)
    yield sum(len(one.checks) for one in sections)
    yield sum(len(one.objections) for one in sections)
    yield len(module.reference.cases)
    yield len(quiz.reference.questions)
    yield len(quiz.reference.core)
    yield _english([module, quiz, *(library.cases[id_] for id_ in module.reference.cases if id_ in library.cases)])


def _english(documents: Sequence[Document[Any]]) -> str:
    units = behind = 0
    for one in documents:
        units += len({unit_of(path) for path, _ in texts_of(one.reference)})
        behind += len(one.untranslated | one.outdated)
    return f"{100 * (units - behind) // units} %"


def _questions(module: Document[Module], quiz: Quiz) -> Iterator[str]:
    scored = [question for question in quiz.questions.values() if question.is_scored]
    kinds = sorted({question.kind for question in scored})
    levels = Counter(question.level for question in scored)
    yield from [f"### `{module.id}`", ""]
    yield f"{len(scored)} scored ({levels['easy']} easy, {levels['hard']} hard), {quiz.asked} asked, pass mark"
    others = Counter(question.kind for question in quiz.questions.values() if not question.is_scored)
    unscored = "".join(f", {count} {kind} without a mark" for kind, count in others.items())
    yield from [f"{quiz.pass_mark} %{unscored}.", ""]
    rows = []
    for id_, objective in module.reference.objectives.items():
        own = Counter(question.kind for question in scored if question.objective == id_)
        rows.append([f"`{id_}` {plain(objective)}", *(own[kind] or "" for kind in kinds), own.total()])
    yield from _table("|".join(["objective", *kinds, "all"]), rows)


def _cases(library: Library) -> Iterator[str]:
    proofs = {record.id: record.proof for record in library.records if record.kind == "case"}
    rows = []
    for case in library.cases.values():
        if proof := proofs[case.id]:
            kinds: tuple[EndingKind, ...] = get_args(EndingKind)
            endings = Counter(scene.ending for scene in case.reference.scenes.values() if scene.ending)
            scales = ", ".join(f"{scale} {span.worst} to {span.best}" for scale, span in proof.scales.items())
            verdicts = "/".join(str(proof.verdicts.get(verdict, 0)) for verdict in get_args(Verdict))
            rows.append(
                [
                    f"`{case.id}`",
                    _origin(case.reference),
                    proof.scenes - endings.total(),
                    "/".join(str(endings[kind]) for kind in kinds),
                    verdicts,
                    sum(len(scene.views) >= 2 for scene in case.reference.scenes.values()),
                    f"{proof.roads:,}".replace(",", " "),
                    f"{proof.shortest_road}-{proof.longest_road}",
                    scales,
                    "yes" if case.reference.content_note else "",
                ]
            )
    yield from ["## Cases", ""]
    yield "Every road of each was walked (`content check`). Endings are good/mixed/bad; choices"
    yield "best/acceptable/poor/unlawful. *Turning points*: scenes that are also told from two seats or more beside the"
    yield from ["text. The scales run from the worst of all roads to the best attainable one.", ""]
    yield from _table("case|based on|scenes|endings|choices|turning points|roads|scenes met|scales|content note", rows)


def _origin(case: Case) -> str:
    """`judgment: echr-wa-baile`, `invented`"""
    based_on = case.based_on
    return f"{based_on.origin or 'not told'}: `{based_on.source}`" if based_on.source else based_on.origin or "not told"


def _trials(library: Library) -> Iterator[str]:
    yield from ["## Trials of the quizzes", "", ON_TRIALS]
    tried = {id_: _trial(quiz) for id_, quiz in library.quizzes.items()}
    rows = [
        [
            f"`{id_}`",
            len(trial.items),
            *(_earned(trial, way) for way in WAYS),
            sum(item.is_to_rewrite for item in trial.items),
            "yes" if trial.is_solved_unread else "",
        ]
        for id_, trial in tried.items()
    ]
    yield from _table("quiz|items|having read|by wording alone|by knowledge|items to rewrite|quiz to rewrite", rows)
    for id_, trial in tried.items():
        if trial.solvers("read"):
            yield from [f"### `{id_}`", ""]
            questions = library.quizzes[id_].reference.questions
            yield from _table(
                "item|kind|level|having read|by wording|by knowledge|",
                [
                    [f"`{one.question}`", questions[one.question].kind, questions[one.question].level, *_fared(one)]
                    for one in trial.items
                ],
            )


def _trial(quiz: Document[Quiz]) -> QuizTrial:
    kept = ROOT / TRIALS / f"{quiz.id}.csv"
    return judge(quiz.written, read_trial(kept.read_text(encoding="utf-8")) if kept.exists() else ())


def _fared(item: ItemTrial) -> tuple[str, ...]:
    remark = "earlier wording" if item.is_old else "to rewrite" if item.is_to_rewrite else ""
    return (*(_right(item.marks[way]) for way in WAYS), remark)


def _right(marks: Sequence[Fraction]) -> str:
    return f"{right_among(marks)} of {len(marks)}" if marks else "not tried"


def _earned(trial: QuizTrial, way: Way) -> str:
    share = trial.earned(way)
    return "not tried" if share is None else f"{int(100 * share)} % ({trial.solvers(way)} people)"


def _sources(library: Library) -> Iterator[str]:
    cited = {id_ for _, document in library.documents() for id_ in sources_in(document.reference)}
    sources = library.registers.sources
    seen: Mapping[str, Counter[str]] = {
        kind: Counter(one.seen for one in sources.values() if one.kind == kind)
        for kind in dict.fromkeys(one.kind for one in sources.values())
    }
    kinds = sorted({kind for counts in seen.values() for kind in counts})
    rows = [[kind, *(counts[one] or "" for one in kinds), counts.total()] for kind, counts in seen.items()]
    unused = sorted(sources.keys() - cited)
    yield from ["## Sources", ""]
    yield f"{len(sources)} in the register, {len(sources) - len(unused)} of them cited by a document,"
    yield from [f"{sum(one.confirm for one in sources.values())} to be confirmed. By what was seen of them:", ""]
    yield from _table("|".join(["kind", *kinds, "all"]), rows)
    if unused:
        yield from [f"Cited by no document: {', '.join(f'`{id_}`' for id_ in unused)}.", ""]
