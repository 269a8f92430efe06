"""Digital use: devices and whose they are, what was agreed, what was handed in, what is said to it, how it is closed."""

from datetime import time
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator

from casework.acting.acts.act import Act, FileContent, Label
from casework.acting.acts.captions import Caption, ChosenFrom, PlanChoices, ScriptOnly
from casework.acting.hooks import Moment, register_hook
from casework.acting.rights.operation import ActGroup, Operation, SystemOperation
from casework.acting.rights.phases import (
    ALSO_AFTERWARDS,
    LATE_FACT,
    NO_CHANGES,
    UNTIL_DECIDED,
    while_running,
)
from casework.acting.rights.scope import CASE_AND_WORKER, CASE_TEAM, FAMILY, TOKENS, RightScope, TokenScope
from casework.shared.facts.fact_rules import FACT_RULES
from casework.shared.files.base import (
    ComingDay,
    DayOfPlan,
    DayOfStretch,
    DayWithinPlan,
    FarDay,
    KnownDay,
    TimeOfDay,
    field_error,
    written_as,
)
from casework.shared.files.typed_minutes import WeekMinutes
from casework.shared.text.text_checks import MAX_REMARK
from core.i18n import _, pgettext
from models.office import Role
from usage.cell_parsers import normalize_hours
from usage.dispositions import DispositionCode
from usage.helps import WhatFor
from usage.questions import YES_TO, QuestionCode

MAX_INLINE = 1_800_000
Hours = Annotated[
    str,
    Field(pattern=r"^(none|([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)$"),
    BeforeValidator(lambda value: normalize_hours(value) if isinstance(value, str) else value),
    written_as(_("应为一段时间，如 20:00-21:00；没有就写“无”。")),
]
"""Hours from and to, such as "20:00-21:00" or "23:00-06:00"; "none" for none at all."""
Minutes = Annotated[int, Field(ge=0, le=1440)]
if TYPE_CHECKING:
    DispositionName = str
    WhatForName = str
    QuestionName = str
else:
    QuestionName = Literal[tuple(code.value for code in QuestionCode)]
    DispositionName = Literal[tuple(code.value for code in DispositionCode)]
    WhatForName = Literal[tuple(code.value for code in WhatFor)]

SourceCode = Literal["activitywatch", "sheet", "reported"]
"""The kinds of record."""
UsageFile = Annotated[UUID | None, ChosenFrom(PlanChoices.USAGE_FILES), Caption(_("哪份记录"))]
"""A file, sheet or report about digital use, by its id."""


class NameDevice(Act):
    """A device is registered under a code, with its owner.

    If it is recorded again, the last entry applies. A shared or unknown device gives no finding about an individual,
    and where too little is known there is no assessment.
    """

    operation: ClassVar = Operation(
        "name_device",
        title=_("登记设备"),
        done=_("登记了一台设备"),
        by=CASE_AND_WORKER,
        fits=UNTIL_DECIDED,
        changes=(FACT_RULES["consent_missing"],),
        group=ActGroup.USAGE,
    )

    device: Annotated[Label, ChosenFrom(PlanChoices.ANY_DEVICE), Caption(_("哪台设备"))]
    """A label of your own, such as 'computer'. The phone of the weekly sheet is 'phone', or 'shared-phone'."""
    whose: Annotated[
        Literal["own", "shared", "unknown"],
        Caption(
            _("谁的"),
            choices={
                "own": _("本人自己的"),
                "shared": pgettext("choice", "合用的"),
                "unknown": _("不清楚"),
            },
        ),
    ]


class RecordDeviceCustody(Act):
    """A device was handed in for keeping, from a time to a time: the reason why its days are missing."""

    operation: ClassVar = Operation(
        "keep_device",
        title=_("登记设备交出保管"),
        done=_("登记了设备交出保管的时间"),
        by=CASE_AND_WORKER,
        fits=UNTIL_DECIDED,
        fact=True,
        group=ActGroup.USAGE,
    )

    device: Annotated[Label, ChosenFrom(PlanChoices.DEVICES), Caption(_("哪台设备"))]
    """The label of the device."""
    from_on: DayOfStretch
    from_at: Annotated[TimeOfDay, Caption(_("几点开始"))] = time(0, 0)
    """If left out, from the start of that day."""
    to_on: DayOfStretch
    to_at: Annotated[TimeOfDay, Caption(_("几点结束"))] = time(23, 59)
    """If left out, to the end of that day."""


