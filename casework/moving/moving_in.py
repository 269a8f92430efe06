"""The receiving end: a file of another office is checked, and the plan in it goes on here.

Checking changes nothing and gives a receipt, by which the other office knows that it can release the plan. Bringing in the
file that carries it is one transaction: the plan, its history and its open items are here with the dates that they had,
or nothing is. What fell due while the file was on its way is done at once, and once.
"""

import contextlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from casework.moving.acts import CHECK_MOVED_PLAN, RECEIVE_PLAN
from casework.moving.moving_out import CAN, COUNTED, FIELD, GOES_ON, OFFER, PLAN
from casework.shared.context import Context, OpenPlan, ensure_confirmed
from casework.shared.own_codes import FIELD as CODE_FIELD
from casework.shared.own_codes import get_code
from casework.shared.person_search import index_family
from casework.shared.rights import Actor, Operation, is_allowed, missing_right
from casework.shared.text.text_checks import check_not_blank
from casework.staff.staffing import find_staff, join_team
from core.errors import BadInput, KeyStoreError, Mistake, StateConflict
from core.i18n import _
from models.base import new_id
from models.message import OPEN_STATES, Message, MessageState, set_state
from models.office import Office, OfficeLevel, Role, Staff
from models.origin import writing_as
from models.own_code import OwnCode
from models.plan import MOVED_AWAY, Plan, keep_edition
from models.plan_move import MoveState, PlanMove
from models.plan_parcel import Card, is_same_fingerprint, open_parcel, sign_receipt
from models.plan_rows import Rows, from_json, replace_texts, write_plan_rows
from models.schema import newest_migration

TEAM_ROLES = (
    Role.PROSECUTOR, Role.ASSISTANT, Role.SOCIAL_WORKER, Role.DEPARTMENT_HEAD, Role.CHIEF_PROSECUTOR, Role.DEPUTY,
    Role.CLERK,
)  # fmt: skip
"""For whom somebody here can be named; without a prosecutor nothing is taken over."""
_LIVE_STATES = frozenset(state.value for state in OPEN_STATES)


@dataclass(frozen=True)
class CheckedFile:
    """What a file of another office is, before anything is done with it."""

    what: str
    """offer: it announces a plan; plan: it carries one."""
    number: str
    from_office: str
    fingerprint: str
    made_at: datetime
    edition: str
    counts: dict[str, int]
    """How many rows of the tables that people ask about."""
    chain_whole: bool
    """Whether the other installation's own check of its journal and rows found nothing."""
    team: list[str]
    """The posts that carry the plan there: somebody here is named for each, or it stays empty."""
    hindrances: list[str]
    """Codes of what is in the way; without any, the plan can be taken over."""
    receipt: str | None
    """For an offer without hindrances: the line that tells the other office so."""


@dataclass(frozen=True)
class ReceivedPlan:
    """The plan is here."""

    number: str
    receipt: str
    """The line that tells the other office that it goes on here."""


def check_file(context: Context, actor: Actor, file: bytes) -> CheckedFile:
    """What is in the file, who signed it, and whether the plan can be taken over. Nothing is kept of it but that somebody
    looked. BadInput for a file that is not for this office."""
    with context.query_plans(actor, CHECK_MOVED_PLAN) as session:
        sender, content = open_parcel(context.vault, session.get_one(Office, actor.office_id).name, file)
        return _describe(context, session, sender, content, file)


