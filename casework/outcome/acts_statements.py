"""What the minor, a guardian and the defender say before the supervision opinion, and who is there for the minor afterwards."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, Short
from casework.acting.acts.captions import Caption
from casework.acting.rights.operation import ActGroup, Operation
from casework.acting.rights.phases import LATE_FACT
from casework.acting.rights.scope import CASE_AND_WORKER, FAMILY
from casework.shared.files.base import PastDay
from casework.shared.text.text_checks import MAX_TEXT
from core.i18n import _, pgettext


class RecordStatement(Act):
    """The minor, a guardian or the defender said what they think of how the case should end.

    Minor and guardian write it on their own page, or the team records it for them; the defender's is recorded by the
    team. It stands in the supervision opinion in their own words. A person who says nothing is not asked again by it.
    """

    operation: ClassVar = Operation(
        "record_statement",
        title=_("登记本人、监护人或者辩护人的意见"),
        done=_("登记了对处理的意见"),
        by={**CASE_AND_WORKER, **FAMILY},
        fits=LATE_FACT,
        wakes=False,
        fact=True,
        group=ActGroup.DECISIONS,
        hint=_("照原话写。没有说的不替人写，考察意见书会写明没有意见的记录。"),
    )
    also: ClassVar = _("考察意见书里的各方意见")

    of: Annotated[
        Literal["minor", "guardian", "defender"],
        Caption(
            _("谁的意见"),
            choices={
                "minor": pgettext("choice", "本人"),
                "guardian": pgettext("choice", "监护人"),
                "defender": _("辩护人"),
            },
        ),
    ]
    """Whose words they are."""
    text: Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]
    """Their own words."""
    said_on: PastDay | None = None
    """The day on which it was said; if left out, today."""
    told_by_phone: bool = False
    """Said in a call, and written down by staff."""
    on_paper: bool = False
    """Handed in on paper, and typed in by staff."""


class RecordHelperAnswer(Act):
    """Somebody was asked to be there for the minor after the supervision, and answered, or could not be reached.

    The minor, a guardian or the social-work body asks in their own name, never the office, and tells nothing of the case.
    Every answer counts, also a no, and holds nothing up.
    """

    operation: ClassVar = Operation(
        "record_helper_answer",
        title=_("登记接力帮教：以后谁陪着"),
        done=_("登记了以后谁陪着的答复"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        wakes=False,
        fact=True,
        group=ActGroup.PEOPLE,
        hint=_(
            "由本人、监护人或者社工机构以自己的名义去问，检察院不出面，不提案件。没有联系上、不愿意也是答复，不影响结案。"
        ),
    )
    also: ClassVar = _("结对帮扶人")

    answer: Annotated[
        Literal["accepted", "no", "not_reached", "withdrew", "not_wished"],
        Caption(
            _("答复"),
            choices={
                "accepted": _("愿意陪着"),
                "no": _("不愿意"),
                "not_reached": _("没有联系上"),
                "withdrew": _("原来愿意，现在不能了"),
                "not_wished": _("本人不想请人陪"),
            },
        ),
    ]
    helper: Annotated[Short | None, Caption(_("问的是谁（平时怎么称呼）"))] = None
    """How the minor calls that person; left out only where the minor wishes nobody."""
    asked_by: Annotated[
        Literal["minor", "guardian", "social_work_body"] | None,
        Caption(
            _("谁去问的"),
            choices={
                "minor": pgettext("choice", "本人"),
                "guardian": pgettext("choice", "监护人"),
                "social_work_body": _("社工机构"),
            },
        ),
    ] = None
    """In whose name it was asked; left out only where the minor wishes nobody."""
    said_on: Annotated[PastDay | None, Caption(_("哪天答复的，没联系上的写哪天联系的（不填即今天）"))] = None
