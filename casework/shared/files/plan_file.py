"""The plan file: one minor's plan as a stranger can write it, in TOML.

The classes are the format: their JSON Schema is what `sunward schema plan` prints, and docs/plan-file.md explains it.
Reading a file finds every mistake at once, each with its place; nothing is changed by reading.
"""

from datetime import time
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, create_model, model_validator

from casework.acting.acts.captions import AskedAlways, Caption, Group, InOrder
from casework.shared.files.base import (
    MAX_AMOUNT,
    Day,
    DaysText,
    FileModel,
    Number,
    TimeOfDay,
    WindowText,
    field_error,
    written_as,
)
from casework.shared.files.case_parts import (
    AdultsPart,
    CardsPart,
    HearingPart,
    InvestigationPart,
    ObjectionPart,
    PropertyPart,
    QuestioningPart,
)
from casework.shared.items.item_kinds import RHYTHMS, Recurrence, Rhythm
from casework.shared.text.labels import RELATIONS, ROLES
from core.i18n import Text, _, pgettext
from models.office import Role
from usage.chinese_numerals import read_article

__all__ = ["Day", "FileModel", "PlanFile", "TimeOfDay"]

Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_WEEKDAY_NAMES: dict[str, Text] = {
    "Mon": pgettext("choice", "周一"), "Tue": pgettext("choice", "周二"), "Wed": pgettext("choice", "周三"),
    "Thu": pgettext("choice", "周四"), "Fri": pgettext("choice", "周五"), "Sat": pgettext("choice", "周六"),
    "Sun": pgettext("choice", "周日"),
}  # fmt: skip
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
IdentityNumber = Annotated[
    str, Field(pattern=r"^[0-9]{17}[0-9Xx]$"), written_as(_("应为18位公民身份号码，最后一位可以是X。"))
]
OffenceArticle = Annotated[
    str,
    BeforeValidator(lambda text: read_article(text) if isinstance(text, str) else text),
    Field(pattern=r"^[0-9]{2,3}(-[0-9])?$"),
    written_as(_("应为《刑法》的条文，如264、287-2。")),
]
"""An article of the Criminal Law, kept as '264' or '287-2' however it is cited."""
ShortName = Annotated[str, Field(min_length=1, max_length=60)]
Device = Literal["own", "shared", "keypad", "none", "unknown"]
Reach = Literal["sms", "call", "paper"]
_DEVICES: dict[str, Text] = {
    "own": _("自己的"), "shared": _("合用的"), "keypad": _("按键手机"), "none": pgettext("choice", "没有手机"),
    "unknown": _("不清楚"),
}  # fmt: skip
_REACH: dict[str, Text] = {"sms": _("短信"), "call": _("打电话"), "paper": _("纸面")}
SEXES: dict[str, Text] = {"M": _("男"), "F": _("女")}
NATIONALITY = Caption(_("国籍（中国籍不填）"))
FOREIGN_DOCUMENT = Caption(_("护照等外国证件的种类和号码"))
INTERPRETED = Caption(_("需要翻译的语言"))
SIGN_LANGUAGE = Caption(_("使用手语"))
_OWNERS: dict[str, Text] = {"minor": _("本人"), "guardian": _("监护人"), "social_worker": _("社工")}


class PersonPart(FileModel):
    """A person of the household and how to reach them. Contacts of one person are never shown to another."""

    name: Annotated[str, Caption(_("姓名（页面上怎么称呼）"))] = Field(min_length=1, max_length=40)
    phone: Annotated[Number | None, Caption(pgettext("column", "电话"))] = None
    device: Annotated[Device, Caption(_("是谁的手机"), _DEVICES)] = "unknown"
    """Whose phone it is: only an own device can show that its owner could know."""
    reach: Annotated[list[Reach], Caption(_("怎么联系"), _REACH), InOrder()] = ["sms"]
    """In which order this person is reached; a call by a person and a sheet of paper count as much as a text."""
    phone_held: list[WindowText] = []
    """When this person holds the phone, such as 'Fri 18:00-Sun 16:00'; empty means always."""
    held_in_term: bool = False
    """The hours apply in school terms only: it is the school that keeps the phone."""
    not_at: list[WindowText] = Field([], max_length=21)
    """Hours of every week in which this person sleeps or works, such as 'Mon 22:00-Tue 07:00'."""
    exams: list[DaysText] = Field([], max_length=20)
    """Days of examinations, such as '2027-06-07/2027-06-09': nothing is sent on them that can wait."""
    interpreted: Annotated[ShortName | None, INTERPRETED] = None
    """The language in which this person follows what is said: an interpreter is there."""
    sign_language: Annotated[bool, SIGN_LANGUAGE] = False
    """Whether this person signs: nobody calls, and somebody who signs is there."""
    quiet: bool = False
    """True while this person opted out of all messages; a person calls instead."""

    @model_validator(mode="after")
    def _never_called(self) -> "PersonPart":
        if self.sign_language and "call" in self.reach:
            raise field_error(_("使用手语的，不打电话联系：请写短信或者纸面。"))
        return self