def receive_plan(
    context: Context, actor: Actor, file: bytes, *, fingerprint: str, people: Mapping[str, str], reason: str
) -> ReceivedPlan:
    """The plan goes on here from now on, carried by the people named (`people`: sign-in name by post). Its number, rows,
    words, papers and history are as they were there; every open item has its day and its next step, and what was sent
    stays sent. BadInput where the fingerprint is not that of whoever signed, or where somebody named does not hold the
    post; StateConflict where the plan is here already, or the two programs are of different editions."""
    check_not_blank(reason=reason)
    now = context.clock.now()
    with context.database.transaction() as session:
        _ensure_may(context, session, actor, RECEIVE_PLAN)
        ensure_confirmed(session, actor)
        office = session.get_one(Office, actor.office_id)
        sender, content = open_parcel(context.vault, office.name, file)
        checked = _describe(context, session, sender, content, file)
        _ensure_can(checked)
        if not is_same_fingerprint(sender, fingerprint):
            wrong = _("与文件签名的指纹不符。请打电话同移出院逐组核对。")
            raise BadInput(wrong, mistakes=[Mistake("fingerprint", wrong)])
        plan_id, move_id = uuid.UUID(content["plan"]), uuid.UUID(content["move"])
        with _key_taken(context, plan_id, content["key"]):
            rows = _read_rows(content)
            _take_people(session, content["people"], rows, sender)
            rulebook = content["rulebook"]
            keep_edition(
                session, rulebook["id"], lambda: rulebook["snapshot"], datetime.fromisoformat(rulebook["kept_at"])
            )
            _fit(rows, office, sender, now)
            codes = _read_codes(context, rows, checked.number)
            replace_texts(rows, codes, but=frozenset({"own_code"}))
            write_plan_rows(session, rows)
            plan = session.get_one(Plan, plan_id)
            open_plan = OpenPlan(context, session, plan, actor, RECEIVE_PLAN, now)
            with writing_as(session, open_plan.origin):
                _keep_new_codes(open_plan, rows, codes)
                index_family(open_plan)
                _name_team(open_plan, people)
                _pass_on_messages(open_plan, rows)
                assert actor.id is not None
                session.add(
                    PlanMove(
                        id=move_id, plan_id=plan_id, state=MoveState.RECEIVED, other_office=sender.office,
                        other_card=sender.text, asked_by_id=actor.id, asked_at=now, last_at=now,
                        document=open_plan.seal(FIELD, move_id, {"reason": reason.strip()}),
                    )
                )  # fmt: skip
                open_plan.record(
                    RECEIVE_PLAN.code, detail={"reason": reason.strip(), "from": sender.office},
                    note={"lines": checked.counts["journal_line"], "items": checked.counts["item"]},
                )  # fmt: skip
                open_plan.wake()
                context.close(open_plan)
    return ReceivedPlan(checked.number, sign_receipt(context.vault, move_id, GOES_ON, file))


