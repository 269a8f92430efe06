"""The decision pack: everything on which the end is decided, as one PDF with contents, every part with its hash."""

from collections.abc import Iterator

from markupsafe import Markup
from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_PAPER
from casework.acting.verbs import verb
from casework.documents.acts import MakeDecisionPack
from casework.documents.case_volume import PACK, PACK_LABEL
from casework.documents.chinese_format import (
    ADDRESSEE,
    format_articles,
    format_day,
    format_moment,
    format_office,
)
from casework.documents.create import (
    PaperVersionResult,
    get_stored_file,
    get_stored_values,
    store_version,
    to_version_result,
)
from casework.documents.draft import find_document
from casework.documents.fields import get_versions
from casework.documents.numbers import format_number
from casework.documents.subjects import name_served
from casework.documents.tables import condition_rows, evaluation_rows, incident_rows, task_rows
from casework.plan.views.statutory_dates import load_statutory_dates
from casework.plan.views.timeline import READINGS
from casework.shared.items.item_kinds import ITEM_KINDS, OF_SUPERVISION
from casework.shared.text.citations import format_article
from casework.shared.text.journal_text import act_sentence
from casework.shared.text.labels import item_status_label, role_label, stage_label
from documents.docx_html import docx_to_html
from documents.pack_pages import PackPart, hash_parts, render_pack, render_table
from documents.papers import PAPERS
from documents.pdf_export import render_pdf, require_pdf
from law.articles import cite
from models.base import new_id
from models.decision import ServiceReceipt
from models.document import Document, DocumentVersion
from models.item import ItemStatus
from models.journal import JournalLine, reveal
from models.office import Office, Staff

_OPINION = cite("FI-12")

_LEFT_OUT = (*READINGS, MakeDecisionPack.operation.code, "call_for", "remind", "announce_date")
_NO_TEMPLATE = ""


@verb(MakeDecisionPack, opens_plan=True)
def make_decision_pack(context: Context, actor: Actor, number: str, act: MakeDecisionPack) -> PaperVersionResult:
    """The pack is kept like any paper; its own hash and those of its parts stand in the journal. Made again while nothing
    in it has changed, the one that is there is the answer. PdfUnavailable where the machine makes no PDF."""
    with context.open_for_reading(number, actor, act.operation, noted_as=READ_PAPER) as open_plan:
        require_pdf()
        parts = list(_parts(open_plan))
        hashes = [part.sha256 for part in parts]
        facts = _cover(open_plan)
        there = _there_already(open_plan, hashes) is not None
    # Made before the plan is locked: a second of typesetting must keep nobody waiting.
    content = b"" if there else render_pdf(render_pack(PACK_LABEL.zh, facts, parts), "pack", PACK_LABEL)
    with context.open_for_update(number, actor, act.operation) as open_plan:
        kept = find_document(open_plan, PACK, "") or Document(
            id=new_id(open_plan.now), plan_id=open_plan.plan.id, office_id=open_plan.plan.office_id, paper=PACK
        )
        version = _there_already(open_plan, hashes)
        if version is None:
            digests = {"parts": hashes, "all": hash_parts(parts)}
            version = store_version(open_plan, kept, content, digests, _NO_TEMPLATE, _OPINION)
        return to_version_result("", kept, version)


def _there_already(open_plan: OpenPlan, hashes: list[str]) -> DocumentVersion | None:
    """The last pack, if every part of it is still as it was."""
    kept = find_document(open_plan, PACK, "")
    last = get_versions(open_plan, kept)[-1] if kept else None
    return last if last is not None and get_stored_values(open_plan, last)["parts"] == hashes else None


def _cover(open_plan: OpenPlan) -> list[tuple[str, str]]:
    minor = open_plan.minor()
    by = open_plan.session.get_one(Staff, open_plan.actor.id).display_name
    return [
        ("检察院", format_office(open_plan.session.get_one(Office, open_plan.plan.office_id).name)),
        ("方案编号", open_plan.plan.number),
        ("姓名", str(open_plan.open("person.document", minor.id, minor.document)["name"])),
        ("考验期", f"{format_day(open_plan.plan.period_from)}至{format_day(open_plan.plan.period_to)}"),
        ("现状", stage_label(open_plan.plan).zh),
        ("制作人", by),
        ("制作时间", format_moment(open_plan.now)),
        ("案卷版本", str(open_plan.plan.version)),
    ]


