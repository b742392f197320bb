"""The command `sprue`: one group, whose commands are loaded only when they are called."""

from importlib import import_module

import click

from sprue import __version__
from sprue.shop.errors import SprueError

#: Command → the module of this package that holds it and its name there.
COMMANDS = {
    "init": ("workbook", "init"),
    "import": ("workbook", "import_"),
    "export": ("workbook", "export"),
    "plan": ("planning", "plan"),
    "promise": ("promising", "promise"),
    "solve": ("solving", "solve"),
    "bench": ("benching", "bench"),
    "gantt": ("picturing", "gantt"),
    "paper": ("papers", "paper"),
    "why": ("asking", "why"),
    "what-if": ("asking", "what_if"),
    "import-log": ("log", "import_log"),
    "figures": ("log", "figures"),
    "replay": ("log", "replay"),
    "serve": ("serve", "serve"),
    "check": ("serve", "check"),
    "backup": ("backing", "backup"),
    "restore": ("backing", "restore"),
    "users": ("serve", "users"),
    "demo": ("demo", "demo"),
}


class Lazy(click.Group):
    """A group that imports a command's module when the command is asked for.

    `sprue --help` answers at once, and `sprue plan` works where the server's packages are not installed.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a new user meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command by its name, None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        try:
            command = getattr(import_module(f"sprue.cli.{module}"), name)
        except ModuleNotFoundError as missing:
            if (missing.name or "").startswith("sprue"):
                raise
            raise click.ClickException(
                f"`sprue {cmd_name}` needs the package {missing.name}: pip install 'sprue[server]'"
            ) from missing
        assert isinstance(command, click.Command)
        return command


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sprue")
def group() -> None:
    """Sprue runs a mold, tool and die shop live."""


def main() -> None:
    """Entry point: an error of ours is one clear line and exit code 1, never a traceback."""
    try:
        group()
    except SprueError as error:
        raise SystemExit(f"sprue: {error}") from error
