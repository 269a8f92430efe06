"""`sunward backup` and `sunward restore`: a point is made while the program runs, and becomes a data folder again."""

from pathlib import Path
from typing import Annotated

import typer

from app.answers import AsJson, print_json, say, working
from core.clock import local_time
from core.errors import StateConflict
from core.i18n import Text, _, ngettext, pgettext
from core.settings import Settings


def backup(
    to: Annotated[Path | None, typer.Option(help=_("放进哪个文件夹；默认是设置的文件夹。").zh, file_okay=False)] = None,
    list_: Annotated[bool, typer.Option("--list", help=_("列出有哪些时点，不做备份。").zh)] = False,
    as_json: AsJson = False,
) -> None:
    """Make an encrypted backup while the program runs: the record and the keys, in two files."""
    settings = Settings()
    folder = to or settings.backup_folder
    if folder is None:
        raise StateConflict(_("请用 --to 指明文件夹，或设 SUNWARD_BACKUP_FOLDER。"))
    if list_:
        _list(folder, as_json)
        return
    from app import bootstrap
    from flows.daily_backup import back_up, load_passphrases

    load_passphrases(settings)
    context = bootstrap.get_context()
    with working(_("正在备份……")):
        written = back_up(context, settings, folder)
    if as_json:
        print_json({"files": [str(file) for file in written]})
        return
    for file in written:
        say(_("已写入 {file}", file=str(file)))
    say(_("两个文件请分开保存，口令也分开保存。"))


def _list(folder: Path, as_json: bool) -> None:
    from models.backup import KEYS, list_backups

    found = list_backups(folder) if folder.exists() else []
    if as_json:
        print_json([{"file": str(one.path), "part": one.header.part, "at": one.made_at} for one in found])
        return
    names: dict[str, Text] = {KEYS: pgettext("backup", "密钥")}
    for one in found:
        at = f"{local_time(one.made_at):%Y-%m-%d %H:%M:%S}"
        say(
            _(
                "{at}  {part}  {file}",
                at=at,
                part=names.get(one.header.part, pgettext("backup", "记录")),
                file=one.path.name,
            )
        )
    if not found:
        say(_("这个文件夹里没有备份。"))


def restore(
    record: Annotated[Path, typer.Argument(help=_("备份的记录部分。").zh, exists=True, dir_okay=False)],
    to: Annotated[Path | None, typer.Option(help=_("恢复到哪个空的文件夹。").zh, file_okay=False)] = None,
    plan: Annotated[
        str | None,
        typer.Option(help=_("只在现用的记录里恢复这个方案在程序之外被改动的行；不属于方案的行写 none。").zh),
    ] = None,
    keys: Annotated[
        Path | None,
        typer.Option(help=_("备份的密钥部分；默认是旁边同一时点或之后的。").zh, exists=True, dir_okay=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Restore a backup into an empty folder, all of it or nothing; messages wait until an administrator releases them.
    With `plan`: what was changed in one plan past the program, in the record that is in use."""
    from app.restore import put_back_rows, restore_backup

    if plan is not None and to is None:
        with working(_("正在恢复……")):
            done, left = put_back_rows(record, keys, plan, Settings())
        if as_json:
            print_json({"rows": done, "left": left})
        else:
            say(ngettext("恢复了{count}行，还有{left}行不对。", done, count=done, left=left))
        raise typer.Exit(1 if left else 0)
    if to is None or plan is not None:
        raise StateConflict(_("请用 --to 指明空的文件夹，或用 --plan 指明一个方案。"))
    with working(_("正在恢复……")):
        restored = restore_backup(record, keys, to, Settings())
    if as_json:
        print_json({
            "to": str(to), "moment": restored.moment, "counts": restored.counts, "chosen": restored.chosen,
            "problems": [one.as_dict() for one in restored.problems],
        })  # fmt: skip
        raise typer.Exit(1 if restored.problems else 0)
    at = f"{local_time(restored.moment):%Y-%m-%d %H:%M:%S}"
    say(_("已恢复到 {to}：{at} 的记录，{count}个方案。", to=str(to), at=at, count=restored.counts["plan"]))
    for problem in restored.problems:
        say(problem.words)
    if not restored.problems:
        say(_("核验一切正常。"))
    for name in restored.chosen:
        say(
            _(
                "本院自己的文件在 {folder}，请让 {setting} 指向它。",
                folder=str(to / "chosen"),
                setting=f"SUNWARD_{name.upper()}",
            )
        )
    say(
        _(
            "接下来：让 SUNWARD_DATA_FOLDER 指向这个文件夹，运行 ./run up；消息暂停，管理员看过之后运行 ./run reminders release --as 登录名。"
        )
    )
    raise typer.Exit(1 if restored.problems else 0)
