"""What is said of an act's field beside its bounds: what it is called, what may be chosen in it, who says it at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, TypeVar, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from casework.shared.text.labels import INFORMED_ROLES
from casework.shared.text.text_checks import NAMES
from core.i18n import Text, _, pgettext


@dataclass(frozen=True)
class Caption:
    """What a field of an act is called in its form, where its name alone does not say it; and what each choice says."""

    words: Text | None = None
    choices: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class GeneratedCode:
    """A code of one's own, under which later acts mean the same thing: a page makes one up, so that nobody types one."""

    begins: str
    """The letter with which it begins."""


@dataclass(frozen=True)
class Correctable:
    """A correction of the fact can say it otherwise, under these words."""

    words: Text


RIGHT_DAY_OF_ANNOUNCEMENT = _("宣布（附条件不起诉决定或者不起诉决定）：正确的宣布之日")
RIGHT_FIRST_DAY = _("无法履行或者强制措施：正确的起始日")


class PlanChoices(Enum):
    """What only the plan knows, and a form offers to choose from."""

    AID = auto()
    ANYBODY = auto()
    ANY_DEVICE = auto()
    ANY_RESTRICTION = auto()
    COLLEAGUES = auto()
    CONDITIONS = auto()
    DATA_REQUESTS = auto()
    DEVICES = auto()
    DISMISSIBLE = auto()
    ENTRIES = auto()
    FAMILY = auto()
    GOALS = auto()
    GUARDIANS = auto()
    INCIDENTS = auto()
    LEAVES = auto()
    MILESTONES = auto()
    OFFICES = auto()
    ORDERS = auto()
    PRESENT = auto()
    PROPERTY = auto()
    PROSECUTORS = auto()
    QUESTIONNAIRES = auto()
    REFERRALS = auto()
    RESTRICTIONS = auto()
    SUCCESSORS = auto()
    SUGGESTIONS = auto()
    TALKS = auto()
    UNPLACED_APPS = auto()
    USAGE_FILES = auto()
    WORKERS_ELSEWHERE = auto()


@dataclass(frozen=True)
class ChosenFrom:
    """It is one of these, or several of them: a form lets choose."""

    among: PlanChoices


@dataclass(frozen=True)
class Group:
    """A part of a file: a form asks for its fields under this heading. Of a list of parts it has room for so many, and for
    one more than are filled in."""

    title: Text
    rows: int = 0


@dataclass(frozen=True)
class AskedAlways:
    """The form asks for it in any case, although a file may leave out the part it stands in."""


@dataclass(frozen=True)
class InOrder:
    """What is chosen comes in the order in which it counts: a form asks for the first alone."""


@dataclass(frozen=True)
class ScriptOnly:
    """Only a line of a file says it. Who is signed in is who acts, now, and no form or request can say otherwise."""


@dataclass(frozen=True)
class RequestOnly:
    """A caller of the API gives it in the act; a page asks for it in its own place."""


Mark = TypeVar("Mark")


def get_marker(info: FieldInfo, kind: type[Mark]) -> Mark | None:
    """The mark of that kind on the field or within its type; None where it bears none."""
    return next((each for each in (*info.metadata, *_markers_in(info.annotation)) if isinstance(each, kind)), None)


def _markers_in(annotation: Any) -> Iterator[object]:
    yield from getattr(annotation, "__metadata__", ())
    for inner in get_args(annotation):
        yield from _markers_in(inner)


CORRECT_FACT = "correct_fact"
"""The code of the act that corrects a fact."""


def get_correctable_fields(act: type[BaseModel]) -> tuple[str, ...]:
    """The fields of the act that a correction of its fact can say otherwise."""
    return tuple(name for name, info in act.model_fields.items() if get_marker(info, Correctable))


def get_choices(act: type[BaseModel], name: str) -> dict[str, Text]:
    """What that field of the act may say, in words."""
    return {str(code): words for code, words in get_caption(act.model_fields[name]).choices.items()}


def get_caption(info: FieldInfo) -> Caption:
    """The field's own caption; an empty one where its name says enough."""
    return next((each for each in info.metadata if isinstance(each, Caption)), Caption())


