"""What an auditor asks once a year of how minors' data were handled (Network Regulations art 37; Personal Information
Protection Law art 54; the audit measures in force since 1 May 2025): counts and evidence, and nothing of anybody.

The program audits nobody: it lays out what the record has. The office judges, and reports to the cyberspace authority.
A count of one to four people's matters is withheld; how often staff or the program did something is not.
"""

import json
import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import String, and_, cast, func, or_
from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.open_plan import get_birth_date
from casework.acting.rights import Actor, list_visible_offices
from casework.acting.rights.read_operations import LENT, READ_COMPLIANCE
from core.clock import local_date, start_of_day
from core.errors import BadInput
from core.i18n import Text, _, write_for_program
from evaluation.small_counts import FEWEST, withheld
from law.age import age_in_years_and_months
from law.articles import cite
from models.backup_day import BackupDay
from models.exported_head import ExportedHead, sign_head
from models.journal import JournalLine
from models.office import Office, Role, Staff
from models.person import Consent, Person
from models.plan import Plan
from models.request import Request
from models.sealed_access import SealedAccessRequest

FORMAT = "sunward-compliance-audit-1"
FIRST_YEAR = 2013


@dataclass(frozen=True)
class AuditFigure:
    """One count. None where it is withheld because fewer than five people could stand behind it."""

    code: str
    words: Text
    count: int | None


@dataclass(frozen=True)
class AuditSection:
    """What belongs together, with the article that asks for it."""

    code: str
    words: Text
    article: str
    figures: list[AuditFigure]


@dataclass(frozen=True)
class ComplianceAudit:
    """The figures of one calendar year, as on record at `made_at`."""

    year: int
    from_on: date
    to_on: date
    made_at: datetime
    offices: list[str]
    article: str
    sections: list[AuditSection]
    journal_number: int | None
    """How many links the chain of the journal has, and the newest of them: the head that is signed at the same moment."""
    journal_head: str | None


@dataclass(frozen=True)
class _Year:
    """What is asked of: the year, and whose cases and staff."""

    from_at: datetime
    until_at: datetime
    from_on: date
    to_on: date
    plans: set[uuid.UUID]
    offices: list[uuid.UUID]
    counts: Counter[str]
    """Lines of the journal in the year by the code of the act."""
    granted_reads: int
    exported_cases: int
    confirmed_accounts: Counter[str]
    """What a second person confirmed of accounts, by the kind of request."""
    failed_sign_ins: int
    """Of everybody: who failed to sign in is nobody of any office yet."""


def load_compliance_audit(context: Context, actor: Actor, year: int) -> ComplianceAudit:
    """The figures of that year, of the actor's office, or of all offices for the auditor of all. BadInput for a year
    that has not begun or was before this procedure."""
    today = context.clock.today()
    if not FIRST_YEAR <= year <= today.year:
        raise BadInput(_("请填写{first}年至今年之间的年份。", first=FIRST_YEAR))
    with context.query_plans(actor, READ_COMPLIANCE) as session:
        offices = list_visible_offices(session, actor, READ_COMPLIANCE)
        asked = _ask(session, offices, year)
        head = sign_head(session, context.vault, context.clock.now())
        return ComplianceAudit(
            year, asked.from_on, asked.to_on, context.clock.now(), [office.name for office in offices],
            cite("compliance_audit"),
            [
                _people(context, session, asked), _consents(session, asked), _requests(context, session, asked), _accesses(session, asked),
                _sealed(session, asked), _exports(asked), _retention(asked), _rights(asked), _technical(session, asked),
            ],
            head.number if head else None, head.head if head else None,
        )  # fmt: skip


def as_json(audit: ComplianceAudit) -> str:
    """The same as a file."""
    content = {"format": FORMAT, "audit": asdict(audit)}
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True, default=write_for_program) + "\n"


def _ask(session: Session, offices: Collection[Office], year: int) -> _Year:
    from_on, to_on = date(year, 1, 1), date(year, 12, 31)
    from_at, until_at = start_of_day(from_on), start_of_day(to_on + timedelta(days=1))
    ids = [office.id for office in offices]
    plans = select(Plan.id).where(col(Plan.office_id).in_(ids))
    staff = select(Staff.id).where(col(Staff.office_id).in_(ids))
    theirs = or_(
        col(JournalLine.plan_id).in_(plans),
        and_(col(JournalLine.plan_id).is_(None), col(JournalLine.actor_id).in_(staff)),
    )
    in_year = and_(col(JournalLine.at) >= from_at, col(JournalLine.at) < until_at, theirs)
    counted = select(col(JournalLine.act), func.count()).where(in_year, col(JournalLine.act).in_(_COUNTED))
    counts = Counter(dict(session.exec(counted.group_by(col(JournalLine.act))).all()))
    by_grant = select(func.count()).where(
        in_year, col(JournalLine.act).in_(_LENT), cast(col(JournalLine.note), String).contains('"access"')
    )
    exported = select(func.count()).where(
        in_year, JournalLine.act == "export_caseload", col(JournalLine.plan_id).is_not(None)
    )
    confirmed = select(JournalLine.note).where(in_year, JournalLine.act == "confirm_account")
    failed = select(func.count()).where(
        col(JournalLine.at) >= from_at,
        col(JournalLine.at) < until_at,
        JournalLine.act == "sign_in_failed",
    )
    return _Year(
        from_at, until_at, from_on, to_on, set(session.exec(plans)), ids, counts, session.exec(by_grant).one(),
        session.exec(exported).one(), Counter(str(note.get("kind")) for note in session.exec(confirmed)),
        session.exec(failed).one(),
    )  # fmt: skip


