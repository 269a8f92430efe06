"""`sunward migrate-to`: from the file in the data folder to PostgreSQL."""

from typing import Annotated

import typer

from app.answers import AsJson, print_json, say, working
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
    if as_json:
        print_json({
            "to": moved.to, "rows": moved.rows, "digest": moved.digest,
            "tables": {one.name: one.rows for one in moved.figures if one.rows},
            "problems": [{"code": one.code, "words": one.words} for one in moved.problems],
        })  # fmt: skip
        raise typer.Exit(1 if moved.problems else 0)
    tables = sum(one.rows > 0 for one in moved.figures)
    say(_("已搬到 {to}：{tables}个表，{rows}行，两边逐行一致。", to=moved.to, tables=tables, rows=moved.rows))
    for problem in moved.problems:
        say(problem.words)
    if not moved.problems:
        say(_("日志链和密钥核验一切正常。"))
    say(
        _(
            "接下来：设好 SUNWARD_DATABASE_URL，运行 ./run up；原来的文件现在叫 {file}，请留到下一次备份之后。",
            file=migrate.MOVED_FILE,
        )
    )
    raise typer.Exit(1 if moved.problems else 0)
