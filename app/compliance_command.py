"""`sunward compliance`: the yearly audit of how minors' data were handled, as a file."""

from pathlib import Path
from typing import Annotated

import typer

from app.answers import AsJson, answer
from core.i18n import _

compliance = typer.Typer(help=_("个人信息保护年度合规审计：导出。").zh, no_args_is_help=True)


@compliance.command(help=_("导出一年的合规审计表：只有计数和证据，一份JSON文件。").zh)
def export(
    year: Annotated[int, typer.Option(help=_("哪一年。").zh, min=2000, max=2200)],
    as_login: Annotated[str, typer.Option("--as", help=_("督查员、检察长或者副检察长的登录名。").zh)],
    to: Annotated[Path, typer.Option(help=_("放进哪个文件夹。").zh, file_okay=False)] = Path(),
    as_json: AsJson = False,
) -> None:
    """Write the audit of a year as a file."""
    from app import bootstrap
    from app.plan_commands import get_actor
    from casework.settings import compliance_audit

    context = bootstrap.get_context()
    audit = compliance_audit.load_compliance_audit(context, get_actor(context, as_login), year)
    to.mkdir(parents=True, exist_ok=True)
    file = to / f"compliance-{year}.json"
    file.write_text(compliance_audit.as_json(audit), encoding="utf-8")
    answer(as_json, {"file": str(file)}, [_("已写入 {file}", file=str(file))])