_COUNTED = (
    "read_own_copy", "read_sealed", "unseal", "denied", "propose_deletion",
    "hold_deletion", "delete_by_policy", "leave_service", "open_office", "add_factor", "remove_factor",
    "confirm_token", "end_token", "record_recusal", "withdraw_consent",
)  # fmt: skip


_LENT = tuple(operation.code for operation in LENT)


def _people(context: Context, session: Session, asked: _Year) -> AuditSection:
    """Whose data were handled in the year, in the two ages that the notice asks for apart.

    An age is that of the last day of the year, or of today. Nobody can read it once the record is sealed.
    """
    on = min(asked.to_on, context.clock.today())
    child_below = context.law.number("guardian_consents_below_years", on=on)
    adult_from = context.law.number("civil_majority_years", on=on)
    by_age: dict[str, set[uuid.UUID]] = {code: set() for code in _AGES}
    query = select(Person, Plan).join(Plan, col(Person.plan_id) == col(Plan.id))
    for minor, plan in session.exec(query.where(Person.role == Role.MINOR.value)):
        ended = plan.closed_at or plan.sealed_at
        if plan.id not in asked.plans or plan.opened_at >= asked.until_at or (ended and ended < asked.from_at):
            continue
        if plan.sealed_at or plan.deleted_at:
            code = "age_sealed"
        else:
            years, _months = age_in_years_and_months(get_birth_date(context.vault, minor), on)
            code = "under_14" if years < child_below else "from_14" if years < adult_from else "of_age"
        by_age[code].add(plan.id)
    hidden = withheld(by_age)
    return AuditSection("people", _("处理了谁的信息（人）"), cite("compliance_audit"), [
        AuditFigure(code, words, None if code in hidden else len(by_age[code])) for code, words in _AGES.items()
    ])  # fmt: skip


_AGES: dict[str, Text] = {
    "under_14": _("不满十四周岁"),
    "from_14": _("已满十四周岁、不满十八周岁"),
    "of_age": _("已满十八周岁"),
    "age_sealed": _("记录已封存或者删除，年龄不可读"),
}


def _of_people(code: str, words: Text, count: int) -> AuditFigure:
    return AuditFigure(code, words, None if 0 < count < FEWEST else count)


def _consents(session: Session, asked: _Year) -> AuditSection:
    rows = [row for row in session.exec(select(Consent)) if row.plan_id in asked.plans]
    given = sum(row.given and asked.from_on <= row.given_on <= asked.to_on for row in rows)
    refused = sum(not row.given and asked.from_on <= row.given_on <= asked.to_on for row in rows)
    withdrawn = sum(row.withdrawn_on is not None and asked.from_on <= row.withdrawn_on <= asked.to_on for row in rows)
    return AuditSection("consents", _("同意"), cite("consent_to_sensitive_data"), [
        _of_people("given", _("同意"), given),
        _of_people("refused", _("没有同意"), refused),
        _of_people("withdrawn", _("撤回同意"), withdrawn),
    ])  # fmt: skip


def _requests(context: Context, session: Session, asked: _Year) -> AuditSection:
    rows = [
        row
        for row in session.exec(
            select(Request).where(
                Request.kind == "data_request_answer",
                col(Request.asked_at) >= asked.from_at,
                col(Request.asked_at) < asked.until_at,
            )
        )
        if row.plan_id in asked.plans
    ]
    within = context.law.number("data_request_answer_working_days", on=min(asked.to_on, context.clock.today()))
    late = 0
    for row in rows:
        due_on = context.days.after(local_date(row.asked_at), within)
        late += (row.answered_on or context.clock.today()) > due_on
    wishes, outcomes = Counter(row.choice for row in rows), Counter(row.outcome for row in rows)
    return AuditSection("requests", _("就个人信息提出的请求"), cite("rights_of_minors_in_data"), [
        _of_people("copy", _("查看、复制"), wishes["copy"]),
        _of_people("correct", _("更正"), wishes["correct"]),
        _of_people("delete", _("删除"), wishes["delete"]),
        _of_people("object", _("不同意这样使用"), wishes["object"]),
        _of_people("done", _("照办"), outcomes["done"]),
        _of_people("partly", _("部分照办"), outcomes["partly"]),
        _of_people("refused_request", _("不能照办"), outcomes["refused"]),
        _of_people("late", _("超过{days}个工作日才答复或者还没有答复", days=within), late),
        _of_people("own_copies", _("自行取走副本"), asked.counts["read_own_copy"]),
    ])  # fmt: skip


