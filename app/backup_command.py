"""`sunward backup` and `sunward restore`: a point is made while the program runs, and becomes a data folder again."""

from pathlib import Path
from typing import Annotated

import typer

from app.answers import AsJson, answer, working
from core.clock import local_time
from core.errors import StateConflict
from core.i18n import _, ngettext, pgettext
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
    files = [str(file) for file in written]
    lines = [*(_("已写入 {file}", file=file) for file in files), _("两个文件请分开保存，口令也分开保存。")]
    answer(as_json, {"files": files}, lines)


def _list(folder: Path, as_json: bool) -> None:
    from models.backup import KEYS, list_backups

    found = list_backups(folder) if folder.exists() else []
    lines = []
    for one in found:
        part = pgettext("backup", "密钥") if one.header.part == KEYS else pgettext("backup", "记录")
        at = f"{local_time(one.made_at):%Y-%m-%d %H:%M:%S}"
        lines.append(_("北京时间{at}  {part}  {file}", at=at, part=part, file=one.path.name))
    files = [{"file": str(one.path), "part": one.header.part, "at": one.made_at} for one in found]
    answer(as_json, files, lines or [_("这个文件夹里没有备份。")])


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
        words = ngettext("恢复了{count}行，还有{left}行不对。", done, count=done, left=left)
        answer(as_json, {"rows": done, "left": left}, [words], fails=bool(left))
        return
    if to is None or plan is not None:
        raise StateConflict(_("请用 --to 指明空的文件夹，或用 --plan 指明一个方案。"))
    with working(_("正在恢复……")):
        restored = restore_backup(record, keys, to, Settings())
    found = {
        "to": str(to), "moment": restored.moment, "counts": restored.counts,
        "problems": [one.as_dict() for one in restored.problems],
    }  # fmt: skip
    at = f"{local_time(restored.moment):%Y-%m-%d %H:%M:%S}"
    lines = [
        _("已恢复到 {to}：北京时间 {at} 的记录，{count}个方案。", to=str(to), at=at, count=restored.counts["plan"]),
        *([one.words for one in restored.problems] or [_("核验一切正常。")]),
        _(
            "接下来：让 SUNWARD_DATA_FOLDER 指向这个文件夹，运行 ./run up；消息暂停，管理员看过之后运行 ./run reminders release --as 登录名。"
        ),
    ]
    answer(as_json, found, lines, fails=bool(restored.problems))