class MinorPart(PersonPart):
    """The young person. `name` is what the file calls them; all of this part is encrypted in the record."""

    sex: Annotated[Literal["M", "F"], Caption(_("性别"), SEXES)]
    born_on: Annotated[Day, Caption(_("出生日期（公历）"))]
    at_school: bool = True
    """While true, no text comes in class hours."""
    identity_number: Annotated[IdentityNumber | None, Caption(_("公民身份号码（文书上用）"))] = None
    nationality: Annotated[ShortName | None, NATIONALITY] = None
    """Empty for a Chinese national."""
    foreign_document: Annotated[ShortName | None, FOREIGN_DOCUMENT] = None
    """Kind and number of a passport or another foreign document, in place of the identity number."""
    address: Annotated[str | None, Caption(_("住址（文书上用）"))] = None


class GuardianPart(PersonPart):
    """A parent or other adult of the family."""

    relation: Annotated[
        Literal["mother", "father", "grandmother", "grandfather", "aunt", "uncle", "brother", "sister", "other"],
        Caption(pgettext("column", "关系"), RELATIONS),
    ]
    legal_representative: Annotated[bool, Caption(_("是法定代理人"))] = False
    receives: bool = True
    """Whether this person receives messages."""
    address: str | None = None
    address_hidden_from: list[str] = []
    from_on: Day | None = None
    """Since when this person is a contact; empty means from the start."""


class InformedPart(FileModel):
    """A person outside the family who already knows, as a named prosecutor has recorded."""

    role: Literal["form_teacher", "head_teacher", "employer", "mentor", "grid_worker", "village_committee", "other"]
    name: str = Field(min_length=1, max_length=40)
    since: Day
    recorded_by: str
    told_by: str | None = None
    phone: Number | None = None
    """Only school and mentor ever receive messages, and only for a form that a person sends manually."""


PartyState = Literal["heard", "tried_and_failed", "not_wished", "not_in_this_case", "no_longer_a_party"]
_STATES: dict[str, Text] = {
    "heard": _("已听取"),
    "tried_and_failed": _("联系过，未能听取"),
    "not_wished": _("问过，不愿发表意见"),
    "not_in_this_case": pgettext("choice", "本案没有"),
    "no_longer_a_party": _("不再是当事人"),
}


class OpinionPart(FileModel):
    """One party's opinion before the decision (Rules art 469): in one of five states, with its date."""

    state: Annotated[PartyState, Caption(choices=_STATES), AskedAlways()]
    on: Annotated[Day | None, Caption(pgettext("column", "日期"))] = None
    tried_on: list[Day] = []
    note: str | None = None

    @model_validator(mode="after")
    def _dated(self) -> "OpinionPart":
        if self.state in ("heard", "not_wished") and self.on is None:
            raise field_error(_("听取意见须写明日期。"))
        if self.state == "tried_and_failed" and not self.tried_on:
            raise field_error(_("未能听取须写明尝试日期。"))
        return self


class PoliceOpinionPart(OpinionPart):
    """The opinion of the police, and its form (HR-02): in writing, approved by the head of a county-level organ."""

    written: Annotated[bool | None, Caption(_("意见是书面的"))] = None
    approved_by_head: Annotated[bool | None, Caption(_("经县级以上公安机关负责人批准"))] = None


