"""Commands for those who write: `flask content new`, `translate`, `show` and `schema`."""

from collections.abc import Mapping
from typing import Any, Final

import click

from course.base.config import read_settings
from course.base.languages import N_, Language
from course.cli.content import content
from course.cli.places import Place, find_place, places_in, write_whole
from course.cli.words import Words, language_option, tell_table
from course.content.bundle import FOLDERS, KINDS_OF_DOCUMENT, Kind, read_bytes
from course.content.document import MODELS
from course.content.library import Library, open_library
from course.content.outline import Entry, Outline, outline
from course.content.registers import Source
from course.content.schema import FOLDER, modeline_of, schemas
from course.content.skeleton import Open, refresh
from course.content.source import read_yaml
from course.content.starters import (
    OBJECTIVES,
    case_starter,
    id_near,
    is_id,
    module_starter,
    quiz_starter,
    survey_starter,
)
from course.content.typed import read_part
from course.web.sources import SEEN

_NO_KIND: Final = N_("%(given)s is no kind of document: write %(names)s")
_KINDS_IN_WORDS: Final[dict[Kind, str]] = {
    "module": N_("a module"),
    "case": N_("a case"),
    "quiz": N_("a quiz"),
    "survey": N_("a survey"),
}
_ALSO_TYPED: Final[dict[str, Kind]] = {
    "módulo": "module",
    "modulo": "module",
    "caso": "case",
    "prova": "quiz",
    "inquérito": "survey",
    "inquerito": "survey",
}
"""The kinds as they are called in Portuguese."""
_SHOWN_WORDS: Final = {
    "best": N_("best"),
    "acceptable": N_("acceptable"),
    "poor": N_("poor"),
    "unlawful": N_("unlawful"),
    "easy": N_("easy"),
    "hard": N_("hard"),
}
"""Verdicts and levels, which stand in files as these English words."""
_BAD_ID: Final = N_("%(given)s is no id: small letters, digits and hyphens, without accents, such as %(near)s")
_THERE: Final = N_("%(name)s is there already: choose another id, or change that one")
_WHICH_MODULE: Final = N_("a quiz belongs to a module: name it with --module, one of %(names)s")
_NO_MODULE: Final = N_("write a module first: content new module %(name)s makes one with its quiz")
_PROBLEMS_FIRST: Final = N_("%(name)s has errors (%(count)s): run content check first")
_SCHEMAS_OLD: Final = N_("not as the models are today: %(names)s. Run content schema --write")


@content.command("new")
@click.argument("given", metavar="KIND")
@click.argument("id_", metavar="ID")
@click.option("--module", "module_id", help="The module that a new quiz closes.")
@language_option
def new(given: str, id_: str, module_id: str | None, language: Language) -> None:
    """Begin a new document: a file that says line by line what to put there. A module comes with its quiz.

    KIND is module, case, quiz or survey, or módulo, caso, prova or inquérito.
    """
    library, words = read_settings().library, Words(language)
    kind = _kind_of(given, words)
    if not is_id(id_):
        raise words.refusal(_BAD_ID, given=id_[:60], near=id_near(id_) or "my-case")
    place = Place(library, kind, id_)
    if place.folder.exists():
        raise words.refusal(_THERE, name=place.name)
    quiz = Place(library, "quiz", id_)
    if kind == "module" and not quiz.folder.exists():
        _begin(quiz, quiz_starter(id_))
    _begin(place, _starter(place, module_id, words))


def _kind_of(given: str, words: Words) -> Kind:
    typed = given.strip().casefold()
    for kind in KINDS_OF_DOCUMENT:
        if kind == _ALSO_TYPED.get(typed, typed):
            return kind
    names = ", ".join(f"{kind} ({words(_KINDS_IN_WORDS[kind])})" for kind in KINDS_OF_DOCUMENT)
    raise words.misuse(_NO_KIND, given=given[:60], names=names)


def _starter(place: Place, module_id: str | None, words: Words) -> str:
    if place.kind == "module":
        return module_starter(place.id)
    if place.kind == "quiz":
        module = _module_of_quiz(place, module_id, words)
        source = read_yaml("", read_bytes(module.reference))
        objectives = source.tree.get("objectives")
        return quiz_starter(module.id, objectives if isinstance(objectives, dict) and objectives else OBJECTIVES)
    return case_starter() if place.kind == "case" else survey_starter()


