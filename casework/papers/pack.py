"""The decision pack: everything on which the end is decided, as one PDF with contents, every part with its hash."""

from collections.abc import Iterator

from markupsafe import Markup
from sqlmodel import col, select

from casework.acts.papers import MakePack
from casework.articles import article_in
from casework.desk import Desk, File
from casework.journal_words import act_words
from casework.kinds import KINDS, OF_SUPERVISION
from casework.papers.fields import versions_of
from casework.papers.ledger import conditions_done, evaluations, incidents, tasks
from casework.papers.making import Made, keep, kept_file, kept_values, made_of
from casework.papers.numbers import number_text
from casework.papers.subjects import receipts_of
from casework.papers.volume import PACK, PACK_WORDS
from casework.papers.words import ADDRESSEE, SERVED, day, moment, office_name
from casework.papers.writing import find_document
from casework.rights import Actor
from casework.rights.reading import READ_PAPER
from casework.views.dates_of_law import clocks_of
from casework.views.timeline import READINGS
from casework.wording import role_words, stage_words, standing_words
from documents.as_page import as_html
from documents.pages import PackPart, hash_of_all, pack_page, table
from documents.papers import PAPERS
from documents.reading_copy import pdf, require_typesetting
from law.articles import cited
from models.columns import new_id
from models.document import Document, DocumentVersion
from models.item import ItemStatus
from models.journal import JournalLine
from models.office import Office, Staff

_OPINION = cited("FI-12")

_NOT_TOLD = (*READINGS, MakePack.operation.code, "call_for", "remind", "announce_date")
_NO_TEMPLATE = ""


def make_pack(desk: Desk, actor: Actor, number: str, act: MakePack) -> Made:
    """The pack is kept like any paper; its own hash and those of its parts stand in the journal. Made again while nothing
    in it has changed, the one that is there is the answer. NoTypesetting where the machine makes no PDF."""
    with desk.look(number, actor, act.operation, noted_as=READ_PAPER) as file:
        require_typesetting()
        parts = list(_parts(file))
        hashes = [part.sha256 for part in parts]
        facts = _cover(file)
        there = _there_already(file, hashes) is not None
    # Made before the plan is locked: a second of typesetting must keep nobody waiting.
    content = b"" if there else pdf(pack_page(PACK_WORDS.zh, facts, parts), "pack", PACK_WORDS)
    with desk.file(number, actor, act.operation) as file:
        kept = find_document(file, PACK, "") or Document(
            id=new_id(file.now), plan_id=file.plan.id, office_id=file.plan.office_id, paper=PACK
        )
        version = _there_already(file, hashes)
        if version is None:
            said = {"parts": hashes, "all": hash_of_all(parts)}
            version = keep(file, kept, content, said, _NO_TEMPLATE, _OPINION)
        return made_of("", kept, version)


def _there_already(file: File, hashes: list[str]) -> DocumentVersion | None:
    """The last pack, if every part of it is still as it was."""
    kept = find_document(file, PACK, "")
    last = versions_of(file, kept)[-1] if kept else None
    return last if last is not None and kept_values(file, last)["parts"] == hashes else None


def _cover(file: File) -> list[tuple[str, str]]:
    minor = file.minor()
    by = file.session.get_one(Staff, file.actor.id).display_name
    return [
        ("检察院", office_name(file.session.get_one(Office, file.plan.office_id).name)),
        ("方案编号", file.plan.number),
        ("姓名", str(file.open("person.document", minor.id, minor.document)["name"])),
        ("考验期", f"{day(file.plan.period_from)}至{day(file.plan.period_to)}"),
        ("现状", stage_words(file.plan.status, file.plan.outcome).zh),
        ("制作人", by),
        ("制作时间", moment(file.now)),
        ("案卷版本", str(file.plan.version)),
    ]


def _parts(file: File) -> Iterator[PackPart]:
    yield from _papers(file)
    yield PackPart(
        "办理期限",
        table(
            ("期限", "截止", "情况"),
            [(clock.what.zh, day(clock.due_on), "已办" if clock.done else "未办") for clock in clocks_of(file)],
        ),
    )
    yield PackPart(
        "送达情况",
        table(
            ("文书", "受送达人", "收到日期", "回证号"),
            [
                (
                    SERVED.get(row.decision, row.decision),
                    ADDRESSEE[row.addressee],
                    day(row.received_on) if row.received_on else "未收到",
                    row.number or "—",
                )
                for row in receipts_of(file)
            ],
        ),
    )
    yield PackPart(
        "义务履行情况（各人分列）", _of(tasks(file), ("由谁", "应办", "按时", "补交", "免除或不计", "未完成"))
    )
    yield PackPart("附带条件履行情况", _of(conditions_done(file), ("序号", "内容", "完成情况")))
    yield PackPart("违反规定情况及处理", _of(incidents(file), ("日期", "认定", "处理")))
    yield PackPart("阶段评估", _of(evaluations(file), ("日期", "结果")))
    yield PackPart("逐项清单", _items(file))
    yield PackPart("经过", _course(file))


def _of(rows: list[dict[str, str]], head: tuple[str, ...]) -> Markup:
    return table(head, [list(row.values()) for row in rows])


def _papers(file: File) -> Iterator[PackPart]:
    """The newest version of every paper that belongs here, in the order of the volume."""
    office = file.session.get_one(Office, file.plan.office_id).name
    for kind in PAPERS:
        if not kind.in_pack:
            continue
        query = select(Document).where(Document.plan_id == file.plan.id, Document.paper == kind.code)
        for document in file.session.exec(query.order_by(col(Document.about))):
            last = versions_of(file, document)[-1]
            number = number_text(office, kind, document.year, document.sequence)
            title = f"{kind.words.zh}（{number}，第{last.version}版）"
            yield PackPart(title, as_html(kept_file(file, last)), last.sha256)


def _items(file: File) -> Markup:
    rows = [
        (day(item.due_on), KINDS[item.kind].words.zh, role_words(item.owner).zh, standing_words(item.status).zh)
        for item in file.items(*OF_SUPERVISION, only_open=False)
        if item.status != ItemStatus.CANCELLED and item.due_on <= file.today
    ]
    return table(("应于", "事项", "由谁", "情况"), rows)


def _course(file: File) -> Markup:
    """What people did and what the law's dates brought, without reminders and without who has looked."""
    lines = file.session.exec(
        select(JournalLine)
        .where(JournalLine.plan_id == file.plan.id, col(JournalLine.act).not_in(_NOT_TOLD))
        .order_by(col(JournalLine.sequence))
    )
    rows = []
    for line in lines:
        kind = KINDS.get(str(line.note.get("kind", "")))
        words = act_words(line.act, line.actor_role, kind)
        rows.append((moment(line.at), words.zh, article_in("zh-CN", line.article) if line.article else "—"))
    return table(("时间", "经过", "依据"), rows)
