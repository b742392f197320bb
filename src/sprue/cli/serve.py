"""`sprue serve`, `sprue check`, `sprue users`: the server, its audit and its accounts."""

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from sprue.floor.policy import Improving
from sprue.server import supervise
from sprue.server.supervise import Site, Supervisor
from sprue.shop.errors import UserMistake

#: Roles of accounts; the server's own list needs Django.
ROLES = ["worker", "leader", "planner", "buyer", "engineer", "manager"]

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="SPRUE_DATA",
    default=Path("sprue-data"),
    show_default=True,
    help="Folder of database, keys and certificates.",
)


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0: also from other computers.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--http", "plain", is_flag=True, help="Plain http: only behind a proxy that does HTTPS.")
@click.option("--certificate", type=click.Path(path_type=Path, exists=True), help="Your own certificate.")
@click.option("--key", type=click.Path(path_type=Path, exists=True), help="The key of your own certificate.")
@click.option("--name", "names", multiple=True, help="A further name of this server, as in --name sprue.lan.")
@click.option(
    "--backup",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="SPRUE_BACKUP",
    help="A second place (another disk, a share): every night a backup goes there.",
)
@click.option(
    "--improve",
    type=click.Choice([how.value for how in Improving]),
    default=Improving.PROPOSE.value,
    show_default=True,
    help="A better plan that is found in the background is proposed on the desk, or published at once.",
)
def serve(  # noqa: PLR0913  # one parameter an option
    *,
    data: Path,
    host: str,
    port: int,
    plain: bool,
    certificate: Path | None,
    key: Path | None,
    names: tuple[str, ...],
    backup: Path | None,
    improve: str,
) -> None:
    """Serve a shop: wall, terminals, desk and API."""
    if (certificate is None) != (key is None):
        raise UserMistake("give --certificate and --key together")
    lowered = tuple(name.lower() for name in names)
    site = Site(
        data,
        host,
        port,
        plain=plain,
        certificate=certificate,
        key=key,
        names=lowered,
        improve=Improving(improve),
        backup=backup,
    )
    supervise.check_port(site)
    supervise.prepare(site)
    supervisor = Supervisor(supervise.environment(site))
    renewed = partial(supervise.renew_certificate, site)
    supervisor.add("web", supervise.web_command(site), stale=renewed)
    supervisor.add("planner", supervise.worker_command("planner"))
    supervisor.add("answers", supervise.worker_command("answers"))
    supervisor.add("clock", supervise.worker_command("clock"))
    supervisor.add("messenger", supervise.worker_command("messenger"))
    if backup is not None:
        supervisor.add("keeper", supervise.worker_command("keeper"))
    click.echo(f"Sprue serves {data} at {site.url}/")
    if site.https and certificate is None:
        click.echo(f"Tablets learn to trust it at {site.url}/certificate/")
    elif plain and host not in supervise.LOCAL:
        click.echo("Plain http: nothing on the way is secret unless a proxy in front of it does HTTPS.")
    elif not site.https:
        click.echo("Plain http, for this computer only; --host 0.0.0.0 serves others, over HTTPS.")
    click.echo("Ctrl-C ends it.")
    supervisor.run()


@click.command()
@data_option
def check(data: Path) -> None:
    """Audit the journal (chain, holes, doubles, order, state rebuilt) and how this shop is set up."""
    if not data.exists():
        raise UserMistake(f"{data} does not exist; name the folder with --data")
    if not (data / "sprue.db").exists() and not os.environ.get("SPRUE_DATABASE"):
        raise UserMistake(f"{data} holds no shop yet; `sprue serve --data {data}` begins one")
    supervise.prepare(Site(data))
    from sprue.server.audit import audit  # noqa: PLC0415  # needs Django set up
    from sprue.server.setting_faults import setting_faults  # noqa: PLC0415

    wrong = setting_faults(data, datetime.now(UTC))
    report = audit()
    for fault in (*wrong, *report.faults):
        click.echo(str(fault))
    click.echo(f"{report.entries} entries, {len(report.faults)} faults; settings: {len(wrong)} faults")
    if report.faults or wrong:
        raise SystemExit(1)


@click.group()
def users() -> None:
    """Accounts of the desk and tokens of walls, terminals and programs."""


@users.command("list")
@data_option
def list_(data: Path) -> None:
    """Who has an account."""
    supervise.prepare(Site(data))
    from sprue.server.accounts import users as accounts  # noqa: PLC0415  # needs Django set up

    for user in accounts.listed():
        click.echo(f"{user['username']:30s} {user['role']:10s} {user['last_login'] or 'never signed in'}")


@users.command()
@data_option
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="planner", show_default=True)
@click.password_option(help="Asked for when it is not given.")
def add(data: Path, name: str, role: str, password: str) -> None:
    """A new account."""
    supervise.prepare(Site(data))
    from sprue.server.accounts import users as accounts  # noqa: PLC0415  # needs Django set up
    from sprue.server.floor.who import Role  # noqa: PLC0415

    accounts.make(name, password, Role(role))
    click.echo(f"{name} may sign in as {role}")


@users.command()
@data_option
@click.argument("name")
@click.password_option(help="Asked for when it is not given.")
def password(data: Path, name: str, password: str) -> None:
    """A new password for an account."""
    supervise.prepare(Site(data))
    from sprue.server.accounts import users as accounts  # noqa: PLC0415  # needs Django set up

    accounts.change_password(name, password)
    click.echo(f"{name} has a new password")


@users.command()
@data_option
@click.argument("role", type=click.Choice(["wall", "station", "floor"]))
@click.option("--station", default="", help="The machine a terminal stands at.")
@click.option("--label", default="")
def token(data: Path, role: str, station: str, label: str) -> None:
    """A new token; it is shown this once."""
    supervise.prepare(Site(data))
    from sprue.server.accounts import tokens  # noqa: PLC0415  # needs Django set up
    from sprue.server.floor.who import Role  # noqa: PLC0415

    _, secret = tokens.issue(Role(role), label=label, station=station, by="command line")
    click.echo(secret)
