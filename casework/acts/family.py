"""The people of the case: a quiet time, danger, contacts, age, consents."""

from typing import Literal

from pydantic import Field

from casework import age, consents, data_requests, people
from casework.acts.act import Act, Relation, Short
from casework.acts.performer import Performer
from casework.files.file_part import BirthDay, ComingDay, Number, PastDay, TimeOfDay
from law.guardians import ReportReceiver
from sunward.clock import at_local


class Hush(Act):
    """All texts are held back until a day, with a reason; a person calls instead and legal clocks go on."""

    did: Literal["hush"]
    until_on: ComingDay
    reason: str = Field(min_length=1, max_length=20_000)


class ReportDanger(Act):
    """A worker reported harm to the child to the authorities; the person named as danger receives and sees nothing."""

    did: Literal["report_danger"]
    person: Relation
    told_to: str = Field(min_length=1, max_length=200)
    """Who was reached, by office and name."""
    reached: Literal["police", "civil_affairs", "education"] | None = None
    """Whom the law names to report to; without it, the report has its finding."""
    called_at: TimeOfDay | None = None
    """When the call was made today; without it, now."""
    accepted_on: PastDay | None = None
    """The day on which the authority took it up; the feedback's three days run from there."""
    reference: str | None = Field(None, max_length=200)
    facts: str = Field(min_length=1, max_length=20_000)


class RecordFeedback(Act):
    """The authority that took the report answered."""

    did: Literal["record_feedback"]
    accepted_on: PastDay | None = None
    """Where it only says that the report was accepted: on which day. The clock then runs from there."""
    text: str = Field(min_length=1, max_length=20_000)


class RestoreContact(Act):
    """Whoever had been named as the danger is a contact again, by the prosecutor's word."""

    did: Literal["restore_contact"]
    person: Relation
    reason: str = Field(min_length=1, max_length=20_000)


class NameContact(Act):
    """A contact person was named or changed: somebody new, or a new number for somebody known."""

    did: Literal["name_contact"]
    person: Relation
    """'minor' or the relation, such as 'aunt'."""
    name: Short | None = None
    phone: Number | None = None
    device: Literal["own", "shared", "keypad", "none", "unknown"] = "unknown"
    represents: bool | None = None
    """Whether this is the legal representative; left out, it stays as it was."""


class EndContact(Act):
    """A guardian died, or is the guardian no longer."""

    did: Literal["end_contact"]
    person: Relation
    because: Literal["died", "no_longer_guardian"]
    since: PastDay | None = None
    reason: str = Field("", max_length=1000)


class AskAboutData(Act):
    """Somebody of the family asked about what is stored of them."""

    did: Literal["ask_about_data"]
    wish: Literal["copy", "correct", "delete", "object"]
    text: str = Field(min_length=1, max_length=4000)


class AnswerDataRequest(Act):
    """A request about one's own data was answered."""

    did: Literal["answer_data_request"]
    place: int = Field(ge=1)
    """The how-manieth request of the plan."""
    outcome: Literal["done", "partly", "refused"]
    reason: str = Field(min_length=1, max_length=4000)


class DoubtAge(Act):
    """A paper or person says that the birth date is another. Counting and texts about duties stop at once."""

    did: Literal["doubt_age"]
    claimed_born_on: BirthDay
    source: str = Field(min_length=1, max_length=20_000)


class SettleAge(Act):
    """The doubt about age was settled by a named person."""

    did: Literal["settle_age"]
    born_on: BirthDay
    reason: str = Field(min_length=1, max_length=20_000)


class Consenting(Act):
    """What somebody of the family says about consents, themselves or through somebody of the team who writes it down."""

    person: Relation | None = None
    """Whose word it is: 'minor' or the relation of a guardian. Of the family each answers for themselves."""
    told_by_phone: bool = False
    on_paper: bool = False
    """Written down by somebody of the team: told by phone, or signed on paper; otherwise said in person."""
    said_on: PastDay | None = None
    """The day on which it was said, if that was not today."""


class GiveConsents(Consenting):
    """Somebody of the family answered whether data of devices may be collected; of age, with the other own consents."""

    did: Literal["give_consents"]
    device_data: bool | None = None
    """True for a Yes, false for a No. Left out, nothing was answered: silence is no consent."""


class WithdrawConsent(Consenting):
    """Consent to device data was withdrawn; nothing is lost by it."""

    did: Literal["withdraw_consent"]


Acts = (
    Hush | ReportDanger | RecordFeedback | RestoreContact | NameContact | EndContact | AskAboutData | AnswerDataRequest | DoubtAge
    | SettleAge | GiveConsents | WithdrawConsent
)  # fmt: skip


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case Hush():
            people.hush(desk, by, number, until_on=act.until_on, reason=act.reason)
        case ReportDanger():
            people.report_danger(
                desk, by, number, relation=act.person, told_to=act.told_to, reference=act.reference, facts=act.facts,
                reached=ReportReceiver(act.reached) if act.reached else None, accepted_on=act.accepted_on,
                called_at=at_local(act.on, act.called_at) if act.called_at else None,
            )  # fmt: skip
        case RecordFeedback():
            people.record_feedback(desk, by, number, text=act.text, accepted_on=act.accepted_on)
        case RestoreContact():
            people.restore_contact(desk, by, number, relation=act.person, reason=act.reason)
        case NameContact():
            people.name_contact(
                desk, by, number, relation=act.person, name=act.name, phone=act.phone, device=act.device,
                represents=act.represents,
            )  # fmt: skip
        case EndContact():
            people.end_contact(
                desk, by, number, relation=act.person, because=people.Ended(act.because), on=act.since or act.on,
                reason=act.reason,
            )  # fmt: skip
        case AskAboutData():
            data_requests.ask_about_data(desk, by, number, wish=act.wish, text=act.text)
        case AnswerDataRequest():
            data_requests.answer_data_request(desk, by, number, place=act.place, outcome=act.outcome, reason=act.reason)
        case DoubtAge():
            age.doubt_age(desk, by, number, claimed_born_on=act.claimed_born_on, source=act.source)
        case SettleAge():
            age.settle_age(desk, by, number, born_on=act.born_on, reason=act.reason)
        case GiveConsents():
            consents.give_consents(
                desk, by, number, device_data=act.device_data, person=act.person, way=_way(act), said_on=act.said_on
            )
        case WithdrawConsent():
            consents.withdraw_consent(desk, by, number, person=act.person, way=_way(act), said_on=act.said_on)


def _way(act: Consenting) -> str | None:
    return "phone" if act.told_by_phone else "paper" if act.on_paper else None