class AgreeOnUsage(Act):
    """The plan's terms on digital use as numbers: the only standard by which weeks are assessed."""

    operation: ClassVar = Operation(
        "agree_on_usage",
        title=_("约定用网安排"),
        done=_("登记了约定的用网安排"),
        by=CASE_TEAM,
        fits=while_running(reason=NO_CHANGES),
        group=ActGroup.USAGE,
    )

    from_on: DayWithinPlan | None = None
    """The act's own day, if left out."""
    school_day_minutes: Annotated[Minutes | None, Caption(_("上学日每天最多（分钟）"))] = None
    """The most on a school day."""
    free_day_minutes: Annotated[Minutes | None, Caption(_("休息日每天最多（分钟）"))] = None
    """The most on a free day."""
    night_minutes: Annotated[Minutes | None, Caption(_("夜间（22点至6点）最多（分钟）"))] = None
    """The most between 22:00 and 06:00."""
    gaming_on_school_days: Annotated[Hours | None, Caption(_("上学日游戏时段（如 20:00-21:00，不玩写“无”）"))] = None
    """Hours agreed for games, such as '20:00-21:00'; 'none' for none."""
    gaming_on_free_days: Annotated[
        Hours | None,
        Caption(_("休息日游戏时段（如 20:00-21:00，不玩写“无”）")),
    ] = None
    """Hours agreed for games, such as '20:00-21:00'; 'none' for none."""
    offline_on_school_days: Annotated[
        Hours | None,
        Caption(_("上学日不用的时段（如 23:00-06:00）")),
    ] = None
    """Hours agreed to be without any use, such as '23:00-06:00', from the evening of such a day."""
    offline_on_free_days: Annotated[
        Hours | None,
        Caption(_("休息日不用的时段（如 23:00-06:00）")),
    ] = None
    """Hours agreed to be without any use, such as '23:00-06:00', from the evening of such a day."""
    holiday_from_on: Annotated[FarDay | None, Caption(_("学校假期从"))] = None
    """The first day of a school holiday: its days count as free."""
    holiday_to_on: Annotated[FarDay | None, Caption(_("学校假期到"))] = None
    """The last day of that holiday."""
    guardian_sentence: Annotated[str | None, Caption(_("家长自己的一句（全家的手机约定里写给自己的）"))] = Field(
        None, max_length=200
    )
    """What the guardian wrote for themselves into the family's agreement; encrypted. It is shown to guardians and measures
    nothing."""
    minor_mode: Annotated[bool, Caption(_("家里说好用手机自带的未成年人模式（家里愿意说才勾）"))] = False
    """The family told that they use the phone's own minor mode. Nothing is read from the phone."""


