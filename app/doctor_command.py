"""`sunward doctor`: whether the record is whole, what waits, and whether the disks have free space."""

from pathlib import Path
from typing import Annotated

import typer

from app.answers import AsJson, answer, say, working
from app.keys_command import KEYS_IN_DATA_FOLDER
from core.i18n import Text, _, ngettext
from core.settings import Settings


def doctor(
    heads: Annotated[
        list[Path] | None,
        typer.Option(help=_("留存的日志链头：文件或文件夹，可多次给出；默认是设置的文件夹。").zh, exists=True),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Verify the record: journal chain, schema version, unlinked lines, the heads kept elsewhere; and the room on the disks."""
    from app import bootstrap, program_files
    from app.disk_room import measure_disks
    from casework.messages.outbox_alarms import find_standing_fault
    from casework.shared.text.journal_text import done_label
    from models.exported_head import read_head_files
    from models.integrity import IntegrityProblem, run_integrity_checks
    from models.integrity_result import save_result

    settings = Settings()
    disks = measure_disks(settings)
    if not as_json:  # before the record is opened: on a full disk SQLite may not even do that
        for disk in disks:
            if disk.is_low and disk.free is not None:
                say(disk.words)
    bootstrap.ensure_record_exists(settings)
    context = bootstrap.get_context()
    named = heads or [folder for folder in [settings.journal_heads_folder] if folder is not None and folder.exists()]
    with working(_("正在核验记录……")):
        kept = read_head_files(named)
        symptoms = run_integrity_checks(
            context.database,
            context.vault.chain_key,
            context.vault,
            context.clock.now(),
            kept,
            settings.folders,
            done_label,
        )
    changed = program_files.find_changed_files()
    if changed:
        words = ngettext("程序或法规的{count}个文件与本版本的不同，如 {file}：请查明来历，重新安装。",
                         len(changed), count=len(changed), file=changed[0])  # fmt: skip
        symptoms.append(IntegrityProblem("program-changed", words))
    found = symptoms + [IntegrityProblem(*one) for one in advise(settings)]
    save_result(context.database, context.clock.now(), len(symptoms))
    if changed is None:
        found.append(IntegrityProblem("program-not-compared", _("没有提交或者发布的清单，程序文件没有核对。")))
    if heads and not kept:
        found.append(IntegrityProblem("no-heads", _("指明的地方没有日志链头：没有与任何链头核对。")))
    with context.database.reading() as session:
        fault = find_standing_fault(session, context.clock.now())
    if fault is not None:
        found.append(IntegrityProblem("provider-refuses", fault))
    is_wrong = bool(symptoms) or fault is not None or any(disk.is_full for disk in disks)
    lines = [one.words for one in found]
    if kept:
        lines.append(ngettext("与留存的{count}份日志链头作了核对。", len(kept), count=len(kept)))
    lines += [disk.words for disk in disks if not disk.is_low or disk.free is None]
    if not is_wrong:
        lines.append(_("一切正常。"))
    found += [IntegrityProblem(disk.code, disk.words) for disk in disks if disk.is_low]
    answer(as_json, [one.as_dict() for one in found], lines, fails=is_wrong)


def advise(settings: Settings) -> list[tuple[str, Text]]:
    """What is said of the settings, though nothing is wrong with the record: where the keys lie, why no text leaves."""
    from notifications.text_signature import find_signature_fault

    advice: list[tuple[str, Text]] = []
    if settings.keys.is_relative_to(settings.data_folder):
        advice.append(("keys-beside-record", KEYS_IN_DATA_FOLDER))
    if fault := find_signature_fault(settings):
        advice.append(("no-text-leaves", fault))
    return advice
