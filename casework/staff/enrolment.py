"""Enrolling the offices and people of a file, all of them or nobody: how an installation begins."""

import uuid

from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.rights import SYSTEM
from casework.shared.files.staff_file import StaffEntry, StaffFile
from casework.staff.accounts import notify_chiefs
from casework.staff.second_persons import COUNTS_AFTER
from casework.staff.signing_roles import SIGNING
from casework.staff.staffing import ensure_office, ensure_staff
from core.errors import BadInput, Mistake
from core.i18n import _, ngettext
from models.journal import JournalLine
from models.office import Office, OfficeLevel, Role, Staff


def enrol(context: Context, staff_file: StaffFile, password_hash: str | None = None) -> None:
    """The offices and people of the file are in service. Who has a password stays as they are: what holds for them is changed
    on the page, by two people, and they are told where they were told before. BadInput, and nothing has changed, where somebody's office is not known or a sign-in name is somebody else's."""
    later = password_hash is None and has_staff(context)
    with context.database.transaction() as session:
        now = context.clock.now()
        known = dict(session.exec(select(Office.id, Office.superior_id)).all())
        people = set(session.exec(select(Staff.id)))
        for entry in staff_file.offices:
            ensure_office(session, now, entry.name, OfficeLevel(entry.level))
        mistakes = [*_superiors(session, staff_file), *_strangers(session, staff_file)]
        if mistakes:
            count = len(mistakes)
            raise BadInput(ngettext("有{count}处需要改正。", count, count=count), mistakes=mistakes)
        for person in staff_file.staff:
            office = ensure_office(session, now, person.office)
            staff = ensure_staff(session, now, person.login, Role(person.role), office, person.display_name)
            if staff.password_hash is not None and password_hash is None:
                continue
            staff.password_hash = password_hash or staff.password_hash
            staff.phone, staff.email = person.phone or staff.phone, person.email or staff.email
            if person.phone or person.email:
                staff.address_since_at = now
            staff.authority_from, staff.authority_to = person.authority_from, person.authority_to
        if later:
            _tell_everybody(context, session, known, people)


def _tell_everybody(
    context: Context, session: Session, known: dict[uuid.UUID, uuid.UUID | None], people: set[uuid.UUID]
) -> None:
    """What came from the machine once people sign in stands in the journal by name, and all chiefs are told: a new office,
    another superior, and a signer, who counts for all offices after `COUNTS_AFTER` and whose code waits for a day."""
    now, lines = context.clock.now(), list[JournalLine]()
    for office in session.exec(select(Office)):
        if office.id not in known or office.superior_id != known[office.id]:
            act = "place_office" if office.id in known else "open_office"
            lines.append(
                context.write_journal_line(session, now, SYSTEM, act, subject_kind="office", subject_id=office.id)
            )
    for staff in session.exec(select(Staff).where(col(Staff.role).in_(SIGNING))):
        if staff.id not in people:
            staff.counts_from_at = now + COUNTS_AFTER
            lines.append(
                context.write_journal_line(
                    session, now, SYSTEM, "enter_from_machine", subject_kind="staff", subject_id=staff.id
                )
            )
    if lines:
        notify_chiefs(context, session, f"machine/{lines[0].id}")


def has_staff(context: Context) -> bool:
    """Whether anybody could sign in: somebody is in service and has a password."""
    with context.database.reading() as session:
        query = select(Staff.id).where(col(Staff.active), col(Staff.password_hash).is_not(None))
        return session.exec(query.limit(1)).first() is not None


def _superiors(session: Session, staff_file: StaffFile) -> list[Mistake]:
    """Each office stands under the one it names; those that name none that is known."""
    mistakes = []
    for place, entry in enumerate(staff_file.offices, 1):
        if entry.superior is None:
            continue
        own, above = _office(session, entry.name), _office(session, entry.superior)
        if own is None or above is None or own.id == above.id:
            mistakes.append(Mistake(f"offices[{place}].superior", _NO_OFFICE))
        else:
            own.superior_id = above.id
    return mistakes


def _strangers(session: Session, staff_file: StaffFile) -> list[Mistake]:
    """Staff of an office that is not known, or with a sign-in name of somebody else."""
    mistakes, seen = [], set[str]()
    for place, person in enumerate(staff_file.staff, 1):
        office = _office(session, person.office)
        if office is None:
            mistakes.append(Mistake(f"staff[{place}].office", _NO_OFFICE))
        if person.login in seen or not _is_theirs(session, person, office):
            mistakes.append(Mistake(f"staff[{place}].login", _SOMEBODY_ELSES))
        seen.add(person.login)
    return mistakes


def _is_theirs(session: Session, person: StaffEntry, office: Office | None) -> bool:
    known = session.exec(select(Staff).where(Staff.login == person.login)).first()
    return known is None or office is None or (known.role == person.role and known.office_id == office.id)


def _office(session: Session, name: str) -> Office | None:
    return session.exec(select(Office).where(Office.name == name)).first()


_NO_OFFICE = _("没有这个检察院；请列在 offices 里。")
_SOMEBODY_ELSES = _("这个登录名是别人的，或任别的职。")