def _describe(context: Context, session: Session, sender: Card, content: dict[str, Any], file: bytes) -> CheckedFile:
    try:
        plan_id, number, what = uuid.UUID(content["plan"]), str(content["number"]), str(content["what"])
        there = session.exec(select(Plan).where((col(Plan.id) == plan_id) | (col(Plan.number) == number))).first()
        hindrances = []
        if what not in (OFFER, PLAN):
            hindrances.append("unknown")
        if content["schema"] != newest_migration():
            hindrances.append("edition")
        if there is not None:
            hindrances.append("here_already")
        receipt = None
        if what == OFFER and not hindrances:
            receipt = sign_receipt(context.vault, uuid.UUID(content["move"]), CAN, file)
        return CheckedFile(
            what, number, sender.office, sender.fingerprint, datetime.fromisoformat(content["made_at"]),
            str(content["edition"]), {name: int(content["counts"][name]) for name in COUNTED},
            bool(content["chain"]["whole"]), [Role(role).value for role in content["team"]], hindrances, receipt,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise BadInput(_("文件里的内容不完整。什么也没有接收。")) from None


def _ensure_can(checked: CheckedFile) -> None:
    if "here_already" in checked.hindrances:
        raise StateConflict(_("方案{number}已经在这里，不能再次接收。", number=checked.number))
    if "edition" in checked.hindrances:
        raise StateConflict(
            _("文件是数据表不同的程序（{edition}）做的，本院读不了。什么也没有接收。", edition=checked.edition)
        )
    if checked.what != PLAN:
        raise StateConflict(_("这是通知文件，不含方案。请把回执交给移出院，等它送来方案文件。"))


def _ensure_may(context: Context, session: Session, actor: Actor, act: Operation) -> None:
    if not is_allowed(session, actor, act, None, context.clock.now()):
        raise missing_right(act)


@contextlib.contextmanager
def _key_taken(context: Context, plan_id: uuid.UUID, key: str) -> Iterator[None]:
    """The plan's key is here as long as the plan is: if the plan cannot be written, it goes again. A process killed in
    between leaves the key alone, and the next try uses it; it is not destroyed by one that did not bring it, since another
    try at the same moment may have written the plan."""
    try:
        plain = bytes.fromhex(key)
    except ValueError:
        raise KeyStoreError(_("案件密钥已损坏。")) from None
    brought = context.vault.take_key(plan_id, plain)
    try:
        yield
    except BaseException:  # an end of the program too: a key without its plan would stay for ever
        if brought:
            context.vault.destroy(plan_id)
        raise


def _read_rows(content: Mapping[str, Any]) -> Rows:
    try:
        rows = from_json(content["rows"])
        (plan,) = rows["plan"]
        if str(plan["id"]) != content["plan"] or plan["number"] != content["number"] or plan["sealed_at"] is not None:
            raise ValueError
        strangers = [row for table, of_table in rows.items() if table not in ("plan", "message_step")
                     for row in of_table if row["plan_id"] != plan["id"]]  # fmt: skip
        messages = {row["id"] for row in rows["message"]}
        if strangers or any(row["message_id"] not in messages for row in rows["message_step"]):
            raise ValueError
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadInput(_("文件里的内容不完整。什么也没有接收。")) from None
    return rows


def _take_people(session: Session, people: Mapping[str, Any], rows: Rows, sender: Card) -> None:
    """The offices are those of the same name here, or are written down. The other office's staff are here by their name and
    post, so that the history can be read, out of service and without any way to sign in."""
    here: dict[uuid.UUID, uuid.UUID] = {}
    for one in people["offices"]:
        there_id, name = uuid.UUID(one["id"]), str(one["name"])
        known = session.exec(select(Office).where(Office.name == name)).first()
        if known is None:
            known = Office(id=there_id, name=name, level=OfficeLevel(one["level"]).value)
            session.add(known)
            session.flush()
        here[there_id] = known.id
    for one in people["staff"]:
        if session.get(Staff, uuid.UUID(one["id"])) is None:
            login = f"{one['login'][:44]}@{sender.fingerprint[:9].lower()}"
            session.add(
                Staff(
                    id=uuid.UUID(one["id"]), office_id=here[uuid.UUID(one["office"])], login=login,
                    display_name=str(one["name"])[:60], role=Role(one["role"]).value, active=False,
                )
            )  # fmt: skip
    session.flush()
    for of_table in rows.values():
        for row in of_table:
            for name, value in row.items():
                if name.endswith("office_id") and value is not None:
                    row[name] = here[value]


def _fit(rows: Rows, office: Office, sender: Card, now: datetime) -> None:
    """What was the other installation's: its office, its run, its team, its dispatcher's claims. No date of the plan."""
    (plan,) = rows["plan"]
    plan |= {
        "office_id": office.id, "came_from": sender.office, "wake_at": now, "woken_by_id": None, "claimed_by": None, "claimed_until": None,
        "flow_run_id": None, "after_care_card_id": None,
    }  # fmt: skip
    rows["plan"] = [plan]
    for member in rows["team_member"]:
        member["until_at"] = member["until_at"] or now
    for message in rows["message"]:
        if message["state"] in _LIVE_STATES:
            message |= {
                "state": MessageState.CREATED.value, "claimed_by": None, "lease_until": None, "fence": message["fence"] + 1
            }  # fmt: skip
    for person in rows["person"]:
        # The address of the page, and the key of words and indexes, are others here: a new card is given, a new word chosen.
        person["page_digest"] = person["code_hash"] = person["own_word"] = None


def _read_codes(context: Context, rows: Rows, number: str) -> dict[str, str]:
    """By the code that a word had there, the one that it has here: codes are digests under an installation's own key."""
    instead = {}
    for row in rows["own_code"]:
        word = str(context.vault.open_document(row["plan_id"], CODE_FIELD, row["id"], row["document"])["word"])
        instead[row["code"]] = get_code(context.vault, number, word)
    return {old: new for old, new in instead.items() if old != new}


def _keep_new_codes(open_plan: OpenPlan, rows: Rows, codes: Mapping[str, str]) -> None:
    """The words are known by both codes: encrypted lines of the history still say the one from there."""
    for row in rows["own_code"]:
        if row["code"] in codes:
            word, row_id = open_plan.open(CODE_FIELD, row["id"], row["document"]), new_id(open_plan.now)
            document = open_plan.seal(CODE_FIELD, row_id, word)
            open_plan.session.add(
                OwnCode(id=row_id, plan_id=open_plan.plan.id, code=codes[row["code"]], document=document)
            )


def _name_team(open_plan: OpenPlan, people: Mapping[str, str]) -> None:
    if not people.get(Role.PROSECUTOR.value):
        wrong = _("请写承办检察官的登录名。")
        raise BadInput(wrong, mistakes=[Mistake(Role.PROSECUTOR.value, wrong)])
    for role in TEAM_ROLES:
        login = people.get(role.value, "").strip()
        if login:
            staff = find_staff(open_plan.session, login, (role,), (open_plan.plan.office_id,), role.value)
            join_team(open_plan, staff, role)
    open_plan.session.flush()


def _pass_on_messages(open_plan: OpenPlan, rows: Rows) -> None:
    """What is still to be said to somebody of the other office is said to whoever has their post here; where nobody has,
    and where it was for a system of that office, it is taken back."""
    family = {row["id"] for row in rows["person"]}
    waiting = [
        row["id"] for row in rows["message"] if row["state"] in _LIVE_STATES and row["recipient_id"] not in family
    ]
    for message in open_plan.session.exec(select(Message).where(col(Message.id).in_(waiting))).all():
        staff = open_plan.session.get(Staff, message.recipient_id) if message.recipient_id else None
        heirs = open_plan.team(staff.role) if staff else []
        if heirs:
            message.recipient_id = heirs[0].staff_id
            open_plan.session.add(message)
        else:
            set_state(open_plan.session, message, open_plan.now, MessageState.WITHDRAWN, MOVED_AWAY)
