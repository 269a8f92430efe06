"""What is said of an act's field beside its bounds: what it is called, what may be chosen in it, who says it at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, TypeVar, get_args

from pydantic.fields import FieldInfo

from casework.shared.text.labels import INFORMED_ROLES
from casework.shared.text.text_checks import NAMES
from core.words import Words
from usage.units import NAMES as UNITS


@dataclass(frozen=True)
class Caption:
    """What a field of an act is called in its form, where its name alone does not say it; and what each choice says."""

    words: Words | None = None
    choices: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class GeneratedCode:
    """A code of one's own, under which later acts mean the same thing: a page makes one up, so that nobody types one."""

    begins: str
    """The letter with which it begins."""


class PlanChoices(Enum):
    """What only the plan knows, and a form offers to choose from."""

    AID = auto()
    ANYBODY = auto()
    CONDITIONS = auto()
    DEVICES = auto()
    DISMISSIBLE = auto()
    GUARDIANS = auto()
    INCIDENTS = auto()
    LEAVES = auto()
    MILESTONES = auto()
    OFFICES = auto()
    ORDERS = auto()
    PRESENT = auto()
    PROSECUTORS = auto()
    QUESTIONNAIRES = auto()
    QUESTIONS = auto()
    REFERRALS = auto()
    RESTRICTIONS = auto()
    SUCCESSORS = auto()
    SUGGESTIONS = auto()
    UNPLACED_APPS = auto()
    WORKERS_ELSEWHERE = auto()


@dataclass(frozen=True)
class ChosenFrom:
    """It is one of these, or several of them: a form lets choose."""

    among: PlanChoices


@dataclass(frozen=True)
class ScriptOnly:
    """Only a line of a file says it. Who is signed in is who acts, now, and no form or request can say otherwise."""


Mark = TypeVar("Mark")


def get_marker(info: FieldInfo, kind: type[Mark]) -> Mark | None:
    """The mark of that kind on the field or within its type; None where it bears none."""
    return next((each for each in (*info.metadata, *_marks_in(info.annotation)) if isinstance(each, kind)), None)


def _marks_in(annotation: Any) -> Iterator[object]:
    yield from getattr(annotation, "__metadata__", ())
    for inner in get_args(annotation):
        yield from _marks_in(inner)


def get_caption(info: FieldInfo) -> Caption:
    """The field's own caption; an empty one where its name says enough."""
    return next((each for each in info.metadata if isinstance(each, Caption)), Caption())


COMMON_CAPTIONS: Mapping[str, Words] = NAMES | {
    "approved_by": Words("由谁决定", "Who decides"),
    "called_at": Words("什么时候打的电话", "When the call was"),
    "photo_base64": Words("照片", "The photo"),
    "voice_base64": Words("录音", "The voice note"),
    "sheet_base64": Words("填好的表", "The sheet that was filled in"),
    "milestone": Words("哪个节点", "Which milestone"),
    "hours": Words("小时数", "Hours"),
    "yuan": Words("金额（元）", "Amount in yuan"),
    "restriction": Words("限制措施代号（如 r1）", "A code for the restriction (such as r1)"),
    "accepted_on": Words("受理之日", "Day the case was accepted"),
    "said_on": Words("哪天说的（不填即今天）", "When it was said (today, if left empty)"),
    "place": Words("清单上第几项", "Number on the list"),
    "minor_consented_on": Words("本人同意之日", "Day of the minor's consent"),
    "representative_consented_on": Words(
        "法定代理人同意之日（成年后不填）", "Day of the representative's consent (none once of age)"
    ),
    "shared": Words("手机是合用的", "The phone is shared"),
    "granted": Words("是否准许", "Granted or not"),
    "amount": Words("数量", "How much"),
    "answer": Words("这一项怎么算", "Status of this item"),
    "by_on": Words("不晚于", "By"),
    "condition": Words("哪一项附带条件", "Which condition"),
    "decision": Words("哪份决定", "Which decision"),
    "due_on": Words("哪一天的", "Due on which day"),
    "from_on": Words("自", "From"),
    "how": Words("哪种情形", "Which case"),
    "incident": Words("哪个情况", "Which incident"),
    "item": Words("哪一项", "Which item"),
    "kind": Words("哪方面", "Of which kind"),
    "minutes": Words("每天用了多少分钟（从周一起，用空格隔开）", "Minutes a day, from Monday, with spaces between"),
    "new_end_on": Words("新的届满日", "New last day"),
    "night_minutes": Words("其中夜间（分钟）", "Of it at night, in minutes"),
    "on_paper": Words("纸质交来", "Received on paper"),
    "outcome": Words("结果", "Outcome"),
    "person": Words("谁", "Who"),
    "phone": Words("电话", "Phone"),
    "another": Words("是当天的另一次", "It is another session of that day"),
    "announced_on": Words("宣布之日（不填即今天）", "When it was (today, if left empty)"),
    "present": Words("在场的人", "Who was there"),
    "state": Words("情况", "Status"),
    "told_by_phone": Words("电话里说的", "Reported by phone"),
    "to": Words("送达给谁", "Served on whom"),
    "to_on": Words("至", "Until"),
    "until_on": Words("至哪一天", "Until"),
    "ground": Words("依据", "On which ground"),
    "proposed_by": Words("书面提请的检察官（登录名）", "The prosecutor who proposed it (sign-in name)"),
    "receipt_number": Words("回执号", "Receipt number"),
    "remedy": Words("哪种救济", "Which remedy"),
    "leave": Words("哪次外出", "Which leave"),
    "office": Words("哪个检察院", "Which office"),
    "role": Words("哪个岗位", "Which role"),
    "social_worker": Words("当地社工", "Their social worker"),
    "against": Words("对什么有异议", "Objects to what"),
    "objection_by": Words("谁提出", "Made by"),
    "step": Words("哪件事", "What is asked for"),
    "number": Words("回证编号", "Receipt number"),
    "on": Words("哪一天（不填即今天）", "Which day (today, if left empty)"),
}
"""Fields that several acts ask alike, by their name."""