COMMON_CAPTIONS: Mapping[str, Text] = NAMES | {
    "without_countersignature": _("部门负责人没有审核的，仍然决定的理由"),
    "called_at": _("什么时候打的电话"),
    "photo_base64": pgettext("column", "照片"),
    "voice_base64": pgettext("column", "录音"),
    "sheet_base64": _("填好的表"),
    "milestone": _("哪个节点"),
    "hours": _("小时数"),
    "yuan": _("金额（元）"),
    "restriction": _("限制措施代号（如 r1）"),
    "accepted_on": _("受理之日"),
    "said_on": _("哪天说的（不填即今天）"),
    "minor_consented_on": _("本人同意之日"),
    "representative_consented_on": _("法定代理人同意之日（成年后不填）"),
    "shared": _("手机是合用的"),
    "granted": _("是否准许"),
    "amount": _("数量"),
    "answer": _("这一项怎么算"),
    "by_on": pgettext("column", "不晚于"),
    "condition": _("哪一项附带条件"),
    "decision": _("哪份决定"),
    "due_on": _("哪一天的"),
    "from_on": _("自"),
    "how": _("哪种情形"),
    "incident": _("哪个情况"),
    "item": _("哪一项"),
    "kind": pgettext("column", "哪方面"),
    "minutes": _("每天用了多少分钟（从周一起，用空格隔开）"),
    "new_end_on": _("新的届满日"),
    "night_minutes": _("其中夜间（分钟）"),
    "on_paper": _("纸质交来"),
    "outcome": pgettext("column", "结果"),
    "person": pgettext("column", "谁"),
    "phone": _("电话"),
    "another": _("是当天的另一次"),
    "announced_on": _("宣布之日（不填即今天）"),
    "present": _("在场的人"),
    "state": _("情况"),
    "told_by_phone": _("电话里说的"),
    "to": _("送达给谁"),
    "to_on": pgettext("column", "至"),
    "until_on": _("至哪一天"),
    "ground": pgettext("common captions", "依据"),
    "proposed_by": _("书面提请的检察官（登录名）"),
    "receipt_number": _("回执号"),
    "remedy": _("哪种救济"),
    "leave": _("哪次外出"),
    "office": pgettext("column", "哪个检察院"),
    "role": _("哪个岗位"),
    "social_worker": _("当地社工"),
    "against": _("对什么有异议"),
    "objection_by": _("谁提出"),
    "step": _("哪件事"),
    "number": _("回证编号"),
    "on": pgettext("column", "哪一天（不填即今天）"),
}
"""Fields that several acts ask alike, by their name."""

COMMON_CHOICES: Mapping[str, Text] = {
    "source.activitywatch": _("ActivityWatch导出文件"),
    "source.sheet": pgettext("choice", "一周手机使用小表"),
    "source.reported": _("由其他系统报送，按陈述对待"),
    "granted.true": pgettext("choice", "准许"),
    "granted.false": pgettext("choice", "不准许"),
    "ground.reexamination": _("复查决定"),
    "ground.found_wrong": _("发现确有错误"),
    "how.visit": _("见面"),
    "how.call": pgettext("choice", "电话"),
    "how.video": pgettext("choice", "视频"),
    "against.decision": pgettext("choice", "附条件不起诉决定"),
    "against.conditions": _("所附条件或者考验期"),
    "because.supplementary_investigation": _("补充侦查完毕移送"),
    "because.change_of_jurisdiction": pgettext("captions: common choices", "改变管辖"),
    "objection_by.both": _("本人和法定代理人"),
    "objection_by.minor": pgettext("choice", "本人"),
    "objection_by.legal_representative": _("法定代理人"),
    "kind.new_crime": _("新的犯罪嫌疑"),
    "kind.missed_crime": _("遗漏的犯罪嫌疑"),
    "kind.public_security": _("治安管理方面"),
    "kind.supervision_rules": _("监督考察规定方面"),
    "step.change_period": pgettext("choice", "变更考验期"),
    "step.revoke": _("撤销附条件不起诉"),
    "step.end_otherwise": pgettext("title", "法定不起诉、存疑不起诉、移送或者转起诉"),
    "step.decide_non_prosecution": pgettext("choice", "不起诉"),
    "how.signed": _("本人签收"),
    "how.taken_in": _("成年家属代收"),
    "how.left_there": _("拒绝签收，留置送达"),
    **{
        f"{topic}.{code}": words
        for topic in ("school_or_work", "agreements", "phone_use", "mood")
        for code, words in (
            ("well", _("挺好")),
            ("mixed", _("有好有不好")),
            ("hard", _("不容易")),
            ("cannot_say", _("说不上来")),
        )
    },
    **{f"who.{code}": words for code, words in INFORMED_ROLES.items() if code != "other"},
}
"""Choices that several acts offer alike, by `field.code`."""
