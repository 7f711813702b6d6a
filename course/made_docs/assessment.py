"""docs/assessment.md: what the quizzes are for, what they ask, and how a question is judged; its tables are counted."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from course.content.library import Library
from course.content.prose import plain
from course.made_docs.library import shipped_library
from course.scoring.analysis import (
    EASY_FOR_HARD,
    HARD_FOR_EASY,
    HARDLY_MISSED,
    MANY_SURE_AND_WRONG,
    NEAR_GUESSING,
    TYING,
    WEAK,
)
from course.scoring.draw import LEVELS
from course.scoring.privacy import PROGRAMME, SIDE

HEAD: Final = """\
# Assessment: what the quizzes say, and what not
<!-- Made by `make docs` from `course/made_docs/assessment.py` and the quizzes. Do not edit. -->

## What they are for

A quiz closes a module. It tells an officer what to read again, feeds the brief for the room with the wrong ideas of its
core questions, and is one of the steps by which a module counts as completed. Nobody but its owner sees a result. It is
taken as often as one likes, at home, with the text open. So it is a **low-stakes check of readiness for the session**,
not an examination: no result ranks anybody, and nothing here was ever compared with how officers act on duty.

What would have to be shown before more is read into it, and has not been: that the questions stand for the conduct the
course is about; that different people at different times get alike results; that results go with something outside the
quiz.
"""
ON_BLUEPRINT: Final = """\
## Blueprint

Counted from the quizzes as they are. An attempt asks the core questions of everybody; the others are drawn one
objective after the other, half easy and half hard where there are both, unseen before seen
([decision 0018](decisions/0018-a-correction-only-raises.md)). *Core* ones are among those counted left of them.
"""
ON_CUT_SCORE: Final = """\
## The pass mark

Each quiz states its own; the table above has them. It was **set by judgement of the authors**, as a round number below
which the session would have to begin with what should have been read. No study stands behind it. What is known:

- a mark that one passes by guessing is too low: what blind guesses earn on average is in the last column;
- since attempts are not limited and only completion is told to others, a mark that is a little too high costs an
  officer another attempt, and one that is too low costs the room some minutes;
