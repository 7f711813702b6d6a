"""The commands, imported when somebody types one: no process that serves pages needs them."""

import click
from flask import Flask
from flask.cli import AppGroup


def install(app: Flask) -> None:
    """Hang the commands on the application."""
    app.cli = _WhenAsked(app.name)


class _WhenAsked(AppGroup):
    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, for the help."""
        self._hang()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The one of that name."""
        self._hang()
        return super().get_command(ctx, cmd_name)

    def _hang(self) -> None:
        if not self.commands:
            from course.cli.commands import GROUPS  # here, since each of them brings a part of the program with it

            for group in GROUPS:
                self.add_command(group)
