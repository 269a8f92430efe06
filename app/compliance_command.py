"""`sunward compliance`: the yearly audit of how minors' data were handled, as a signed file and to be read."""

from pathlib import Path
from typing import Annotated

import typer

from app.answers import AsJson, print_json, say
from core.i18n import Language, _

compliance = typer.Typer(help=_("个人信息保护年度合规审计：导出、核对签名。").zh, no_args_is_help=True)


@compliance.command(help=_("导出一年的合规审计表：只有计数和证据，签名的文件，另有中英文两份供阅读。").zh)
def export(
    year: Annotated[int, typer.Option(help=_("哪一年。").zh, min=2000, max=2200)],
    as_login: Annotated[str, typer.Option("--as", help=_("督查员、检察长或者副检察长的登录名。").zh)],
    to: Annotated[Path, typer.Option(help=_("放进哪个文件夹。").zh, file_okay=False)] = Path(),
    as_json: AsJson = False,
) -> None:
    """Write the audit of a year as a signed file, and as two texts to be read."""
    from app import bootstrap
    from app.plan_commands import get_actor
    from casework.settings import compliance_audit

    context = bootstrap.get_context()
    audit = compliance_audit.load_compliance_audit(context, get_actor(context, as_login), year)
    signed = compliance_audit.as_json(compliance_audit.sign_audit(context, audit))
    to.mkdir(parents=True, exist_ok=True)
    languages: tuple[Language, ...] = ("zh-CN", "en")
    files = {f"compliance-{year}.json": signed} | {
        f"compliance-{year}.{language}.txt": compliance_audit.as_text(audit, language) for language in languages
    }
    for name, text in files.items():
        (to / name).write_text(text, encoding="utf-8")
    if as_json:
        print_json({"files": [str(to / name) for name in files]})
        return
    for name in files:
        say(_("已写入 {file}", file=str(to / name)))


@compliance.command(help=_("核对一份合规审计文件的签名；不需要数据库。").zh)
def check(
    file: Annotated[Path, typer.Argument(help=_("导出的 JSON 文件。").zh, exists=True, dir_okay=False)],
    as_json: AsJson = False,
) -> None:
    """Check the signature of an exported audit."""
    from casework.settings.compliance_audit import find_signer

    key = find_signer(file.read_text(encoding="utf-8", errors="replace"))
    if as_json:
        print_json({"signed": key is not None, "public_key": key})
    elif key is None:
        say(_("签名不对：文件被改动，或者不是合规审计文件。"))
    else:
        say(_("签名正确。公钥：{key}", key=key))
    raise typer.Exit(0 if key is not None else 1)
