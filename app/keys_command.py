"""`sunward keys`: which keys there are and where, a new master key, and the keys' way out of the data folder."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.answers import AsJson, print_json, say, working
from core.clock import local_time
from core.errors import BadInput, KeyStoreError
from core.i18n import Text, _, ngettext
from core.settings import KeySource, Settings
from models.keys import NEXT_ARCHIVE_KEY, NEXT_MASTER_KEY
from models.keys_move import move_keys

keys = typer.Typer(help=_("密钥：在哪里、更换主密钥、移出数据文件夹。").zh, no_args_is_help=True)

_SOURCES: dict[KeySource, Text] = {
    KeySource.SETTING: _("由环境变量给出"),
    KeySource.FILE: _("由指定的文件给出"),
    KeySource.CREDENTIAL: _("由 systemd 凭据给出"),
    KeySource.OWN_FILE: _("由程序保管的文件"),
}
_MASTER_SETTING = {
    KeySource.SETTING: "SUNWARD_MASTER_KEY",
    KeySource.FILE: "SUNWARD_MASTER_KEY_FILE",
    KeySource.CREDENTIAL: "sunward.master",
}


_ARCHIVE_SETTING = {
    KeySource.SETTING: "SUNWARD_ARCHIVE_KEY",
    KeySource.FILE: "SUNWARD_ARCHIVE_KEY_FILE",
    KeySource.CREDENTIAL: "sunward.archive",
}


@keys.command(help=_("有哪些密钥、在哪里、从何时起，各包着多少案件密钥。不显示任何密钥。").zh)
def status(as_json: AsJson = False) -> None:
    """Which keys there are, where, since when, and how many case keys lie under which. No secret is shown."""
    from app import bootstrap

    settings = Settings()
    vault = bootstrap.get_context().vault
    with working(_("正在核对密钥……")):
        counts = vault.count_keys()
    rotating = (settings.keys / NEXT_MASTER_KEY).exists()
    beside = settings.keys.is_relative_to(settings.data_folder)
    if as_json:
        print_json(
            {
                "folder": str(settings.keys), "in_data_folder": beside, "cipher": settings.cipher, "rotating": rotating,
                "master": _place(settings, "master"), "archive": _place(settings, "archive"),
                "case_keys": counts._asdict(),
            }
        )  # fmt: skip
        raise typer.Exit(1 if counts.damaged else 0)
    say(_("密钥文件夹：{folder}", folder=str(settings.keys)))
    for name, called in (("master", _("主密钥")), ("archive", _("归档密钥"))):
        found = _place(settings, name)
        source = _SOURCES[KeySource(str(found["source"]))]
        say(_("{called}：{source}", called=called, source=source))
        if found["file"] is not None:
            say(_("    {file}，自{since}", file=str(found["file"]), since=str(found["since"] or "—")[:10]))
    say(_("新写的内容用 {cipher} 加密。", cipher=settings.cipher.upper()))
    say(
        _("案件密钥：主密钥下{newest}把，正在被替换的主密钥下{older}把，归档密钥下{archived}把，损坏{damaged}把。",
          newest=counts.newest, older=counts.older, archived=counts.archived, damaged=counts.damaged)
    )  # fmt: skip
    if rotating:
        say(_("主密钥正在更换，还没有完：请运行 ./run keys rotate。"))
    if beside:
        say(KEYS_IN_DATA_FOLDER)
    raise typer.Exit(1 if counts.damaged else 0)


KEYS_IN_DATA_FOLDER = _(
    "密钥在数据文件夹里：谁拿走这个文件夹，谁就能读全部内容。请停下程序，用 ./run keys move 文件夹 把密钥移出去。"
)


@keys.command(help=_("更换主密钥：每把案件密钥改由新的主密钥包住，程序照常运行；中断了再运行一次即可。").zh)
def rotate(
    archive: Annotated[bool, typer.Option("--archive", help=_("更换归档密钥，而不是主密钥。").zh)] = False,
    as_json: AsJson = False,
) -> None:
    """A new master key, or with `--archive` a new archive key. Every case key is wrapped anew, while the program runs; interrupted, it is called again."""
    from app import bootstrap

    settings = Settings()
    if archive:
        _rotate_archive(settings, as_json)
        return
    vault = bootstrap.get_context().vault
    source, file = settings.get_key_place("master")
    own = file if source is KeySource.OWN_FILE else None
    coming = settings.keys / NEXT_MASTER_KEY
    left_over = coming.exists() and not vault.has_two_masters()
    done = 0
    if not left_over:
        vault.begin_rotation()
        with working(_("正在更换主密钥……")):
            done = vault.rewrap_next()
            while not vault.end_rotation(own):
                done += vault.rewrap_next()  # a case was opened meanwhile
    else:
        vault.end_rotation(own)
    kept = coming if coming.exists() else None
    if as_json:
        print_json({"rewrapped": done, "ended": kept is None, "key_file": str(kept) if kept else None})
        return
    say(ngettext("{count}把案件密钥已改由新的主密钥包住。", done, count=done))
    if kept is None:
        say(_("更换完毕：只有新的主密钥了。旧的备份里还有旧密钥，请按备份的期限销毁。"))
        return
    say(
        _("请把 {setting} 换成文件 {file} 里的新密钥，重新启动程序，再运行一次 ./run keys rotate，文件就会删去。在此之前旧密钥还要用。",
          setting=_MASTER_SETTING[source], file=str(kept))
    )  # fmt: skip


def _rotate_archive(settings: Settings, as_json: bool) -> None:
    """Each sealed case is wrapped by a new archive key, while the program runs. Processes that run find it beside the keys;
    once all have started again, the command is called a second time, and the old key is known to nobody."""
    from app import bootstrap

    context = bootstrap.get_context()
    vault = context.vault
    source, file = settings.get_key_place("archive")
    coming = settings.keys / NEXT_ARCHIVE_KEY
    vault.begin_archive_rotation()
    with working(_("正在更换归档密钥……")):
        done = vault.rewrap_archived(context.archive_key)
    ended = vault.end_archive_rotation(context.archive_key, file if source is KeySource.OWN_FILE else None)
    if as_json:
        print_json({"rewrapped": done, "ended": ended, "key_file": None if ended else str(coming)})
        return
    say(ngettext("{count}把已封存案件的密钥已改由新的归档密钥包住。", done, count=done))
    if ended:
        say(_("更换完毕：只有新的归档密钥了。旧的备份里还有旧密钥，请按备份的期限销毁。"))
    elif source is KeySource.OWN_FILE:
        say(_("请重新启动程序，再运行一次 ./run keys rotate --archive，旧的归档密钥就不再有任何程序知道。"))
    else:
        say(
            _("请把 {setting} 换成文件 {file} 里的新密钥，重新启动程序，再运行一次 ./run keys rotate --archive，文件就会删去。在此之前旧密钥还要用。",
              setting=_ARCHIVE_SETTING[source], file=str(coming))
        )  # fmt: skip


@keys.command(help=_("把密钥移到数据文件夹以外的文件夹；先停下程序。").zh)
def move(
    folder: Annotated[Path, typer.Argument(help=_("移到哪个文件夹：应不存在或者是空的。").zh, file_okay=False)],
    as_json: AsJson = False,
) -> None:
    """Move the keys to a folder outside the data folder. The program is stopped meanwhile."""
    from app.server import ensure_port_free

    settings = Settings()
    ensure_port_free(settings)
    target, before = folder.absolute(), settings.keys
    if target.is_relative_to(settings.data_folder.absolute()):
        raise BadInput(_("这个文件夹在数据文件夹里，请另选一个。"))
    if not before.is_dir():
        raise KeyStoreError(_("没有密钥文件夹：{place}。", place=str(before)))
    moved = move_keys(before, target)
    named = target != settings.keys_beside
    if as_json:
        print_json({"folder": str(target), "files": moved, "setting": "SUNWARD_KEYS_FOLDER" if named else None})
        return
    say(ngettext("{count}个密钥文件已移到 {folder}。", moved, count=moved, folder=str(target)))
    if named:
        say(_("请设 SUNWARD_KEYS_FOLDER={folder}，再启动程序。", folder=str(target)))


def _place(settings: Settings, name: str) -> dict[str, object]:
    source, file = settings.get_key_place(name)  # type: ignore[arg-type]
    since = None
    if file is not None and file.exists():
        since = local_time(datetime.fromtimestamp(file.stat().st_mtime, UTC)).isoformat(timespec="minutes")
    return {"source": source.value, "file": str(file) if file else None, "since": since}