- a trial by people who had and had not read the module is in [content.md](content.md#trials): they were few, and no
  officers.

What would justify it is a panel that says, question by question, which share of *just prepared* officers would get it
right, discusses, and adds up (Angoff 1971, in Thorndike, ed., *Educational Measurement*, 2nd ed., 508-600), with
officers and trainers of several units, and with the figures below before its second round. That has not been done.
Until then nobody should quote the pass mark as if it were measured.
"""


def _on_review() -> str:
    return f"""\
## When to look at a question

The pages *Figures* show trainers and reviewers each question from closed quarters: {PROGRAMME.sessions} sessions
and {PROGRAMME.people} people of one audience at least, no session more than {PROGRAMME.share} %; certainty,
correlations and alpha never from fewer than {TYING} people
([decision 0043](decisions/0043-how-answers-go-together-from-two-hundred-people.md)). Even then figures move from one
group to the next: at {TYING} people the 95 % interval of a correlation of .20 goes from .06 to .33.

| Found | Rule | Look at | Whose rule |
|---|---|---|---|
| Those who know more miss it more often | item-rest correlation below 0 | the key, at once | any text on measurement |
| It hardly tells who knows more | below .{WEAK}, told in tenths: .1 and less | wording, wrong options | Ebel and \
Frisbie (*Essentials of Educational Measurement*, 5th ed., 1991), for the index of upper and lower groups; we use it \
for the item-rest correlation |
| A wrong option beats the right one | its share is higher | both options beside the law | ours |
| No better than guessing | at most {NEAR_GUESSING} points above guesses | does the module teach it? | ours |
| Label says easy, answers say hard | facility {HARD_FOR_EASY} % or less | label, wording | ours |
| Label says hard, answers say easy | facility {EASY_FOR_HARD} % or more | the label | ours |
| Hardly anyone misses it | {HARDLY_MISSED} % or more | whether it must be known by all | ours |
| Many are certain and wrong | {MANY_SURE_AND_WRONG} % of all or more | the room: a misconception | ours |

Rules that are ours are round numbers to begin with; a pilot should replace them. No rule acts by itself: each one sends
somebody to read. A question is

- **kept** where reading finds nothing;
- **reworded** in a draft, and its figures begin anew;
- **voided** where its key cannot be defended: by one trainer's proposal and another's confirmation on the page of its
  figures, at once and for everybody, or by `void: true` in the next text;
- **retired** by leaving it out of the next text, where it is sound and tells nothing.

## What the figures are

- **Facility**: the mean mark, with Wilson's interval (1927). With marks between 0 and 1 the interval is a little wide.
- **Tells who knows** (the discrimination index): Pearson's correlation of the mark and the rest of the attempt without
  it, with Fisher's interval (1921). Besides the core questions the rest is drawn, so it differs from person to person:
  that lowers the figure, and small differences between two questions mean nothing.
- **Alpha** (Cronbach 1951) over the core questions, which everybody is asked, with Feldt's interval (1965), and the
  **standard error** that follows from it. Two or three questions cannot reach what long tests do. Alpha is no
  reliability of the whole quiz, whose other questions differ from attempt to attempt, and none is computed for that. It
  is left out where the core questions were not all put to the same people.
- **Options**: the share that chose each, and the share of all that chose it with certainty.
- **Certainty**: the four cells of certain or not and right or wrong. The word *certain* is an honest one where four in
  five are right ([decision 0017](decisions/0017-what-certainty-says-and-from-how-many-answers.md)).
- **Forks** of a case: the share of each first choice. How often each ending was reached is not counted.

They agree with an independent implementation on published answers (`tests/scoring/lsat.md`). All shares are in steps of
five points, with at least {SIDE} people on both sides; correlations, alpha and its error are in tenths
([decision 0042](decisions/0042-figures-of-questions-and-voiding-by-two.md)).
Only first attempts count, as they were marked then: a later voiding changes no figure.

## Re-scoring

A mark can rise by a correction and never falls; the result as it was handed in stays beside it; nobody is told whose or
how many rose. What is voided holds while the question reads as it does, and for whoever began on that text. It cannot
be taken back, since results rose by it.

## Limits

First attempts of volunteers at home, with the text open, are not what somebody knows unaided. People of one session
learn together, and the intervals take them as independent: they are narrower than the truth. Officers and the equality
body are never added up. Nothing is known yet of any real cohort: no figure of this page comes from officers.
"""


def assessment_page() -> str:
    """docs/assessment.md."""
    library = shipped_library()
    return "\n".join([HEAD, ON_BLUEPRINT, *_blueprint(library), ON_CUT_SCORE, _on_review()])


def _blueprint(library: Library) -> Iterator[str]:
    yield from ["| Quiz | scored | core | asked | pass mark | by guessing |", "|---|---|---|---|---|---|"]
    for id_, document in library.quizzes.items():
        quiz = document.reference
        guess = sum(question.guess_value() for question in quiz.scored.values()) / (len(quiz.scored) or 1)
        cells = [
            f"`{id_}`",
            len(quiz.scored),
            len(quiz.core),
            quiz.asked,
            f"{quiz.pass_mark} %",
            f"{round(100 * guess)} %",
        ]
        yield f"| {' | '.join(str(cell) for cell in cells)} |"
    yield from ["", "Objective by level, easy and hard, and how many of both are core:", ""]
    yield from ["| Module | objective | easy | hard | core |", "|---|---|---|---|---|"]
    for module in library.modules.values():
        scored = library.quizzes[module.reference.quiz].reference.scored.values()
        for id_, objective in module.reference.objectives.items():
            own = [question for question in scored if question.objective == id_]
            levels = Counter(question.level for question in own)
            counts = [*(levels[level] for level in LEVELS), sum(question.core for question in own)]
            yield f"| `{module.id}` | {plain(objective)} | {' | '.join(str(count) for count in counts)} |"
    yield ""
