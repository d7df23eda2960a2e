"""The command line: `python -m pwa_server serve | worker | demo | migrate | …`."""

import sys

import click

from pwa_server import settings as settings_module
from pwa_server.settings import BadSettings, Settings


@click.group()
@click.pass_context
def main(context: click.Context) -> None:
    """Wegplan: the integration plan in the pocket."""
    try:
        context.obj = settings_module.from_environment()
    except BadSettings as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """Answer requests until told to stop."""
    import uvicorn

    from pwa_server.app import create_app
    from pwa_server.web.logs import set_up

    set_up()
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_keep_alive=15,
        limit_concurrency=500,
        proxy_headers=False,
    )


@main.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring the database's schema up to date."""
    from pwa_server.app import create_parts

    create_parts(settings).database.close()
    click.echo("The schema is up to date.")


@main.command()
@click.pass_obj
def demo(settings: Settings) -> None:
    """Make the demo database anew; refuses to touch a database with real people."""
    from pwa_server.demo.make import NotADemo, make_demo

    try:
        for line in make_demo(settings):
            click.echo(line)
    except NotADemo as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main(prog_name="python -m pwa_server", args=sys.argv[1:])