class OpinionsPart(FileModel):
    police: Annotated[PoliceOpinionPart | None, Caption(pgettext("column", "公安机关"))] = None
    victim: Annotated[OpinionPart | None, Caption(pgettext("column", "被害人"))] = None
    minor: Annotated[OpinionPart | None, Caption(pgettext("choice", "本人"))] = None
    legal_representative: Annotated[OpinionPart | None, Caption(pgettext("column", "法定代理人"))] = None
    defender: Annotated[OpinionPart | None, Caption(pgettext("column", "辩护人"))] = None


class BailPart(FileModel):
    """Bail (取保候审) or residential surveillance: counted afresh for each deciding organ (Rules art 103)."""

    decided_by: Annotated[
        Literal["police", "procuratorate", "court"],
        Caption(
            _("决定机关"),
            {
                "police": _("公安机关"),
                "procuratorate": _("本院"),
                "court": pgettext("new plan: choices", "法院"),
            },
        ),
    ]
    measure: Annotated[
        Literal["bail", "residential_surveillance"],
        Caption(
            _("措施"),
            {
                "bail": pgettext("choice", "取保候审"),
                "residential_surveillance": pgettext("choice", "监视居住"),
            },
        ),
    ] = "bail"
    from_on: Annotated[Day, Caption(_("自"))]
    lifted_on: Day | None = None


REPENTANCE: dict[str, Text] = {
    "plea": _("认罪认罚"), "restitution": _("退赔"), "apology": _("道歉"), "forgiveness": _("取得谅解"),
    "surrender": _("自首"), "help_in_recovery": _("协助追回"), "other": _("其他"),
}  # fmt: skip


class CasePart(FileModel):
    office: str = Field(min_length=1, max_length=40)
    """The basic-level office, by its name; it is made if the record does not know it yet."""
    offence_article: Annotated[OffenceArticle, Caption(_("罪名条文，如264、287-2"))]
    act_dates: Annotated[list[Day], Caption(_("行为日期（多个用逗号分开）"))] = Field(min_length=1)
    facts_line: Annotated[str, Caption(_("案情一句话"))] = Field(min_length=1, max_length=400)
    predicted_sentence_months: Annotated[int, Caption(_("可能判处的刑期（月）"))] = Field(ge=0, le=300)
    reasons_for_prediction: str | None = None
    evidence_sufficient: bool | None = None
    repentance: Annotated[
        list[Literal["plea", "restitution", "apology", "forgiveness", "surrender", "help_in_recovery", "other"]],
        Caption(_("悔罪表现"), REPENTANCE),
    ] = Field(min_length=1)
    why_not_minor_offence: str | None = None
    """Why art. 177(2) is not used (PR-07)."""
    no_victim: Annotated[bool, Caption(_("本案没有被害人"))] = False
    victims: Annotated[int, Caption(_("被害人人数"))] = Field(0, ge=0, le=500)
    counsel: Annotated[
        Literal["retained", "legal_aid", "none"] | None,
        Caption(
            _("辩护"),
            {
                "legal_aid": pgettext("choice", "法律援助"),
                "retained": _("委托"),
                "none": pgettext("within a sentence", "没有"),
            },
        ),
    ] = None
    """If omitted, it is not recorded (PR-10): a defender who was heard shows it as well."""
    opinions: Annotated[OpinionsPart, Group(_("听取意见"))] = OpinionsPart()
    bail: Annotated[list[BailPart], Group(_("强制措施"), rows=1)] = []
    in_custody: Annotated[bool, Caption(_("仍在押"))] = False
    """Whether the person is still locked up when the decision is signed (DE-05)."""
    handler_familiar_with_minors: bool | None = None
    serious_injury_or_death: bool = False
    """What makes somebody of fourteen liable for an injury (PR-02)."""
    mitigating: list[Literal["deceived", "short_and_little_gain", "plea", "useful_help"]] = []
    aggravating: list[
        Literal[
            "organising_or_long_trading", "using_minors_or_students", "insider", "cross_border", "dedicated_tools",
            "deepfake", "penalty_within_two_years", "conviction_within_five_years",
        ]
    ] = []  # fmt: skip
    """Both for card and account cases (PR-08)."""
    cards: CardsPart | None = None
    questioning: QuestioningPart | None = None
    social_investigation: InvestigationPart | None = None
    adults: AdultsPart | None = None
    property: list[PropertyPart] = []
    objection: ObjectionPart | None = None
    hearing: HearingPart | None = None


