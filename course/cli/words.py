"""How the commands speak: in the trainer's language, and refusing in one line."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import IO, Any, Final

import click
from flask.cli import AppGroup

from course.base.languages import LANGUAGES, N_, Language, translator
from course.content.problem import Problem

language_option: Final = click.option(
    "--language", type=click.Choice(LANGUAGES), default="pt", help="The language of the messages."
)
_REFUSED: Final = N_("Error: %(message)s")
_MISSING: Final = N_("%(name)s is missing. How it is written: %(command)s --help")
_NOT_THERE: Final = N_("%(name)s: there is no such file or folder, or it cannot be used here")
_NO_OPTION: Final = N_("there is no option %(name)s. Those there are: %(command)s --help")
_NOT_UNDERSTOOD: Final = N_("this is not how it is written. Look at %(command)s --help")


class Words:
    """What gives messages in one language."""

    def __init__(self, language: Language) -> None:
        self.translate: Callable[[str], str] = translator(language)
        self.decimal_mark = "," if language == "pt" else "."

    def __call__(self, message: str, **values: object) -> str:
        """The English message in that language, its `%(name)s` places filled."""
        return self.translate(message) % values if values else self.translate(message)

    def one_decimal(self, number: Fraction) -> str:
        """`5,7` in Portuguese."""
        tenths = round(number * 10)
        return f"{tenths // 10}{self.decimal_mark}{tenths % 10}"

    def of(self, problem: Problem) -> str:
        """A problem on one line, as editors and terminals jump to it."""
        mark = self(N_("error")) if problem.fatal else self(N_("warning"))
        place = f"{problem.where}:{problem.line}:{problem.column}"
        return ": ".join(part for part in (place, mark, problem.path, problem.in_words(self.translate)) if part)

    def refusal(self, message: str, **values: object) -> "Refusal":
        """The end of a command that changed nothing, with the reason and what to do."""
        return Refusal(self.translate(_REFUSED) % {"message": self(message, **values)})

    def misuse(self, message: str, **values: object) -> "Misuse":
        """The end of a command that was given what it cannot work with, with 2 as click ends such ones."""
        return Misuse(self.refusal(message, **values).message)


class Refusal(click.ClickException):
    """Ends a command with 1 and one line."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Say why."""
        click.echo(self.format_message(), file=file, err=file is None)


class TrainersGroup(AppGroup):
    """Commands that say in the trainer's language what was typed wrongly."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, after the language in which to speak of them."""
        typed = " ".join(args).replace("=", " ").split()
        ctx.meta[_LANGUAGE] = "en" if ("--language", "en") in pairwise(typed) else "pt"
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a slip in what was typed ends it with 2 and one line."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise _in_words(error, ctx) from error


_LANGUAGE: Final = "course.cli.language"


def _in_words(error: click.UsageError, ctx: click.Context) -> "Misuse":
    words = Words(ctx.meta[_LANGUAGE])
    command = (error.ctx or ctx).command_path.partition(" ")[2]
    if isinstance(error, click.NoSuchOption):
        return words.misuse(_NO_OPTION, name=error.option_name, command=command)
    if isinstance(error, click.MissingParameter) and error.param:
        return words.misuse(_MISSING, name=_written(error.param), command=command)
    if isinstance(error, click.BadParameter) and error.param and isinstance(error.param.type, click.Path):
        return words.misuse(_NOT_THERE, name=_written(error.param))
    return words.misuse(_NOT_UNDERSTOOD, command=command)


def _written(parameter: click.Parameter) -> str:
    """`-o`, or the name of an argument as the help shows it."""
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name


class Misuse(Refusal):
    """Ends a command with 2 and one line."""

    exit_code = 2


def tell_table(rows: Sequence[Sequence[str]], margin: str = "  ") -> None:
    """Print rows in columns; what begins with a digit stands at the right of its column."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    for row in rows:
        cells = [
            cell.rjust(width) if cell[:1].isdigit() else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        ]
        click.echo(f"{margin}{'  '.join(cells)}".rstrip())