def _module_of_quiz(place: Place, module_id: str | None, words: Words) -> Place:
    modules = {found.id: found for found in places_in(place.library) if found.kind == "module"}
    wanted = (module_id or place.id).removeprefix(f"{FOLDERS['module']}/")
    if wanted in modules:
        return modules[wanted]
    if not modules:
        raise words.refusal(_NO_MODULE, name=place.id)
    raise words.refusal(_WHICH_MODULE, names=", ".join(modules))


def _begin(place: Place, text: str) -> None:
    where = f"{place.name}/{place.kind}.yaml"
    write_whole(place.reference, (modeline_of(where) + text).encode())
    click.echo(where)


@content.command("translate")
@click.argument("document")
@click.option("--done", is_flag=True, help="Note that what is filled in says what the Portuguese says now.")
@language_option
def translate_document(document: str, done: bool, language: Language) -> None:
    """Bring the English file of DOCUMENT (for example modules/ethnic-profiling) up to date, and tell what is open.

    Missing texts are put in empty, under their Portuguese; those that are behind are told with the Portuguese of today.
    """
    words = Words(language)
    place = find_place(read_settings().library, document, words)
    reference = read_yaml(place.reference.name, read_bytes(place.reference))
    part, found = read_part(MODELS[place.kind], reference, reference.tree)
    overlay = read_bytes(place.overlay) if place.overlay.is_file() else None
    problems = [*found, *reference.problems]
    if overlay and overlay.strip():
        problems += read_yaml(place.overlay.name, overlay).problems
    if part is None or problems:
        raise words.refusal(_PROBLEMS_FIRST, name=place.name, count=len(problems))
    where = f"{place.name}/{place.overlay.name}"
    skeleton = refresh(part, overlay, modeline=modeline_of(where), is_done=done)
    if overlay is None or skeleton.text.encode() != overlay:
        write_whole(place.overlay, skeleton.text.encode())
    _tell_open(words, where, N_("to be translated"), skeleton.missing)
    _tell_open(words, where, N_("behind the Portuguese, or not yet noted as done"), skeleton.outdated)
    no_longer = words(N_("no longer in the Portuguese, kept as a comment"))
    for path in skeleton.gone:
        click.echo(f"{where}: {no_longer}: {path}")
    if done and skeleton.missing:
        line = N_("still empty, and not noted as done: %(count)s. Fill them in, and run it again with --done")
        click.echo(words(line, count=len(skeleton.missing)))
    counts = {"missing": len(skeleton.missing), "outdated": len(skeleton.outdated), "gone": len(skeleton.gone)}
    click.echo(words(N_("to translate: %(missing)s, to look at: %(outdated)s, gone: %(gone)s"), **counts))


def _tell_open(words: Words, where: str, what: str, opens: tuple[Open, ...]) -> None:
    for one in opens:
        click.echo(f"{where}:{one.line}: {words(what)}: {one.path}")


@content.command("schema")
@click.option("--write", is_flag=True, help="Write the files that are not as the models are.")
@language_option
def schema(write: bool, language: Language) -> None:
    """Tell whether the JSON Schemas in schemas/, which editors use, are those of today; exit with 1 if not."""
    folder, words = read_settings().library / FOLDER, Words(language)
    made = schemas()
    old = [name for name, text in made.items() if _text_of(folder / name) != text]
    left = sorted(path.name for path in folder.glob("*.json") if path.name not in made)
    if not write and (old or left):
        raise words.refusal(_SCHEMAS_OLD, names=", ".join((*old, *left)))
    for name in old:
        write_whole(folder / name, made[name].encode())
        click.echo(f"{FOLDER}/{name}")
    for name in left:
        (folder / name).unlink()


def _text_of(path: Any) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


@content.command("show")
@click.argument("document")
@language_option
def show(document: str, language: Language) -> None:
    """Show DOCUMENT at a glance: what is in it and where, how long it takes, and what gives its answers away."""
    settings, words = read_settings(), Words(language)
    place = find_place(settings.library, document, words)
    library = open_library(settings.library, settings.kept_for_commands)
    found = next((d for kind, d in library.documents() if (kind, d.id) == (place.kind, place.id)), None)
    if found is None:
        raise words.refusal(_PROBLEMS_FIRST, name=place.name, count=_fatal_in(library, place))
    at_a_glance = outline(place.kind, found, library.registers, library.cases)
    click.echo(f"{place.name}: {at_a_glance.title}\n")
    for line in (
        _tell_entries,
        _tell_length,
        _tell_roads,
        _tell_answers,
        _tell_shares,
        _tell_translation,
        _tell_sources,
    ):
        line(words, at_a_glance)


def _fatal_in(library: Library, place: Place) -> int:
    return sum(problem.fatal and problem.where.startswith(f"{place.name}/") for problem in library.problems)