class ReviewPart(FileModel):
    """The clock of review for prosecution: what was used before the decision stays used."""

    received_on: Annotated[Day, Caption(_("审查起诉受理日"))]
    extended: Annotated[bool, Caption(_("已延长十五日"))] = False
    fast_track: bool = False
    returned_on: list[Day] = []
    """Each day on which the case was returned from supplementary investigation: the limit restarts (CPL art 175)."""
    jurisdiction_changed_on: list[Day] = []
    """Each day on which jurisdiction changed: the limit restarts (CPL art 172(2))."""
    proposed_on: Day | None = None
    """When the decision was proposed (HR-07)."""
    limit_ends_on: Day | None = None
    """The limit's written end; without it, computed from the day on which it began last."""


class DecisionPart(FileModel):
    on: Annotated[Day, Caption(pgettext("column", "决定日"))]
    months: Annotated[int, Caption(_("考验期（月）"))] = Field(ge=1, le=36)
    period_written_from: Annotated[Day, Caption(_("决定书写明自"))]
    period_written_to: Annotated[Day, Caption(_("决定书写明至"))]
    """As the decision's text says; the system computes its own and warns on a difference."""
    reasons: Annotated[str | None, Caption(pgettext("within a sentence", "理由"))] = Field(None, max_length=2000)
    decided_by: Annotated[str | None, Caption(_("决定人（检察长或者授权的副检察长）"))] = Field(
        None, min_length=1, max_length=60
    )
    """Who decided it, chief procurator or authorised deputy: by sign-in name, or by name in words. If omitted, it is
    not recorded; nobody is assumed to have decided what they proposed."""
    leave_boundary: Annotated[
        Literal["county", "city"],
        Caption(_("未经批准不得离开"), {"county": _("县（市、区）"), "city": _("设区的市")}),
    ] = "county"
    """What may not be left without approval, as written in the decision."""
    in_writing: bool = True
    """Whether there is a written decision (DE-01)."""
    victim_told: Annotated[
        list[Literal["complaint", "no_court"]] | None,
        Caption(
            pgettext("column", "已告知被害人"),
            {
                "complaint": pgettext("choice", "七日内可以申诉"),
                "no_court": pgettext("choice", "不能提起自诉"),
            },
        ),
    ] = None
    """What the victim was informed of: the seven days, and that no private prosecution is possible (DE-04)."""
    agreement_signed: bool | None = None
    """The supervision agreement (SU-04)."""


class AnnouncementPart(FileModel):
    """The announcement in person (Rules art 471(2)). May be given by an act instead."""

    on: Day
    present: list[Annotated[str, Field(pattern=r"^[a-z_]{2,24}$")]] = Field(["minor"], max_length=20)
    explained: list[Literal["period", "rules", "liability"]] = []
    """Which of the three items were explained. If left out, the plan has no record of it, and says so."""


class ServicePart(FileModel):
    to: Literal["police", "victim", "minor", "legal_representative", "defender"]
    on: Day
    number: str | None = Field(None, max_length=40)
    """Receipt number, for an addressee of whom there are several."""


CONDITION_KINDS: dict[str, Text] = {
    "A1": _("心理辅导、矫治"), "A2": _("公益劳动"), "A3": _("不接触特定人员、场所"),
    "A4": pgettext("choice", "赔偿、道歉"), "A5": pgettext("choice", "教育课程"), "A6": _("其他"),
}  # fmt: skip
_CONFIRMERS: dict[str, Text] = {
    "social_worker": _("社工"), "assistant": pgettext("choice", "检察官助理"), "prosecutor": _("检察官"),
    "guardian": _("监护人"), "police": _("公安机关"), "mentor": _("帮扶人、网格员或者用人单位（已知情）"),
    "other": _("其他人"),
}  # fmt: skip


