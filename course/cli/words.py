"""How the commands speak: in the trainer's language, and refusing in one line."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import IO, Any, Final

import click

from course.base.languages import LANGUAGES, N_, Language, translator
from course.content.problem import Problem

language_option: Final = click.option(
    "--language", type=click.Choice(LANGUAGES), default="pt", help="The language of the messages."
)
_REFUSED: Final = N_("Error: %(message)s")


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


class Refusal(click.ClickException):
    """Ends a command with 1 and one line."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Say why."""
        click.echo(self.format_message(), file=file, err=file is None)


def tell_table(rows: Sequence[Sequence[str]], margin: str = "  ") -> None:
    """Print rows in columns; what begins with a digit stands at the right of its column."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    for row in rows:
        cells = [
            cell.rjust(width) if cell[:1].isdigit() else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        ]
        click.echo(f"{margin}{'  '.join(cells)}".rstrip())
