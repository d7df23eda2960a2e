"""The command line: `python -m pwa_server serve | worker | demo | migrate | …`."""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pwa_server import settings as settings_module
from pwa_server.domain.office_days import LAENDER
from pwa_server.operation import startup
from pwa_server.settings import Settings


class Commands(click.Group):
    """Says in plain words what stops a command, with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except startup.STOPPING as error:
            if ctx.obj is None:
                raise click.ClickException(str(error)) from error
            raise click.ClickException(startup.explain(error, ctx.obj)) from error


@click.group(cls=Commands)
@click.pass_context
def main(context: click.Context) -> None:
    """Wegplan: the integration plan in the pocket."""
    os.umask(0o077)  # whatever is written is readable by this user only
    context.obj = settings_module.from_environment()


@main.command()
@click.option("--fd", type=int, help="Answer on this open socket, as systemd hands it over, instead of HOST and PORT.")
@click.pass_obj
def serve(settings: Settings, fd: int | None) -> None:
    """Answer requests until told to stop."""
    # What is loaded now stays until the end: looking through it for garbage takes a seventh of the time to start.
    gc.disable()
    from pwa_server.operation.serving import serve as serve_until_stopped

    serve_until_stopped(settings, fd)


@main.command()
@click.pass_obj
def worker(settings: Settings) -> None:
    """Send reminders and mails until told to stop."""
    from pwa_server.operation.working import work

    work(settings)


@main.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring the database's schema up to date."""
    from pwa_server.app import create_parts

    create_parts(settings).database.close()
    click.echo("The schema is up to date.")


@main.command()
@click.option("--keep", is_flag=True, help="Make it only where there is no database yet.")
@click.pass_obj
def demo(settings: Settings, keep: bool) -> None:
    """Make the demo database anew; refuses to touch a database with real people."""
    try:
        from pwa_server.demo.make import NotADemo, make_demo
    except ModuleNotFoundError as error:
        raise click.ClickException(
            "Made-up people are not part of a release. The source has them: make demo"
        ) from error

    _tell(make_demo(settings, keep=keep), NotADemo)


@main.command()
@click.option("--municipality", prompt=True, help="Whose installation this is, such as Landkreis Beispielstadt.")
@click.option("--carrier", prompt=True, help="The office that this person works for; a new name makes another one.")
@click.option("--name", prompt=True, help="Name of the person who will manage accounts.")
@click.option("--email", prompt=True, help="The person's e-mail address.")
@click.option(
    "--kind",
    type=click.Choice(["public", "free"]),
    default="public",
    show_default=True,
    help="Who runs the office: clients read it, and what the law allows differs.",
)
@click.option(
    "--land", type=click.Choice(LAENDER), help="Whose public holidays count, for all offices.  [NW until it is set]"
)
@click.pass_obj
def invite(settings: Settings, /, land: str | None, **facts: str) -> None:
    """Print the link by which the first person of an office who manages its accounts chooses a password."""
    from pwa_server.app import create_parts
    from pwa_server.casework.accounts import invite_first
    from pwa_server.domain.problems import BadInput

    parts = create_parts(settings)
    try:
        token = (
            None if parts.demo else parts.database.write_now("", parts.now(), invite_first, **facts, land=land or "")
        )
    except BadInput as error:
        raise click.ClickException(error.message) from error
    finally:
        parts.database.close()
    if token is None:
        raise click.ClickException(
            "Somebody manages this office's accounts already. That person invites everybody else."
        )
    click.echo("Open this link within 14 days and choose a password. Nobody else may see it.")
    click.echo(f"{settings.public_origin}/invitation?c={token}")


@main.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--keep-days",
    type=click.IntRange(1, 90),
    default=90,
    show_default=True,
    help="In a folder: delete our backups that are older.",
)
@click.pass_obj
def backup(settings: Settings, target: Path, keep_days: int) -> None:
    """Write a checked copy of the database to TARGET, a new file or a folder. The server may run."""
    from pwa_server.operation.backups import Refused, back_up

    _tell(back_up(settings, target, keep_days), Refused)


@main.command()
@click.argument("copy", type=click.Path(path_type=Path))
@click.option(
    "--replace", is_flag=True, help="Put it in the place of the database that is there, which is kept beside it."
)
@click.option(
    "--without-journal", is_flag=True, help="Go on without the restore journal: what ended since the backup comes back."
)
@click.pass_obj
def restore(settings: Settings, copy: Path, replace: bool, without_journal: bool) -> None:
    """Put a backup in the database's place, with everything ended that ended since. Server and worker must be stopped."""
    from pwa_server.operation.backups import Refused
    from pwa_server.operation.backups import restore as restore_from

    _tell(restore_from(settings, copy, in_place=replace, without_journal=without_journal), Refused)


@main.command()
@click.argument("what", type=click.Choice(["sealing", "pepper", "vapid", "forget"]))
@click.pass_obj
def rotate(settings: Settings, what: str) -> None:
    """Put a new key in the place of an old one. Server and worker must be stopped.

    sealing: everything sealed is sealed anew. pepper: PINs, passwords and codes move when they are next typed.
    vapid: phones move when their owner next opens the app. forget: drop older keys that nothing needs any more.
    Cut off in the middle, the same command goes on.
    """
    from pwa_server.operation import rotation
    from pwa_server.operation.backups import Refused

    _tell(rotation.forget(settings) if what == "forget" else rotation.rotate(settings, what), Refused)


@main.command()
@click.option("--only", type=click.Choice(["copy"]), help="Look at this alone: the copy that Litestream keeps.")
@click.pass_obj
def check(settings: Settings, only: str | None) -> None:
    """Look whether everything that the installation needs works; exit code 1 when something does not."""
    from pwa_server.operation.check import check_copy, check_installation

    findings = [check_copy(settings)] if only else list(check_installation(settings))
    for finding in findings:
        click.echo(f"{finding.mark:<8}{finding.what}: {finding.words}")
    if any(finding.is_problem for finding in findings):
        sys.exit(1)


def _tell(lines: Iterator[str], *refusals: type[Exception]) -> None:
    try:
        for line in lines:
            click.echo(line)
    except refusals as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main(prog_name="python -m pwa_server", args=sys.argv[1:])