COMMON_CHOICES: Mapping[str, Words] = {
    "state.in_school": Words("在校学习", "At school"),
    "state.back_in_school": Words("已返校学习", "Back at school"),
    "state.in_training": Words("职业培训或当学徒", "In training or an apprentice"),
    "state.in_work": Words("在工作", "At work"),
    "state.looking": Words("正在找学校或工作", "Looking for a school or work"),
    "state.neither": Words("目前没有上学和工作", "Neither at present"),
    "state.with_parents": Words("和父母住", "With a parent"),
    "state.with_grandparents": Words("和祖辈住，父母在外", "With grandparents, the parents away"),
    "state.with_others": Words("和其他人住", "With others"),
    "state.boarding": Words("住校或住集体宿舍", "Boarding"),
    "state.alone": Words("独自住", "Alone"),
    "source.activitywatch": Words("ActivityWatch导出文件", "ActivityWatch export"),
    "source.usagestats_csv": Words("安卓使用统计表", "Android usage statistics"),
    "source.sheet": Words("一周手机使用小表", "Weekly screen-time sheet"),
    "source.minors_mode": Words("未成年人模式汇总", "Minors' mode summary"),
    "source.game_record": Words("游戏实名记录", "Game real-name record"),
    "source.diary": Words("自己的记录", "Own diary"),
    "source.router": Words("路由器上下线记录", "Router on and off times"),
    "outcome.reached": Words("联系到本人", "Spoke to the person"),
    "outcome.not_reached": Words("没有接通", "Not reached"),
    "outcome.call_back": Words("会回电话", "Will call back"),
    "outcome.wrong_number": Words("号码不对", "A wrong number"),
    "how.objection": Words("双方均有异议", "Both object"),
    "granted.true": Words("准许", "Granted"),
    "granted.false": Words("不准许", "Not granted"),
    "how.death": Words("死亡", "Death"),
    "how.no_liability": Words("不负刑事责任", "No liability after all"),
    "how.corrected_by_higher_office": Words("上级院纠正", "Corrected by the higher office"),
    "how.change_of_jurisdiction": Words("改变管辖", "Change of jurisdiction"),
    "ground.reexamination": Words("复查决定", "A re-examination"),
    "ground.found_wrong": Words("发现确有错误", "Found to be wrong"),
    "how.visit": Words("见面", "Visit"),
    "how.call": Words("电话", "Call"),
    "how.video": Words("视频", "Video"),
    "against.decision": Words("附条件不起诉决定", "The decision"),
    "against.conditions": Words("所附条件或者考验期", "The conditions, or the length"),
    "because.supplementary_investigation": Words("补充侦查完毕移送", "Back from supplementary investigation"),
    "because.change_of_jurisdiction": Words("改变管辖", "A change of jurisdiction"),
    "objection_by.both": Words("本人和法定代理人", "Both"),
    "objection_by.minor": Words("本人", "The minor"),
    "objection_by.legal_representative": Words("法定代理人", "The legal representative"),
    "kind.new_crime": Words("新的犯罪嫌疑", "Suspicion of a new crime"),
    "kind.missed_crime": Words("遗漏的犯罪嫌疑", "Suspicion of an earlier crime"),
    "kind.public_security": Words("治安管理方面", "Public-security matter"),
    "kind.supervision_rules": Words("监督考察规定方面", "Rules of supervision"),
    "step.period_change": Words("变更考验期", "A change of the period"),
    "step.revocation": Words("撤销附条件不起诉", "Revocation"),
    "step.end_otherwise": Words("以其他方式终结", "Ended on other grounds"),
    "step.non_prosecution": Words("不起诉", "Non-prosecution"),
    "how.signed": Words("本人签收", "Signed for"),
    "how.taken_in": Words("成年家属代收", "Accepted by an adult member of the family"),
    "how.left_there": Words("拒绝签收，留置送达", "Refused; served by leaving"),
    **{
        f"{topic}.{code}": words
        for topic in ("school_or_work", "agreements", "phone_use", "mood")
        for code, words in (
            ("well", Words("挺好", "Well")),
            ("mixed", Words("有好有不好", "Mixed")),
            ("hard", Words("不容易", "Hard")),
            ("cannot_say", Words("说不上来", "Cannot say")),
        )
    },
    **{f"who.{code}": words for code, words in INFORMED_ROLES.items() if code != "other"},
    **{f"upload_usage.unit.{unit.value}": name for unit, name in UNITS.items()},
}
"""Choices that several acts offer alike, by `field.code`."""