def _access_requests(session: Session, asked: _Year, *, by_colleague: bool) -> list[SealedAccessRequest]:
    rows = session.exec(
        select(SealedAccessRequest).where(
            col(SealedAccessRequest.office_id).in_(asked.offices),
            col(SealedAccessRequest.asked_on) >= asked.from_on,
            col(SealedAccessRequest.asked_on) <= asked.to_on,
        )
    )
    return [row for row in rows if row.by_colleague is by_colleague]


def _accesses(session: Session, asked: _Year) -> AuditSection:
    rows = _access_requests(session, asked, by_colleague=True)
    return AuditSection("accesses", _("非承办人查阅在办案件"), cite("access_by_staff"), [
        _of_people("looks_asked", _("申请"), len(rows)),
        _of_people("looks_granted", _("准许"), sum(row.granted is True for row in rows)),
        _of_people("looks_refused", _("不准许"), sum(row.granted is False for row in rows)),
        AuditFigure("looks", _("经准许的查阅（次）"), asked.granted_reads),
        AuditFigure("denied", _("无权而被拒绝的访问（次）"), asked.counts["denied"]),
    ])  # fmt: skip


def _sealed(session: Session, asked: _Year) -> AuditSection:
    rows = _access_requests(session, asked, by_colleague=False)
    return AuditSection("sealed", _("查阅封存的记录"), cite("access_to_sealed"), [
        _of_people("sealed_asked", _("申请"), len(rows)),
        _of_people("sealed_granted", _("准许"), sum(row.granted is True for row in rows)),
        _of_people("sealed_refused", _("不准许"), sum(row.granted is False for row in rows)),
        AuditFigure("sealed_looks", _("经准许的查阅（次）"), asked.counts["read_sealed"]),
        _of_people("unsealed", _("解除封存"), asked.counts["unseal"]),
    ])  # fmt: skip


def _exports(asked: _Year) -> AuditSection:
    return AuditSection("exports", _("导出"), cite("access_by_staff"), [
        AuditFigure("caseload", _("随表格导出的案件（件次）"), asked.exported_cases),
    ])  # fmt: skip


def _retention(asked: _Year) -> AuditSection:
    counts = asked.counts
    return AuditSection("retention", _("保管期限"), cite("kept_no_longer"), [
        _of_people("proposed", _("期限届满，列出"), counts["propose_deletion"]),
        _of_people("held", _("决定继续保管"), counts["hold_deletion"]),
        _of_people("deleted", _("按保管期限删除"), counts["delete_by_policy"]),
    ])  # fmt: skip


def _rights(asked: _Year) -> AuditSection:
    counts = asked.counts
    return AuditSection("rights", _("人员和权限的变动（次）"), cite("access_by_staff"), [
        AuditFigure("entered", _("登记在岗"), asked.confirmed_accounts["enter"]),
        AuditFigure("left", _("登记离岗"), counts["leave_service"]),
        AuditFigure("staff_changed", _("变更人员或机构"), asked.confirmed_accounts["change"] + counts["open_office"]),
        AuditFigure("factors_added", _("登记验证方式"), counts["add_factor"]),
        AuditFigure("factors_removed", _("去掉验证方式"), counts["remove_factor"]),
        AuditFigure("tokens_confirmed", _("确认接口令牌"), counts["confirm_token"]),
        AuditFigure("tokens_ended", _("停用接口令牌"), counts["end_token"]),
        AuditFigure("recusals", _("登记回避"), counts["record_recusal"]),
    ])  # fmt: skip


def _technical(session: Session, asked: _Year) -> AuditSection:
    days = session.exec(
        select(BackupDay).where(col(BackupDay.day) >= asked.from_on, col(BackupDay.day) <= asked.to_on)
    ).all()
    heads = session.exec(
        select(col(ExportedHead.day)).where(
            col(ExportedHead.day) >= asked.from_on, col(ExportedHead.day) <= asked.to_on
        )
    ).all()
    return AuditSection("technical", _("安全措施的证据（整个系统）"), cite("compliance_audit"), [
        AuditFigure("backups", _("做成备份的天数"), sum(day.made_at is not None for day in days)),
        AuditFigure("backups_failed", _("备份没有做成的天数"), sum(day.made_at is None for day in days)),
        AuditFigure("heads", _("签发日志链头的天数"), len(heads)),
        AuditFigure("sign_in_failed", _("没有成功的登录（次）"), asked.failed_sign_ins),
    ])  # fmt: skip
