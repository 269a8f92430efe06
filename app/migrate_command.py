"""`sunward migrate-to`: from the file in the data folder to PostgreSQL."""

from typing import Annotated

import typer

from app.answers import AsJson, answer, working
from core.i18n import _
from core.settings import Settings


def migrate_to(
    url: Annotated[
        str,
        typer.Argument(help=_("目标，例如 postgresql://sunward@db.office.example/sunward；口令放在 PGPASSFILE。").zh),
    ],
    as_json: AsJson = False,
) -> None:
    """Move the record of the data folder into an empty PostgreSQL database, the program being stopped."""
    from app import migrate

    with working(_("正在搬……")):
        moved = migrate.migrate_to(Settings(), url)
    tables = {one.name: one.rows for one in moved.figures if one.rows}
    found = {
        "to": moved.to, "rows": moved.rows, "digest": moved.digest, "tables": tables,
        "problems": [one.as_dict() for one in moved.problems],
    }  # fmt: skip
    lines = [
        _("已搬到 {to}：{tables}个表，{rows}行，两边逐行一致。", to=moved.to, tables=len(tables), rows=moved.rows),
        *([one.words for one in moved.problems] or [_("日志链和密钥核验一切正常。")]),
        _(
            "接下来：设好 SUNWARD_DATABASE_URL，运行 ./run up；原来的文件现在叫 {file}，请留到下一次备份之后。",
            file=migrate.MOVED_FILE,
        ),
    ]
    answer(as_json, found, lines, fails=bool(moved.problems))
