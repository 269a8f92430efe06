"""`sunward keys`: which keys there are and where, and a new master or archive key."""

import secrets
from datetime import UTC, datetime
from typing import Annotated, Literal

import typer

from app.answers import AsJson, answer, working
from core.clock import WallClock, local_time
from core.durable_files import put_in_place, remove, write_once
from core.errors import StateConflict
from core.i18n import Text, _, ngettext
from core.settings import KeySource, Settings
from models.keys import KEY_BYTES, NEW_ARCHIVE_KEY, NEW_MASTER_KEY, read_key, write_key

keys = typer.Typer(help=_("密钥：在哪里、更换密钥。").zh, no_args_is_help=True)

_SOURCES: dict[KeySource, Text] = {
    KeySource.GIVEN: _("由指定的文件给出"),
    KeySource.OWN_FILE: _("由程序保管的文件"),
}


@keys.command(help=_("有哪些密钥、在哪里、从何时起，各包着多少案件密钥。不显示任何密钥。").zh)
def status(as_json: AsJson = False) -> None:
    """Which keys there are, where, since when, and how many case keys lie under which. No secret is shown."""
    from app import bootstrap

    settings = Settings()
    vault = bootstrap.get_context().vault
    with working(_("正在核对密钥……")):
        counts = vault.count_keys()
    rotating = any((settings.keys / name).exists() for name in (NEW_MASTER_KEY, NEW_ARCHIVE_KEY))
    beside = settings.keys.is_relative_to(settings.data_folder)
    places = {name: _place(settings, name) for name in ("master", "archive")}
    lines = [_("密钥文件夹：{folder}", folder=str(settings.keys))]
    for name, called in (("master", _("主密钥")), ("archive", _("归档密钥"))):
        place = places[name]
        lines.append(_("{called}：{source}", called=called, source=_SOURCES[KeySource(str(place["source"]))]))
        lines.append(_("    {file}，自{since}", file=str(place["file"]), since=str(place["since"] or "—")[:10]))
    lines += [
        _("新写的内容用 {cipher} 加密。", cipher=settings.cipher.upper()),
        _("案件密钥：主密钥下{live}把，归档密钥下{archived}把，损坏{damaged}把。", **counts._asdict()),
    ]
    if rotating:
        lines.append(_("密钥正在更换，还没有完：请再运行一次 ./run keys rotate（归档密钥加 --archive）。"))
    if beside:
        lines.append(KEYS_IN_DATA_FOLDER)
    found = {
        "folder": str(settings.keys), "in_data_folder": beside, "cipher": settings.cipher, "rotating": rotating, **places,
        "case_keys": counts._asdict(),
    }  # fmt: skip
    answer(as_json, found, lines, fails=counts.damaged > 0)


KEYS_IN_DATA_FOLDER = _(
    "密钥在数据文件夹里：谁拿走这个文件夹，谁就能读全部内容。请停下程序，把其中的 keys 移到旁边（见 docs/keys.md）。"
)


@keys.command(help=_("更换主密钥：每把案件密钥改由新的主密钥包住；先停下全部进程。中断了再运行一次。").zh)
def rotate(
    archive: Annotated[bool, typer.Option("--archive", help=_("更换归档密钥，而不是主密钥。").zh)] = False,
    as_json: AsJson = False,
) -> None:
    """A new master key, or with `--archive` a new archive key, while no process runs. Every case key is wrapped anew; interrupted, it is called again."""
    from app import bootstrap
    from models.key_rotation import rotate_archive, rotate_master

    settings = Settings()
    _ensure_stopped(settings)
    name: Literal["master", "archive"] = "archive" if archive else "master"
    old = bootstrap.load_keys(settings, begun=True)[1 if archive else 0]
    source, file = settings.get_key_place(name)
    coming = settings.keys / (NEW_ARCHIVE_KEY if archive else NEW_MASTER_KEY)
    if not coming.exists():
        write_once(coming, write_key(secrets.token_bytes(KEY_BYTES)))
    new, kept = read_key(coming), None
    with working(_("正在更换密钥……")):  # where the new key is given already, it is made sure that all lies under it
        done = (rotate_archive if archive else rotate_master)(settings.keys, old, new)
    if new == old:
        remove(coming)
    elif source is KeySource.OWN_FILE:
        put_in_place(coming, file)
    else:
        kept = coming
    command = "./run keys rotate --archive" if archive else "./run keys rotate"
    following = (
        _("更换完毕：只有新的密钥了。旧的备份里还有旧密钥，请按备份的期限销毁。")
        if kept is None
        else _("请把 {place} 换成文件 {file} 里的新密钥，再运行一次 {again}，文件就会删去；然后启动程序。",
               place=str(file), file=str(kept), again=command)
    )  # fmt: skip
    lines = [ngettext("{count}把案件密钥已改由新的密钥包住。", done, count=done), following]
    answer(as_json, {"rewrapped": done, "key_file": str(kept) if kept else None}, lines)


def _ensure_stopped(settings: Settings) -> None:
    """StateConflict where a process works on the record, on this machine or another."""
    from app import bootstrap
    from app.server import ensure_port_free
    from models.database import Database
    from models.running_process import load_running

    bootstrap.ensure_record_exists(settings)
    ensure_port_free(settings)
    database = Database(settings.record_url)
    try:
        with database.reading() as session:
            running = load_running(session, WallClock().now())
    finally:
        database.dispose()
    if running:
        raise StateConflict(
            _("还有进程在这份记录上运行（{parts}，主机{host}）。请先停下全部进程；刚刚崩溃的，等一分钟。",
              parts=running[0].parts, host=running[0].host)
        )  # fmt: skip


def _place(settings: Settings, name: str) -> dict[str, object]:
    source, file = settings.get_key_place(name)  # type: ignore[arg-type]
    since = None
    if file.exists():
        since = local_time(datetime.fromtimestamp(file.stat().st_mtime, UTC)).isoformat(timespec="minutes")
    return {"source": source.value, "file": str(file), "since": since}