class UploadUsage(Act):
    """A file about digital use, as text or in Base64; or the weekly sheet with a photo of the screen.

    A file waits until somebody has looked at it and confirms it (`confirm_usage`); nothing of it counts before. Titles
    and addresses of pages are dropped while it is read; what stays are minutes a day by kind, encrypted. The same file
    again changes nothing; files that overlap are merged.
    """

    operation: ClassVar = Operation(
        "upload_usage",
        title=_("代交用网记录（粘贴表格）"),
        done=_("交来了用网记录"),
        by={**CASE_AND_WORKER, **FAMILY},
        fits=UNTIL_DECIDED,
        fact=True,
        group=ActGroup.USAGE,
    )

    device: Annotated[Label | None, ChosenFrom(PlanChoices.DEVICES), Caption(_("哪台设备"))] = None
    """The label of the device. Of a file without one it is the phone that sheets are about."""
    text: Annotated[str | None, Caption(_("表格或导出的文字"))] = Field(None, max_length=MAX_INLINE)
    """The file as text: CSV, or an export as JSON."""
    base64: Annotated[FileContent | None, Caption(pgettext("column", "文件"))] = Field(None, max_length=MAX_INLINE)
    """The file in base64: CSV or XLSX in UTF-8 or GB18030, or an export as JSON."""
    minutes: WeekMinutes | None = None
    """Of the weekly sheet: minutes of screen time a day from Monday, or a duration such as "3小时25分"."""
    night_minutes: WeekMinutes | None = None
    """Of the weekly sheet: the minutes of them between 22:00 and 06:00."""
    pickups: Annotated[list[int | None] | None, Caption(_("每天拿起或解锁几次"))] = Field(None, max_length=7)
    """Of the weekly sheet: how often the phone was picked up, one number a day."""
    photo_base64: FileContent | None = Field(None, max_length=MAX_INLINE)
    """A photo of the screen (JPG, PNG), stored encrypted for a limited time."""
    shared: bool | None = None
    """Several people use this phone; then it says nothing about an individual."""
    due_on: KnownDay | None = None
    """Which weekly sheet; as in `submit`."""
    told_by_phone: bool = False
    on_paper: bool = False

    @model_validator(mode="after")
    def _one_thing(self) -> "UploadUsage":
        if sum(each is not None for each in (self.text, self.base64, self.minutes)) != 1:
            raise field_error(_("请给出text、base64、minutes之一。"))
        return self


class ConfirmUsage(Act):
    """A submission about digital use was checked, and counts from now on. By the person who submitted it, or by a
    member of the team; what a guardian submitted, by the young person, or by the team once they have gone through it with
    them.
    """

    operation: ClassVar = Operation(
        "confirm_usage",
        title=_("用网记录看过无误，开始计算"),
        done=_("看过一份用网记录，开始计算"),
        by={**CASE_AND_WORKER, Role.MINOR: RightScope.OWN},
        fits=UNTIL_DECIDED,
        group=ActGroup.USAGE,
    )

    file: UsageFile = None
    """Its id, as the answer to the upload has it; if left out, the only one that waits."""
    yes_to: Annotated[
        list[QuestionName],
        Caption(_("对哪几个问题回答“是”"), choices={code.value: words for code, words in YES_TO.items()}),
    ] = []
    """Which questions of its preview are answered by yes. Also later, for what counts already, with its `file`. Without
    an answer the figures of those days stay the least there was."""
    device: Annotated[Label | None, ScriptOnly(), Caption(_("哪台设备"))] = None
    """In a file: the label of the device of which it is the only one that waits."""


class WithdrawUsage(Act):
    """A file, sheet or report about digital use was submitted by mistake: it alone ceases to count. By the person who
    submitted it, or by a member of the team; also of what still waits to be confirmed. Its first record stays in the
    journal; its days are computed again from what remains, and closed reviews over them are marked. It can be
    submitted again, also the very same file. The status of a sheet does not change: in time, or not.
    """

    operation: ClassVar = Operation(
        "withdraw_usage",
        title=_("更正：一份用网记录不再计算"),
        done=pgettext("journal", "更正：一份用网记录不再计算"),
        by={**CASE_AND_WORKER, **FAMILY},
        fits=LATE_FACT,
        group=ActGroup.USAGE,
        hint=_(
            "原来的登记留在日志里，由它得出的每一天随即按其余记录重新计算；已结束的回顾保留结论并注明。"
            "本周小表是否按时交来，不因此改变。正确的可以随后再交，同一份文件也可以。"
        ),
    )

    file: UsageFile = None
    """Its id, as `GET /plans/{number}/usage` has it; if left out, the only one that counts or waits."""
    device: Annotated[Label | None, ScriptOnly(), Caption(_("哪台设备"))] = None
    """In a file: its device. Of this and the fields below as many are needed as it takes to name one record and no other."""
    source: Annotated[SourceCode | None, ScriptOnly(), Caption(_("哪种记录"))] = None
    from_on: Annotated[KnownDay | None, ScriptOnly(), Caption(_("记录的第一天"))] = None
    to_on: Annotated[KnownDay | None, ScriptOnly(), Caption(_("记录的最后一天"))] = None
    reason: str = Field(min_length=1, max_length=MAX_REMARK)
    """Why it was wrong."""


