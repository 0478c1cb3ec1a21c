"""huashu users: who may use the console."""

import click

from bot.cli.servers import running_url
from bot.desk import open_desk
from bot.desk.people import ROLES, PeopleError, Person, open_people
from bot.settings import read_settings


@click.command("users")
@click.option(
    "--invite",
    metavar="角色",
    type=click.Choice(list(ROLES)),
    help="发一个一次性链接：collector、trainee、supervisor、admin",
)
@click.option("--as", "invited", metavar="登录名", help="链接给谁：名下已有案件的人要写明")
@click.option("--of", "group", metavar="组", default="", help="链接给哪个组")
@click.option("--reset", metavar="登录名", help="重设密码（会问两遍）")
@click.option("--role", nargs=2, metavar="登录名 角色", help="改角色")
@click.option("--team", nargs=2, metavar="登录名 组", help="改组")
@click.option("--disable", metavar="登录名", help="停用")
@click.option("--enable", metavar="登录名", help="恢复")
def command(
    invite: str | None, invited: str | None, group: str, reset: str | None, role: tuple[str, str] | None, team: tuple[str, str] | None,
    disable: str | None, enable: str | None,
) -> None:  # fmt: skip
    """列出谁能用控制台；发链接、改角色和组、停用、重设密码。改过的人要重新登录。"""
    if sum(map(bool, (invite, reset, role, team, disable, enable))) > 1:
        raise click.UsageError("一次只做一件")
    settings = read_settings()
    people = open_people(settings)
    try:
        if invite:
            token = people.invite(invite, group, invited or "")
            _note("invited", f"{invite} {invited or ''} {group}".strip())
            click.echo(f"{running_url(settings)}/first/{token}\n一天内用一次，开一个{ROLES[invite]}的账号。")
        elif reset:
            password = click.prompt("新密码", hide_input=True, confirmation_prompt="再打一遍")
            _changed(people.change(reset, password=password), "password reset")
        elif role:
            _changed(people.change(role[0], role=role[1]), f"role {role[1]}")
        elif team:
            _changed(people.change(team[0], team=team[1]), f"team {team[1]}")
        elif disable or enable:
            name = disable or enable or ""
            _changed(people.change(name, disabled=bool(disable)), "disabled" if disable else "enabled")
        else:
            _list(people.all())
    except PeopleError as fault:
        raise click.ClickException(str(fault)) from None


def _list(people: list[Person]) -> None:
    for person in people:
        disabled = "　已停用" if person.disabled else ""
        click.echo(f"{person.name}\t{person.zh}\t{ROLES[person.role]}\t{person.team or '—'}{disabled}")
    if not people:
        click.echo("还没有人。发一个链接：huashu users --invite supervisor")


def _changed(person: Person, event: str) -> None:
    _note(event, person.name)
    click.echo(f"改好了：{person.name}　{ROLES[person.role]}　{person.team or '没有组'}；要重新登录。")


def _note(event: str, who: str) -> None:
    record = open_desk().record
    if record is not None:
        record.add("audit", {"id": f"people:{who}", "event": event, "who": who, "from": "huashu users"})
