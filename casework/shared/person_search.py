"""Search by name, phone or number, inside what one may see. The record holds keyed digests of names and numbers, never
the words; what is sealed is found by nobody."""

import re
import unicodedata
import uuid
from dataclasses import dataclass

from sqlmodel import Session, col, delete, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor, visible_plans
from casework.acting.rights.read_operations import READ_PLAN, SEARCH
from casework.shared.text.labels import stage_label
from core.i18n import Text
from models.office import Role
from models.person import Person
from models.plan import Plan
from models.search import IndexKind, PersonIndex
from models.vault import Vault
from notifications.phone_numbers import phone_comparison_key

MAX_FOUND = 50
MIN_NUMBER_LENGTH = 4
_COPIED_NUMBER = re.compile(r"(?:SW)?[^0-9A-Z]*([0-9A-Z]{4})[^0-9A-Z]*([0-9A-Z]{4})")
FAMILY = (Role.MINOR.value, Role.GUARDIAN.value)


@dataclass(frozen=True)
class SearchResult:
    """A plan that was found, and whose name or number it was found by."""

    number: str
    name: str
    stage: Text
    by_relation: str
    """'minor', a relation, or 'number' where the plan's own number was asked for."""

    def names_exactly(self, asked: str) -> bool:
        """Return whether the plan's number or the minor's whole name was asked for."""
        return self.by_relation == "number" or _plain(asked) == _plain(self.name)


def search_plans(context: Context, actor: Actor, asked: str) -> tuple[list[SearchResult], str]:
    """The plans within the actor's reach that have this number, or somebody of the family of this name or phone; and the
    words that are left, where only those before them find a plan. A plan found by several of its people is there once,
    by the first of them."""
    words = asked.split()
    with context.query_plans(actor, SEARCH) as session:
        for count in range(len(words), 0, -1):
            if found := _find_plans(context, session, actor, _plain(" ".join(words[:count]))):
                return found, " ".join(words[count:])
    return [], asked


def _find_plans(context: Context, session: Session, actor: Actor, wanted: str) -> list[SearchResult]:
    mine = (visible_plans(actor, READ_PLAN), col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None))
    numbers = (wanted, _with_dashes(wanted))
    by_number = session.exec(select(Plan).where(*mine, col(Plan.number).in_(numbers))).all()
    found = [_search_result(context, session, plan, "number") for plan in by_number]
    query = (
        select(Plan, Person.relation)
        .join(PersonIndex, col(PersonIndex.plan_id) == col(Plan.id))
        .join(Person, col(Person.id) == col(PersonIndex.person_id))
        .where(*mine, PersonIndex.kind == IndexKind.SEARCH, PersonIndex.digest == context.vault.index(wanted))
        .order_by(col(Plan.period_to), col(Plan.number))
        .limit(MAX_FOUND)
    )
    found += [_search_result(context, session, plan, relation) for plan, relation in session.exec(query)]
    return list({one.number: one for one in reversed(found)}.values())[::-1]


def find_persons(vault: Vault, session: Session, asked: str) -> list[uuid.UUID]:
    """Everybody of a family who has that name or number, in whatever plan; whose they are is for the caller to ask."""
    wanted = _plain(asked)
    query = select(PersonIndex.person_id)
    query = query.where(PersonIndex.kind == IndexKind.SEARCH, PersonIndex.digest == vault.index(wanted))
    return list(session.exec(query).all()) if wanted else []


def index_family(open_plan: OpenPlan) -> None:
    """The family of a plan that had no index, because it was sealed or in another record, is found by name and number,
    and each number is known again where it stands in another case."""
    vault, session = open_plan.context.vault, open_plan.session
    for person in open_plan.people():
        if person.role not in FAMILY:
            continue
        index_person(vault, session, person)
        words = open_plan.open("person.document", person.id, person.document)
        if words.get("phone"):
            index_by(vault, session, person, IndexKind.PHONE, phone_comparison_key(words["phone"]))


def index_person(vault: Vault, session: Session, person: Person) -> None:
    """The person, who is in the record, can be found by what their document says now, and by nothing it said before."""
    words = vault.open_document(person.plan_id, "person.document", person.id, person.document)
    texts = _findable(str(words.get("name") or ""), str(words.get("phone") or ""))
    index_by(vault, session, person, IndexKind.SEARCH, *texts)


def index_by(vault: Vault, session: Session, person: Person, kind: IndexKind, *texts: str) -> None:
    """The person, who is in the record, is found by these texts of that kind, and by no other of it."""
    session.exec(delete(PersonIndex).where(col(PersonIndex.person_id) == person.id, col(PersonIndex.kind) == kind))
    for text in texts:
        session.add(PersonIndex(kind=kind, digest=vault.index(text), person_id=person.id, plan_id=person.plan_id))


def _findable(name: str, phone: str) -> set[str]:
    """A name, each of its parts of two characters and more, a number, and its last four digits."""
    plain, digits = _plain(name), re.sub(r"\D", "", phone)
    parts = {plain, *plain.split()}
    if re.fullmatch(r"[\u3400-\u9fff]{2,10}", plain):
        parts |= {plain[begin:end] for begin in range(len(plain)) for end in range(begin + 2, len(plain) + 1)}
    if len(digits) >= MIN_NUMBER_LENGTH:
        parts |= {digits, digits[-MIN_NUMBER_LENGTH:]}
    return {part for part in parts if part}


def _plain(text: str) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", text).upper().split())
    return re.sub(r"\D", "", plain) if re.fullmatch(r"\+?[0-9 -]{4,20}", plain) else plain


def _with_dashes(wanted: str) -> str:
    """The number of a plan as it is kept, however it was copied: jpcm4246, SW JPCM 4246."""
    found = _COPIED_NUMBER.fullmatch(wanted)
    return f"SW-{found[1]}-{found[2]}" if found else wanted


def _search_result(context: Context, session: Session, plan: Plan, relation: str) -> SearchResult:
    minor = session.exec(select(Person).where(Person.plan_id == plan.id, Person.role == Role.MINOR.value)).one()
    words = context.vault.open_document(plan.id, "person.document", minor.id, minor.document)
    return SearchResult(plan.number, str(words["name"]), stage_label(plan), relation)
