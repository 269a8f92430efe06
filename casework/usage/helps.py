"""What helps beside minutes, as an office gives it to its families: the collection of the program with its own words."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from casework.shared.context import Context
from casework.shared.rights import Actor, is_allowed, missing_right
from casework.shared.rights.read_operations import READ_OWN
from casework.shared.text.text_checks import check_not_blank
from casework.usage.acts import WRITE_HELP
from core.clock import local_date
from core.errors import BadInput
from core.i18n import Text, _, verbatim
from models.base import new_id
from models.office import Office, Staff
from models.office_help import OfficeHelp
from usage.helps import Help, HelpSheet, HelpSource, load_shipped_helps

MAX_TITLE = 80
MAX_HELP = 2_000
MAX_HELPS = 30


@dataclass(frozen=True)
class HelpView:
    """An entry as it stands. `own`: in the office's words; an entry without lines is not shown to families."""

    code: str
    title: Text
    lines: list[Text]
    sources: list[HelpSource]
    sheet: HelpSheet | None
    shown: bool
    own: bool
    written_on: date | None
    written_by: str | None


@dataclass(frozen=True)
class HelpsView:
    """The collection of one office, as its people see and change it."""

    office: str
    shipped_as_of: date
    helps: list[HelpView]


def load_helps(context: Context, actor: Actor) -> HelpsView:
    """What stands for the actor's office today, also what it hides or has yet to write."""
    with context.query_plans(actor, WRITE_HELP) as session:
        office = session.get_one(Office, actor.office_id)
        return HelpsView(office.name, load_shipped_helps().as_of, _helps(session, office))


def load_own_helps(context: Context, actor: Actor, number: str) -> list[HelpView]:
    """What the office of that plan gives its families."""
    with context.open_for_reading(number, actor, READ_OWN) as open_plan:
        helps = _helps(open_plan.session, open_plan.session.get_one(Office, open_plan.plan.office_id))
        return [each for each in helps if each.shown and each.lines]


def write_help(context: Context, actor: Actor, *, code: str, title: str, text: str, shown: bool = True) -> None:
    """In the actor's office that entry stands in these words from now on; without words, in those of the program, if it
    has any. With `shown` false families see none. BadInput for words without a title, or too many of them."""
    shipped = any(each.code == code for each in load_shipped_helps().helps)
    if text.strip() or not shipped:
        check_not_blank(title=title, text=text)
    if len(title) > MAX_TITLE or len(text) > MAX_HELP:
        raise BadInput(_("标题最多{title}字，内容最多{text}字。", title=MAX_TITLE, text=MAX_HELP))
    with context.database.transaction() as session:
        now = context.clock.now()
        allowed = is_allowed(session, actor, WRITE_HELP, None, now) and actor.office_id is not None
        if allowed:
            assert actor.office_id is not None
            last = _written(session, session.get_one(Office, actor.office_id))
            if code not in last and len(last) >= MAX_HELPS:
                raise BadInput(_("本院的条目太多了。"))
            row = OfficeHelp(
                id=new_id(now), office_id=actor.office_id, code=code, title=title.strip(), text=text.strip(),
                shown=shown, written_at=now, written_by=actor.id,
            )  # fmt: skip
            before = last.get(code)
            if before is not None and (before.title, before.text, before.shown) == (row.title, row.text, row.shown):
                return
            session.add(row)
            context.write_journal_line(session, now, actor, WRITE_HELP.code, note={"shown": shown})
    if not allowed:
        context.record_denial(actor, WRITE_HELP, "")
        raise missing_right(WRITE_HELP)


def _written(session: Session, office: Office) -> dict[str, OfficeHelp]:
    query = select(OfficeHelp).where(OfficeHelp.office_id == office.id)
    return {row.code: row for row in session.exec(query.order_by(col(OfficeHelp.written_at), col(OfficeHelp.id)))}


def _helps(session: Session, office: Office) -> list[HelpView]:
    written, shipped = _written(session, office), load_shipped_helps().helps
    known = [_view(session, each, written.pop(each.code, None)) for each in shipped]
    return known + [_view(session, None, row) for row in written.values() if row.text]


def _view(session: Session, shipped: Help | None, row: OfficeHelp | None) -> HelpView:
    """An entry of the program, in the office's words where it wrote any; or one that only the office has."""
    staff = session.get(Staff, row.written_by) if row is not None and row.written_by else None
    own = row is not None and bool(row.text)
    sheet = shipped.sheet if shipped is not None else None
    shown, on = (row.shown, local_date(row.written_at)) if row is not None else (True, None)
    by = staff.display_name if staff else None
    if row is not None and own:
        lines: list[Text] = [verbatim(line.strip()) for line in row.text.splitlines() if line.strip()]
        return HelpView(row.code, verbatim(row.title), lines, [], sheet, shown, True, on, by)
    assert shipped is not None
    return HelpView(shipped.code, shipped.title, shipped.lines, shipped.sources, sheet, shown, False, on, by)