class CategoriseApp(Act):
    """An app or site is of that kind, in this office.

    It holds for the whole office.
    """

    operation: ClassVar = Operation(
        "categorise_app",
        title=_("给应用归类"),
        done=_("给一个应用归了类"),
        by=CASE_AND_WORKER,
        fits=ALSO_AFTERWARDS,
        group=ActGroup.USAGE,
    )

    app: Annotated[str, ChosenFrom(PlanChoices.UNPLACED_APPS)] = Field(min_length=1, max_length=200)
    """Its name or package, or a site such as 'bilibili.com'."""
    category: Annotated[
        Literal["study", "social", "video", "game", "live", "payment_and_banking", "tool", "other"],
        Caption(
            _("归为"),
            choices={
                "study": pgettext("choice", "学习"),
                "social": pgettext("choice", "社交"),
                "video": pgettext("choice", "视频"),
                "game": pgettext("choice", "游戏"),
                "live": pgettext("choice", "直播"),
                "payment_and_banking": pgettext("choice", "支付与银行"),
                "tool": pgettext("choice", "工具"),
                "other": pgettext("acts: choices", "其他"),
            },
        ),
    ]


class CommentOnUsage(Act):
    """The minor's or guardian's comment on the digital use; a dispute requires an answer."""

    operation: ClassVar = Operation(
        "comment_on_usage",
        title=_("代记对用网情况的说明"),
        done=_("对用网情况作了说明"),
        by={**CASE_AND_WORKER, **FAMILY},
        fits=LATE_FACT,
        group=ActGroup.USAGE,
    )

    text: str = Field(min_length=1, max_length=MAX_REMARK)
    disputes: Annotated[bool, Caption(_("不同意其中的数字或说法（需要答复）"))] = False
    """A named person has to answer, and no review closes before."""
    about_from: Annotated[DayOfPlan | None, Caption(_("不同意的是哪一天"))] = None
    """The day that a dispute is about, or the first of several: it counts as missing until the dispute is answered."""
    about_to: Annotated[DayOfPlan | None, Caption(_("到哪一天（只有一天就不填）"))] = None
    told_by_phone: bool = False


class TellWhatFor(Act):
    """The young person said what the phone was for, before a review looks at minutes. It is voluntary; only they and the
    social worker see it. Loneliness or sleeplessness, said twice, or a wish for help makes a task to get in touch.
    """

    operation: ClassVar = Operation(
        "tell_what_for",
        title=_("记下孩子说手机主要用来做什么"),
        done=_("说了手机主要用来做什么"),
        by={Role.SOCIAL_WORKER: RightScope.TEAM, Role.MINOR: RightScope.OWN},
        fits=LATE_FACT,
        signs=False,
        steps={},
        group=ActGroup.USAGE,
        hint=_("愿意说才说。只有孩子本人和社工看得到，不写进任何文书。"),
    )

    reasons: Annotated[
        list[WhatForName],
        Caption(_("这段时间，手机主要用来做什么（可多选）"), choices={code.value: code.words for code in WhatFor}),
    ]
    words: Annotated[str | None, Caption(_("用自己的话说（可不填）"))] = Field(None, max_length=MAX_REMARK)
    wants_help: Annotated[bool, Caption(_("想请社工帮忙找人聊聊，或者找点别的事做"))] = False
    told_by_phone: bool = False


