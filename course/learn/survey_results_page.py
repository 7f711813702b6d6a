"""What a survey has shown of closed quarters: for everybody whom the matrix lets read it, in words and one drawing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from babel.numbers import format_decimal
from flask import render_template

from course import groups
from course.base.languages import HTML_LANG, LOCALES, N_, Language
from course.content.document import Document
from course.content.prose import Notes
from course.content.questions.single import Single
from course.content.survey import Survey
from course.groups import Stage, SurveyResult
from course.learn.feature import library as feature
from course.scoring.survey_figures import Comparison, IndexChange, OptionChange, Verdict
from course.web.charts import Bar, ChartView, Series
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.transaction import session
from course.web.words import gettext

STAGE_WORDS: Final[Mapping[Stage, tuple[str, str, str]]] = {
    "after": (N_("Before and after the session"), N_("Before"), N_("After")),
    "later": (N_("Before, and 90 days after the session"), N_("Before"), N_("90 days later")),
    "not-yet": (N_("After the session, beside those who had none yet"), N_("None yet"), N_("After")),
}
"""Of each comparison its heading, and what its two groups are called."""
ATTITUDE_WORDS: Final[Mapping[str, str]] = {"no": N_("Disagree"), "neither": N_("Neither"), "yes": N_("Agree")}
VERDICT_WORDS: Final[Mapping[Verdict, str]] = {
    "more": N_("More than before, and more than chance explains."),
    "less": N_("Less than before, and more than chance explains."),
    "none": N_("No difference shown."),
}
BESIDE_WORDS: Final[Mapping[Verdict, str]] = {
    "more": N_("More than among those who had none yet, and more than chance explains."),
    "less": N_("Less than among those who had none yet, and more than chance explains."),
    "none": N_("No difference shown."),
}
LONGEST: Final = 5
"""The highest figure that an index has."""


@dataclass(frozen=True)
class ShownIndex:
    """The figure decided on beforehand, in words: its two means, the difference from and to, and the effect."""

    chart: ChartView
    verdict: str
    difference: str
    low: str
    high: str
    effect: str
    effect_low: str
    effect_high: str
    is_matched: bool


@dataclass(frozen=True)
class ShownOption:
    """Options of a question, as one line of its table."""

    texts: tuple[str, ...]
    html_lang: str
    first: int
    second: int
    low: int
    high: int
    verdict: str


@dataclass(frozen=True)
class ShownQuestion:
    """A question and its options."""

    id: str
    prompt: str
    html_lang: str
    options: tuple[ShownOption, ...]


@dataclass(frozen=True)
class ShownResult:
    """A comparison as the page shows it."""

    id: str
    heading: str
    quarters: str
    first: str
    second: str
    comparison: Comparison
    is_same_people: bool
    index: ShownIndex | None
    questions: tuple[ShownQuestion, ...]
    lines: int


@dataclass(frozen=True)
class ShownSurvey:
    """A survey and all that was drawn of it."""

    id: str
    title: str
    html_lang: str
    results: tuple[ShownResult, ...]


@feature.page("/surveys/results", permission="survey-results")
def show_survey_results() -> str:
    """What was drawn so far of each survey that is asked in waves, the newest quarters first."""
    language = page_language()
    asked = [one for one in catalogue().library.surveys.values() if one.reference.waves]
    return render_template(
        "library/survey_results.html",
        surveys=[_survey(document, language) for document in asked],
        notes=Notes("n", language),
    )


def _survey(document: Document[Survey], language: Language) -> ShownSurvey:
    found = groups.read_survey_results(session(), document.id, document.reference)
    return ShownSurvey(
        id=document.id,
        title=document.in_(language).title,
        html_lang=HTML_LANG[document.language_of(language, "title")],
        results=tuple(_result(result, document, language) for result in found),
    )


def _result(result: SurveyResult, document: Document[Survey], language: Language) -> ShownResult:
    heading, first, second = (gettext(words) for words in STAGE_WORDS[result.stage])
    words = BESIDE_WORDS if result.stage == "not-yet" else VERDICT_WORDS
    questions = tuple(
        _question(id_, told, document, language, words) for id_, told in result.comparison.questions.items()
    )
    index = result.comparison.index
    return ShownResult(
        id=f"{document.id}-{result.stage}-{result.quarters[-1]}",
        heading=heading,
        quarters=", ".join(_named(result.quarters)),
        first=first,
        second=second,
        comparison=result.comparison,
        is_same_people=result.stage != "not-yet",
        index=_index(index, document, language, (first, second), words) if index else None,
        questions=questions,
        lines=sum(len(question.options) for question in questions),
    )


def _index(
    index: IndexChange,
    document: Document[Survey],
    language: Language,
    names: tuple[str, str],
    words: Mapping[Verdict, str],
) -> ShownIndex:
    said = document.in_(language).index
    title = said.title if said else ""
    bars = tuple(
        Bar(name, _decimal(mean, language), mean / (10 * LONGEST))
        for name, mean in zip(names, index.means, strict=True)
    )
    caption = gettext("Means from 1 to 5; the more, the further towards: %(title)s.", title=title)
    chart = ChartView("bar", caption, gettext("When"), (Series("index", title, bars),), (), "")
    low, high = (_decimal(value, language) for value in index.interval)
    effect_low, effect_high = (_decimal(value, language) for value in index.effect_interval)
    return ShownIndex(
        chart=chart,
        verdict=gettext(words[index.verdict]),
        difference=_decimal(index.difference, language),
        low=low,
        high=high,
        effect=_decimal(index.effect, language),
        effect_low=effect_low,
        effect_high=effect_high,
        is_matched=index.way == "matched",
    )


def _question(
    id_: str,
    told: Sequence[OptionChange],
    document: Document[Survey],
    language: Language,
    words: Mapping[Verdict, str],
) -> ShownQuestion:
    question = document.in_(language).questions[id_]
    spoken = HTML_LANG[document.language_of(language, "questions", id_)]
    texts: dict[str, str] = (
        {option: str(part.text) for option, part in question.options.items()}
        if isinstance(question, Single)
        else {step: gettext(said) for step, said in ATTITUDE_WORDS.items()}
    )
    html_lang = spoken if isinstance(question, Single) else HTML_LANG[language]
    options = tuple(
        ShownOption(
            texts=tuple(texts[option] for option in one.options),
            html_lang=html_lang,
            first=one.shares[0],
            second=one.shares[1],
            low=one.interval[0],
            high=one.interval[1],
            verdict=gettext(words[one.verdict]),
        )
        for one in told
    )
    return ShownQuestion(id_, question.prompt, spoken, options)


def _decimal(tenths: int, language: Language) -> str:
    return format_decimal(tenths / 10, "0.0", locale=LOCALES[language])


def _named(quarters: Sequence[str]) -> Iterator[str]:
    for quarter in quarters:
        year, number = quarter.split("-")
        yield gettext(N_("quarter %(number)s of %(year)s"), number=number, year=year)
