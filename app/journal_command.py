"""`sunward journal export`: the head of the journal's chain, signed, to be kept elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from app.answers import AsJson, answer
from core.errors import StateConflict
from core.i18n import _

journal = typer.Typer(help=_("日志：导出签名的链头。").zh, no_args_is_help=True)


@journal.callback()
def _group() -> None:
    """A group, also while it has one command."""


@journal.command(help=_("导出现在的日志链头：一个签了名的小文件，不含案件内容，请存到别处。").zh)
def export(
    to: Annotated[Path | None, typer.Option(help=_("放进哪个文件夹；默认是设置的文件夹。").zh, file_okay=False)] = None,
    as_json: AsJson = False,
) -> None:
    """Write the present head of the journal as a signed file, to be kept elsewhere."""
    from app import bootstrap
    from casework.messages.journal_heads import write_head
    from core.settings import Settings

    folder = to or Settings().journal_heads_folder
    if folder is None:
        raise StateConflict(_("请用 --to 指明文件夹，或设 SUNWARD_JOURNAL_HEADS_FOLDER。"))
    written = write_head(bootstrap.get_context(), folder)
    if written is None:
        raise StateConflict(_("日志里还没有链上的行，没有链头可导出。"))
    head, file = written
    lines = [
        _("已写入 {file}：编号{number}，{day}。", file=str(file), number=head.number, day=head.day),
        _("核对签名的公钥：{key}", key=head.public_key),
    ]
    answer(as_json, {"file": str(file), **head.model_dump(mode="json")}, lines)