def _parts(open_plan: OpenPlan) -> Iterator[PackPart]:
    yield from _papers(open_plan)
    yield PackPart(
        "办理期限",
        render_table(
            ("期限", "截止", "情况"),
            [
                (clock.what.zh, format_day(clock.due_on), "已办" if clock.done else "未办")
                for clock in load_statutory_dates(open_plan)
            ],
        ),
    )
    yield PackPart(
        "送达情况",
        render_table(
            ("文书", "受送达人", "收到日期", "回证号"),
            [
                (
                    name_served(open_plan, row.decision),
                    ADDRESSEE[row.addressee],
                    format_day(row.received_on) if row.received_on else "未收到",
                    row.number or "—",
                )
                for row in open_plan.rows(ServiceReceipt)
            ],
        ),
    )
    yield PackPart(
        "义务履行情况（各人分列）",
        _to_table(task_rows(open_plan), ("由谁", "应办", "按时", "补交", "免除或不计", "未完成")),
    )
    yield PackPart("附带条件履行情况", _to_table(condition_rows(open_plan), ("序号", "内容", "完成情况")))
    yield PackPart("违反规定情况及处理", _to_table(incident_rows(open_plan), ("日期", "认定", "处理")))
    yield PackPart("阶段评估", _to_table(evaluation_rows(open_plan), ("日期", "结果", "说明")))
    yield PackPart("逐项清单", _items(open_plan))
    yield PackPart("经过", _course(open_plan))


def _to_table(rows: list[dict[str, str]], head: tuple[str, ...]) -> Markup:
    return render_table(head, [list(row.values()) for row in rows])


def _papers(open_plan: OpenPlan) -> Iterator[PackPart]:
    """The newest version of every paper that belongs here, in the order of the volume."""
    office = open_plan.session.get_one(Office, open_plan.plan.office_id).name
    documents = sorted(open_plan.rows(Document), key=lambda row: row.about)
    for kind in PAPERS:
        if not kind.in_pack:
            continue
        for document in [row for row in documents if row.paper == kind.code]:
            last = get_versions(open_plan, document)[-1]
            number = format_number(office, kind, document.year, document.sequence)
            title = f"{kind.words.zh}（{number}，第{last.version}版）"
            yield PackPart(title, docx_to_html(get_stored_file(open_plan, last)), last.sha256)


def _items(open_plan: OpenPlan) -> Markup:
    rows = [
        (
            format_day(item.due_on),
            ITEM_KINDS[item.kind].words.zh,
            role_label(item.owner).zh,
            item_status_label(item.status).zh,
        )
        for item in open_plan.items(*OF_SUPERVISION, only_open=False)
        if item.status != ItemStatus.CANCELLED and item.due_on <= open_plan.today
    ]
    return render_table(("应于", "事项", "由谁", "情况"), rows)


def _course(open_plan: OpenPlan) -> Markup:
    """What people did and what the law's dates brought, without reminders and without who has looked."""
    lines = open_plan.session.exec(
        select(JournalLine)
        .where(JournalLine.plan_id == open_plan.plan.id, col(JournalLine.act).not_in(_LEFT_OUT))
        .order_by(col(JournalLine.sequence))
    )
    rows = []
    for line in [reveal(open_plan.context.vault, line) for line in lines]:
        if line.act in _LEFT_OUT:
            continue
        kind = ITEM_KINDS.get(str(line.note.get("kind", "")))
        words = act_sentence(line.act, line.actor_role, kind)
        rows.append(
            (
                format_moment(line.at),
                words.zh,
                format_articles(format_article("zh-CN", line.article)) if line.article else "—",
            )
        )
    return render_table(("时间", "经过", "依据"), rows)