class ConditionPart(FileModel):
    """One additional condition (Rules art 476), measurable: what, how often, evidence, who confirms, whose it is."""

    kind: Annotated[Literal["A1", "A2", "A3", "A4", "A5", "A6"], Caption(_("类别"), CONDITION_KINDS)]
    text: Annotated[str, Caption(pgettext("column", "内容"))] = Field(min_length=2, max_length=400)
    measure: Annotated[str, Caption(_("怎样算完成"))] = Field(min_length=1, max_length=200)
    evidence: Annotated[str, Caption(_("凭什么确认"))] = Field(min_length=1, max_length=200)
    confirmed_by: Annotated[
        Literal["prosecutor", "assistant", "social_worker", "guardian", "police", "mentor", "other"],
        Caption(_("由谁确认"), _CONFIRMERS),
    ]
    """A mentor or employer who is recorded as knowing confirms hours or times on a page of their own."""
    amount: Annotated[int | None, Caption(_("数量（可不填）"))] = Field(None, ge=1, le=MAX_AMOUNT)
    """How many times, hours or yuan are required, where it can be counted."""
    unit: Annotated[
        Literal["times", "hours", "yuan", "items"] | None,
        Caption(pgettext("column", "单位"), {"times": _("次"), "hours": _("小时"), "yuan": _("元"), "items": _("项")}),
    ] = None
    by_on: Annotated[Day | None, Caption(_("不晚于（可不填）"))] = None
    owner: Annotated[Literal["minor", "guardian", "social_worker"], Caption(_("由谁履行"), _OWNERS)] = "minor"
    residential: bool = False
    """A programme away from home: a named person reviews the provider (OB-08)."""


class WeeklyPart(FileModel):
    on: Annotated[Weekday, Caption(choices=_WEEKDAY_NAMES)]
    by: TimeOfDay = time(20, 0)


class GuardianSheetPart(WeeklyPart):
    owner: Annotated[Literal["guardian", "minor"], Caption(_("小表由谁填"), _OWNERS)] = "guardian"


class EveryDaysPart(FileModel):
    every_days: int = Field(ge=1, le=92)
    first_on: Day | None = None


class EveryMonthsPart(FileModel):
    every_months: int = Field(1, ge=1, le=6)
    on_day: int | None = Field(None, ge=1, le=31)
    """Day of the month; without it, the day of the decision."""


class Cadence(FileModel):
    """How often each item is due. What is omitted is not required, except the worker's contact and the monthly talk."""

    def of(self, kind: str) -> WeeklyPart | EveryDaysPart | EveryMonthsPart | None:
        """How that kind is owed; None where it is not."""
        rhythm: WeeklyPart | EveryDaysPart | EveryMonthsPart | None = getattr(self, kind)
        return rhythm


def _part(rhythm: Rhythm) -> Any:
    """The field of a kind that recurs so, with what it is where nothing is said."""
    kinds: dict[Recurrence, tuple[str, type[FileModel]]] = {
        Recurrence.WEEK: ("on", WeeklyPart if len(rhythm.owners) == 1 else GuardianSheetPart),
        Recurrence.DAYS: ("every_days", EveryDaysPart),
        Recurrence.MONTHS: ("every_months", EveryMonthsPart),
    }
    name, part = kinds[rhythm.every]
    default = rhythm.unless_said and part.model_validate({name: rhythm.unless_said})
    return (Annotated[part | None, Caption(rhythm.asked)] if rhythm.asked else part | None), default or None


if TYPE_CHECKING:
    CadencePart = Cadence
else:
    CadencePart = create_model(
        "CadencePart", __base__=Cadence, __module__=__name__, __doc__=Cadence.__doc__,
        **{kind: _part(rhythm) for kind, rhythm in RHYTHMS.items()},
    )  # fmt: skip


class MilestonePart(FileModel):
    """An evaluation on a day; without any, one at half time."""

    name: str = Field(min_length=1, max_length=40)
    on: Day


class AttachmentsPart(FileModel):
    """What may be attached to submissions; nothing else is accepted or stored."""

    photo: Annotated[bool, Caption(_("可以附照片"))] = False
    voice: Annotated[bool, Caption(_("可以附录音"))] = False
    place: Annotated[bool, Caption(_("可以附大致地点"))] = False
    """Where a worker was, once for each contact and rounded; nobody is ever followed."""
    sheet: bool = True
    """A photographed sheet of paper, in place of typing or beside it."""