def _tell_entries(words: Words, shown: Outline) -> None:
    tell_table([(str(entry.line), _entry_in_words(entry)) for entry in shown.entries])


def _entry_in_words(entry: Entry) -> str:
    return f"{'  ' * entry.depth}{entry.id}" + (f" ({entry.kind})" if entry.kind else "")


def _tell_length(words: Words, shown: Outline) -> None:
    click.echo()
    if shown.minutes is not None:
        click.echo(words(N_("Minutes: %(minutes)s"), minutes=shown.minutes))
    if shown.read is not None:
        click.echo(words(N_("Words that an officer reads: %(count)s"), count=shown.read))
    for language, said in shown.languages.items():
        if not said.words:  # nothing is translated yet, which is told below
            continue
        line = N_("%(language)s: %(words)s words, %(sentences)s sentences of %(mean)s words on average")
        values = {"words": said.words, "sentences": said.sentences, "mean": words.one_decimal(said.mean)}
        click.echo(words(line, language=language, **values))
        for sentence in said.longest:
            start = sentence.text if len(sentence.text) <= 60 else f"{sentence.text[:59]}…"
            counted = words(N_("%(count)s words"), count=sentence.words)
            click.echo(f"  {counted}, {sentence.path}: {start}")


def _tell_roads(words: Words, shown: Outline) -> None:
    if proof := shown.proof:
        line = N_("Roads: %(count)s, of %(shortest)s to %(longest)s scenes")
        click.echo(words(line, count=proof.roads, shortest=proof.shortest_road, longest=proof.longest_road))
        line = N_("%(scale)s: at worst %(worst)s, at best %(best)s")
        for scale, span in proof.scales.items():
            click.echo(f"  {words(line, scale=scale, worst=span.worst, best=span.best)}")
    if shown.verdicts:
        click.echo(words(N_("Choices: %(shares)s"), shares=_shares(words, shown.verdicts)))


def _tell_answers(words: Words, shown: Outline) -> None:
    bias = shown.bias
    if bias.places:
        places = ", ".join(
            words(N_("%(times)s × in place %(place)s"), times=times, place=place)
            for place, times in bias.places.items()
        )
        click.echo(words(N_("The right answer stands: %(places)s"), places=places))
    if bias.judged:
        line = N_("The longest answer is right in %(right)s of %(judged)s questions")
        click.echo(words(line, right=bias.longest, judged=bias.judged))
    if shown.guesses:
        click.echo(words(N_("A blind guess earns, of 100:")))
        tell_table([(str(round(guess * 100)), id_) for id_, guess in shown.guesses.items()])


def _tell_shares(words: Words, shown: Outline) -> None:
    if shown.objectives:
        click.echo(words(N_("Questions by objective: %(shares)s"), shares=_shares(words, shown.objectives)))
    if shown.levels:
        click.echo(words(N_("Questions by level: %(shares)s"), shares=_shares(words, shown.levels)))


def _shares(words: Words, counts: Mapping[str, int]) -> str:
    return ", ".join(f"{_recognisable(words, name)} {count}" for name, count in counts.items())


def _recognisable(words: Words, name: str) -> str:
    """In the reader's language, with the word that stands in the file; an id is what it is."""
    said = words(_SHOWN_WORDS[name]) if name in _SHOWN_WORDS else name
    return name if said == name else f"{said} ({name})"


def _tell_translation(words: Words, shown: Outline) -> None:
    for line, paths in (
        (N_("Shown in Portuguese to English readers: %(names)s"), shown.untranslated),
        (N_("English behind the Portuguese: %(names)s"), shown.outdated),
    ):
        if paths:
            click.echo(words(line, names=", ".join(paths)))


def _tell_sources(words: Words, shown: Outline) -> None:
    if shown.sources:
        click.echo(words(N_("Sources cited:")))
        tell_table([(id_, _source_in_words(words, source)) for id_, source in shown.sources.items()])


def _source_in_words(words: Words, source: Source | None) -> str:
    if source is None:
        return words(N_("not in the register"))
    said = [words(N_("seen in %(month)s: %(seen)s"), seen=words(SEEN[source.seen]), month=source.seen_on)]
    if not source.text_seen:
        said.append(words(N_("its text not seen: not to be quoted")))
    if source.in_force:
        said.append(words(N_("in force since %(day)s"), day=source.in_force))
    said.append(words(N_("to be looked at again by %(day)s"), day=source.check_by))
    if source.confirm:
        said.append(words(N_("to be confirmed by a jurist")))
    return ", ".join(said)