class AnswerDispute(Act):
    """A named person answered a dispute about digital use."""

    operation: ClassVar = Operation(
        "answer_dispute",
        title=_("答复用网异议"),
        done=_("答复了对用网情况的异议"),
        by=CASE_TEAM,
        fits=ALSO_AFTERWARDS,
        group=ActGroup.USAGE,
    )

    answer: Annotated[
        Literal["accepted", "partly", "kept"],
        Caption(
            choices={
                "accepted": pgettext("choice", "采纳"),
                "partly": _("部分采纳"),
                "kept": _("说明理由，保持不变"),
            }
        ),
    ]
    reason: str = Field(min_length=1, max_length=MAX_REMARK)
    remark: Annotated[
        int | None,
        Caption(_("第几条意见（不填为最早未答复的）")),
    ] = Field(None, ge=1)
    """Its place among all remarks; if left out, the oldest dispute without an answer."""
    set_aside: Annotated[bool, Caption(_("异议所指的那几天，以后也不计"))] = False
    """The days that the dispute is about stay missing. Otherwise they count again from now on."""
    set_aside_from: Annotated[DayOfPlan | None, Caption(_("另外从哪天起不计（按缺失处理）"))] = None
    """From this day to `set_aside_to`, days count as missing from now on; at most 62."""
    set_aside_to: Annotated[DayOfPlan | None, Caption(_("到哪天不计"))] = None


class CloseUsageReview(Act):
    """The review of digital use is closed by a named person, with the goals that were agreed and a disposition.

    The open review is closed with the findings as they are, and with the course of every goal. A disposition other than
    to go on opens an item for its owner.
    """

    operation: ClassVar = Operation(
        "close_usage_review",
        title=_("结束用网情况回顾"),
        done=_("结束了用网情况回顾"),
        by=CASE_AND_WORKER,
        fits=ALSO_AFTERWARDS,
        group=ActGroup.USAGE,
    )

    text: str | None = Field(None, max_length=MAX_REMARK)
    """What was talked about; this or the reason is needed where too few days are known."""
    goals: str | None = Field(None, max_length=MAX_REMARK)
    """What was agreed for the next weeks."""
    gap_reason: Annotated[str | None, Caption(_("缺记录的日子是什么原因（如手机坏了）"))] = Field(
        None, max_length=MAX_REMARK
    )
    """Why days are missing; it stands in the opinion beside what is known. Encrypted."""
    disposition: Annotated[
        DispositionName,
        Caption(_("接下来怎么办"), choices={code.value: code.words for code in DispositionCode}),
    ] = "go_on"
    disposition_text: Annotated[str | None, Caption(_("具体怎么办"))] = Field(None, max_length=MAX_REMARK)
    """In words; encrypted."""
    disposition_owner: Annotated[
        Literal["social_worker", "assistant", "prosecutor"] | None,
        Caption(
            _("由谁办（继续的不填）"),
            choices={
                "social_worker": pgettext("choice", "社工"),
                "assistant": pgettext("choice", "检察官助理"),
                "prosecutor": pgettext("choice", "检察官"),
            },
        ),
    ] = None
    """Who does it, and says what became of it. Needed for everything but to go on."""
    disposition_due_on: Annotated[ComingDay | None, Caption(_("哪天前办好（继续的不填）"))] = None
    """Needed for everything but to go on."""
    due_on: KnownDay | None = None
    """Which review; if left out, the oldest that is open. One due in more than seven days is refused."""


REPORT_DEVICE_DAYS = Operation(
    "report_device_days",
    done=_("由其他系统报送了设备的每日合计"),
    by={**CASE_AND_WORKER, **TOKENS},
    scope=TokenScope.USAGE,
    fits=UNTIL_DECIDED,
    signs=False,
    steps={},
)


DELETE_USAGE_FILES = SystemOperation("delete_usage_files", done=_("到期删除了用网材料"))


register_hook(Moment.SHEET_IS_READ, "casework.usage.sheets:within_period")
register_hook(Moment.SHEET_WAS_RECORDED, "casework.usage.sheets:store_sheet")
register_hook(Moment.REVIEW_WAS_RECORDED, "casework.usage.review:store_closed_review")
register_hook(Moment.AT_SEAL, "casework.usage.files:delete_at_seal")
register_hook(Moment.AT_CLOSE, "casework.usage.files:delete_all_files")