class ConsentPart(FileModel):
    """One person's answer about device data before the plan was opened: whose answer it is, when and how."""

    person: Annotated[str, Field(pattern=r"^[a-z_]{2,20}$")]
    """'minor', or the relation of a guardian of this file."""
    given: bool
    """True for a Yes, false for a No; nobody is taken to have agreed by silence."""
    on: Day
    way: Literal["person", "phone", "paper"]
    """Given in person, by phone, or signed on paper."""
    ways: list[Literal["sheet", "photo", "file"]] | None = Field(None, max_length=3)
    """Of a Yes: by which ways data may come in; all of them, if left out."""
    until_on: Day | None = None
    """Of a Yes: the last day on which data may come in; the plan's last day, if left out."""


class UsagePart(FileModel):
    """Digital use: without the consents that are needed nothing of a device is collected, and the family is asked."""

    consent: list[ConsentPart] = Field([], max_length=20)


class BusyPart(FileModel):
    """Days on which the young person is taken up by something else, such as exams: shown before the plan is signed."""

    kind: Annotated[
        Literal["exam", "harvest", "travel", "treatment", "other"],
        Caption(
            _("类别"),
            {
                "exam": _("考试"), "harvest": _("农忙"), "travel": _("外出"), "treatment": _("治疗"), "other": _("其他"),
            },
        ),
    ]  # fmt: skip
    from_on: Annotated[Day, Caption(_("自"))]
    to_on: Annotated[Day, Caption(pgettext("column", "至"))]

    @model_validator(mode="after")
    def _forward(self) -> "BusyPart":
        if self.to_on < self.from_on:
            raise field_error(pgettext("refusal", "终止日早于起始日。"))
        return self


class TeamPart(FileModel):
    """Who is responsible for the plan, by sign-in name. In the demonstration, unknown people are created."""

    prosecutor: Annotated[str, Caption(ROLES[Role.PROSECUTOR])]
    assistant: Annotated[str | None, Caption(ROLES[Role.ASSISTANT])] = None
    social_worker: Annotated[str | None, Caption(ROLES[Role.SOCIAL_WORKER])] = None
    department_head: Annotated[str | None, Caption(ROLES[Role.DEPARTMENT_HEAD])] = None
    chief_prosecutor: Annotated[str | None, Caption(ROLES[Role.CHIEF_PROSECUTOR])] = None
    deputy: Annotated[str | None, Caption(ROLES[Role.DEPUTY])] = None
    clerk: Annotated[str | None, Caption(ROLES[Role.CLERK])] = None


class PlanFile(FileModel):
    """One plan. Everything beside `[case]`, `[review]`, `[decision]`, `[minor]` and `[team]` has a default."""

    format: Literal["sunward-plan/1"]
    number: str | None = Field(None, pattern=r"^[A-Z0-9][A-Z0-9-]{2,19}$")
    """Plan number for people; if omitted, a random one is generated. It must not identify office or person."""
    minor: Annotated[MinorPart, Group(pgettext("device consent: who", "本人"))]
    guardian: Annotated[list[GuardianPart], Group(pgettext("menu", "监护人"), rows=2)] = []
    informed: list[InformedPart] = []
    case: Annotated[CasePart, Group(pgettext("menu", "案件"))]
    review: Annotated[ReviewPart, Group(_("审查起诉"))]
    decision: Annotated[DecisionPart, Group(_("决定和考验期"))]
    announcement: AnnouncementPart | None = None
    service: list[ServicePart] = []
    condition: Annotated[list[ConditionPart], Group(_("附带条件"), rows=4)] = []
    cadence: Annotated[CadencePart, Group(_("日程"))] = CadencePart()
    milestone: list[MilestonePart] = []
    busy: Annotated[list[BusyPart], Group(_("占用的日子"), rows=1)] = []
    attachments: Annotated[AttachmentsPart, Group(_("提交时可以附的（不选就不收）"))] = AttachmentsPart()
    usage: UsagePart = UsagePart()
    team: Annotated[TeamPart, Group(_("办案和帮教人员"))]
    taken_over_on: Day | None = None
    """The first day in this system of a plan that ran before; what was due before is never counted."""
