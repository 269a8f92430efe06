"""The saved page of a family: its secret address and a four-digit code from the paper card. Before the code it shows
nothing at all."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlmodel import select

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import SYSTEM, Actor
from casework.family.acts_page import GIVE_PAGE
from casework.family.family_page import tells_other_guardians
from casework.shared.items.follow_ups import WRONG_CODES_TRIED, create_follow_up
from casework.shared.items.items import finish_items
from casework.shared.notify.notify import notify
from casework.staff.attempts import forget_tries, get_tries
from casework.staff.authentication import NewSession, end_sessions, hash_session_token, may_open_own_page, start_session
from casework.staff.passwords import hash_random_secret, verify_random_secret
from core.errors import AccessEnded, NotFound, NotSignedIn
from core.i18n import _
from models.office import Role
from models.person import Person
from models.plan import Plan
from models.sign_in_attempt import SignInAttempt
from notifications.matrix import Event, Recipient

WRONG_CODES = 3
REST = timedelta(minutes=30)
"""So many wrong codes rest the browser that sent them, and for so long."""
WRONG_IN_A_DAY = 30
"""So many in a day, from whichever browsers, rest the page until the day is over: nobody goes through ten thousand."""
_TEAM = (Recipient.SOCIAL_WORKER, Recipient.ASSISTANT, Recipient.PROSECUTOR)

WRONG = _("没有打开：号码不对。三次不对要等半小时。")

RESTS = _("没有打开：这里输错三次，要等半小时。这期间输入什么号码都不能打开。别的手机不受影响。")

RESTS_TODAY = _("没有打开：今天输错的太多，这个页面今天停用。请明天再试。会有人打电话来问。")

NOTHING = _("暂时没有需要填写的内容。")


@dataclass(frozen=True)
class FamilyCredentials:
    """What the paper card says: the secret part of the page's address, and the code. Told once, kept nowhere."""

    secret: str
    code: str
    replaced: bool = False
    """Whether there was an older page, which opens nothing from now on."""


def make_family_page(context: Context, actor: Actor, number: str, relation: str) -> FamilyCredentials:
    """The minor ('minor'), a guardian ('mother' …) or somebody of school or work who already knows ('form_teacher',
    'mentor' …) has a page and a code, new ones if there were any; what was open under the old ones is closed. The team is
    told, and of a page of the family every other guardian, but in custody, while all rests, or for who is a danger."""
    page = FamilyCredentials(secrets.token_urlsafe(18), f"{secrets.randbelow(10_000):04}")
    kept = hash_random_secret(_combine(page.secret, page.code))
    with context.open_for_update(number, actor, GIVE_PAGE) as open_plan:
        theirs = (
            each
            for each in open_plan.people()
            if each.relation == relation and may_open_own_page(each, open_plan.plan, open_plan.now)
        )
        if (person := next(theirs, None)) is None:
            raise NotFound(_("没有这样的联系人。"))
        replaced = person.page_digest is not None
        person.page_digest, person.code_hash, person.page_given_at = (
            hash_session_token(page.secret),
            kept,
            open_plan.now,
        )
        end_sessions(open_plan.session, open_plan.now, person_id=person.id)
        finish_items(open_plan, WRONG_CODES_TRIED, label=person.relation, because="new_card")
        line = open_plan.record(note={"relation": relation, "replaced": replaced})
        notify(open_plan, Event.PLAN_CHANGED, f"page/{line.id}", only=_TEAM, but=actor.id)
        if tells_other_guardians(open_plan) and person.role != Role.INFORMED:
            notify(open_plan, Event.PAGE_GIVEN, f"page/{line.id}", only=[Recipient.GUARDIAN], but=person.id)
    return replace(page, replaced=replaced)


def sign_in_to_family_page(context: Context, secret: str, code: str, browser: str) -> NewSession:
    """Somebody of the family is signed in to their own page. NotSignedIn if not: for a wrong code, or because the browser
    or the page rests, which says nothing of the code that was tried; with the right code for a page to which they have
    no access now, AccessEnded. Three wrong codes rest the browser, thirty in a day the page, of which the worker is told;
    that somebody tried is not 'seen'."""
    with context.database.reading() as session:
        person = session.exec(select(Person).where(Person.page_digest == hash_session_token(secret))).first()
        number = session.get_one(Plan, person.plan_id).number if person else None
    combined = _combine(secret, code)
    right = person is not None and person.code_hash is not None and verify_random_secret(combined, person.code_hash)
    opened, why = None, WRONG
    if person is not None and number is not None:
        with context.open_for_update(number, SYSTEM, PROCESS_PLAN) as open_plan:
            held = open_plan.session.get_one(Person, person.id)
            if held.page_digest == hash_session_token(secret):
                here = get_tries(open_plan.session, context, open_plan.now, "page", held.page_digest, browser)
                day = get_tries(
                    open_plan.session, context, open_plan.now, "page", held.page_digest, open_plan.today.isoformat()
                )
                if day.tries >= WRONG_IN_A_DAY:
                    why = RESTS_TODAY
                elif open_plan.now < here.wait_until <= open_plan.now + REST:
                    why = RESTS
                else:
                    opened = _try(open_plan, held, right, here, day)
    if opened is None:
        raise NotSignedIn(why)
    return opened


def _try(
    open_plan: OpenPlan, person: Person, right: bool, here: SignInAttempt, day: SignInAttempt
) -> NewSession | None:
    if right and may_open_own_page(person, open_plan.plan, open_plan.now):
        forget_tries(open_plan.session, here.key)
        finish_items(open_plan, WRONG_CODES_TRIED, label=person.relation, because="opened")
        actor = Actor("family", Role(person.role), person.id, None, open_plan.plan.id)
        return start_session(open_plan.session, open_plan.context, actor, open_plan.now)
    if right:
        raise AccessEnded(NOTHING)
    for tries in (here, day):
        tries.tries, tries.last_at = tries.tries + 1, open_plan.now
        open_plan.session.add(tries)
    rests, too_many = here.tries >= WRONG_CODES, day.tries >= WRONG_IN_A_DAY
    if rests:
        here.tries, here.wait_until = 0, open_plan.now + REST
    if rests or too_many:
        line = open_plan.record("page_rests", note={"relation": person.relation})
    if too_many:
        notify(open_plan, Event.PAGE_RESTS, f"page_rests/{line.id}")
        create_follow_up(open_plan, WRONG_CODES_TRIED, person.relation)
    return None


def _combine(secret: str, code: str) -> str:
    """Hashed together: the record alone, without the card, gives nobody ten thousand guesses. So the hash need not be slow:
    after a reminder the families of a city open their pages at once, five a second and core were possible."""
    return f"{secret}:{code.strip()}"
