"""Whether a minor's own note was theirs: a low-key check, where the plan agrees to it. It finds nothing about anybody, and
what was received was received."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, ItemName
from casework.acting.acts.captions import Caption
from casework.acting.rights.operation import ActGroup, Operation
from casework.acting.rights.phases import ALSO_AFTERWARDS, UNTIL_DECIDED
from casework.acting.rights.scope import CASE_AND_WORKER, RightScope
from casework.shared.files.base import KnownDay
from core.i18n import _, pgettext
from models.office import Role

MAX_WORD = 40
MAX_WHO = 400


class AgreeOnSubmitterCheck(Act):
    """How it is checked that the minor's own notes are theirs; by default not at all.

    Whatever is agreed, a note counts as received, and in time, with or without it.
    """

    operation: ClassVar = Operation(
        "agree_on_submitter_check",
        title=_("约定怎么核对是本人交的"),
        done=_("约定了怎么核对是本人交的"),
        by=CASE_AND_WORKER,
        fits=UNTIL_DECIDED,
        group=ActGroup.DAILY,
        hint=_("不用人脸，不影响是否收到、是否按时；核对不上就当没有核对，下次谈话时问一问。"),
    )
    also: ClassVar = _("口令、回电话、认识本人的人")

    way: Annotated[
        Literal["none", "code_word", "call_back", "known_person"],
        Caption(
            _("怎么核对"),
            choices={
                "none": _("不核对"),
                "code_word": _("本人自己设的口令"),
                "call_back": _("社工回个电话"),
                "known_person": _("请认识本人的人说一声"),
            },
        ),
    ]
    """`none` ends what was agreed before."""


class SetOwnWord(Act):
    """The minor chose a word for their own notes, or another one. It is kept only as a keyed digest, encrypted.

    A forgotten word is replaced by a new one; nobody is asked for the old one.
    """

    operation: ClassVar = Operation(
        "set_own_word",
        title=_("设自己的口令"),
        done=_("设了自己的口令"),
        by={Role.MINOR: RightScope.OWN},
        fits=UNTIL_DECIDED,
        group=ActGroup.DAILY,
    )

    word: Annotated[str, Caption(_("口令"))] = Field(min_length=2, max_length=MAX_WORD)
    """Capitals and spaces say nothing."""


ConfirmedBy = Literal["call_back", "talk", "known_person"]


class ConfirmSubmitter(Act):
    """Somebody confirmed that the minor's note for an item was theirs: on a call back, in a talk, or a person who knows them.

    Nothing else follows. If it was not theirs, it is talked about; nothing is recorded by this.
    """

    operation: ClassVar = Operation(
        "confirm_submitter",
        title=_("记下：确认是本人交的"),
        done=_("确认是本人交的"),
        by=CASE_AND_WORKER,
        fits=ALSO_AFTERWARDS,
        wakes=False,
        group=ActGroup.DAILY,
        hint=_("只作标记。不是本人交的，下次谈话时问一问，不在这里登记。"),
    )
    also: ClassVar = _("回电话、面谈、认识本人的人")

    item: ItemName
    due_on: KnownDay
    way: Annotated[
        ConfirmedBy,
        Caption(
            _("怎么确认的"),
            choices={
                "call_back": pgettext("choice", "回了电话"),
                "talk": pgettext("choice", "谈话时问了"),
                "known_person": pgettext("choice", "认识本人的人说的"),
            },
        ),
    ]
    who: Annotated[str | None, Caption(_("谁说的"))] = Field(None, min_length=1, max_length=MAX_WHO)
    """Who confirmed it, such as a teacher; stored encrypted."""
