"""What every act has in common: its day, its hour, who did it; and the words that several acts share."""

import base64
import binascii
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import EncodedBytes, EncoderProtocol, Field

from casework.acting.acts.captions import Caption, RequestOnly, ScriptOnly
from casework.acting.acts.own_code import NamesOwnCode
from casework.acting.rights.operation import Operation
from casework.shared.files.base import FileModel, PastDay, TimeOfDay, written_as
from casework.shared.items.item_kinds import MOVABLE, NAMED, OF_SUPERVISION
from casework.shared.text.text_checks import MAX_REMARK
from core.clock import at_local
from core.i18n import Text, _

ByWhom = Literal[
    "prosecutor", "assistant", "social_worker", "department_head", "chief_prosecutor", "deputy", "clerk",
    "minor", "guardian", "mother", "father", "grandmother", "grandfather", "aunt", "uncle", "brother", "sister",
]  # fmt: skip
if TYPE_CHECKING:
    ItemName = str
    RecurringItem = str
    MovableItem = str
else:
    ItemName = Literal[NAMED]
    RecurringItem = Literal[OF_SUPERVISION]
    MovableItem = Literal[MOVABLE]
WithoutCountersignature = Annotated[
    str | None,
    RequestOnly(),
    Field(
        max_length=2000,
        description="Why it is decided though the department head has not countersigned the proposal; needed then.",
    ),
]
NationalNumber = Annotated[Annotated[str, Field(max_length=60)] | None, Caption(_("统一业务系统中的文号（照抄）"))]
NationalDay = Annotated[PastDay | None, Caption(_("统一业务系统中的决定日期（照抄）"))]
"""Under which number and which day the decision stands in the national case system, as its signer reads it there."""
UnableReason = Literal[
    "hospital", "illness", "detained", "no_device", "no_signal", "school_keeps_phone", "bereavement",
    "worker_unavailable", "other",
]  # fmt: skip


class _Base64(EncoderProtocol):
    """Whole base64 and nothing else: what cannot be read is a mistake, never an empty photo."""

    @classmethod
    def decode(cls, data: bytes) -> bytes:
        try:
            decoded = base64.b64decode(b"".join(data.split()), validate=True)
        except binascii.Error:
            decoded = b""
        if not decoded:
            raise ValueError(
                "zh:不是有效的 Base64 内容，文件没有收到，请重新上传 en:is no valid base64: send the file again"
            )
        return decoded

    @classmethod
    def encode(cls, value: bytes) -> bytes:
        return base64.b64encode(value)

    @classmethod
    def get_json_format(cls) -> str:
        return "base64"


FileContent = Annotated[bytes, EncodedBytes(encoder=_Base64)]
"""The content of a file, in base64."""
Label = Annotated[
    str,
    Field(pattern=r"^([A-Za-z][A-Za-z0-9_.-]*|[0-9]{1,8})$", max_length=20),
    written_as(_("代号只用英文字母、数字和“.”“_”“-”，由字母开头，最多20个，如 r1。")),
    NamesOwnCode(),
]
"""A code of your own, such as 'late-mondays'. In the open stands another one for it, which says nothing."""
Relation = Annotated[str, Field(pattern=r"^[a-z_]{2,20}$")]


class Act(FileModel):
    """What every act has: the day, the time of day, and who did it. An act declares its `operation`: who may do it, when
    it fits, what it is called."""

    operation: ClassVar[Operation]
    also: ClassVar[Text | None] = None
    """Other words by which people look for it, where none of its title, fields and items says them."""
    dated: ClassVar[str] = ""
    """What its day means, where it may be recorded on a later day (`on`); without it the act is done now."""
    corrected: ClassVar[bool] = False
    """Of a fact: a correction can take it back, or say otherwise what its fields mark as `Correctable`."""
    asks_first: ClassVar[str] = ""
    """The field whose answer says what else is asked; empty where all is asked at once."""
    asks_then: ClassVar[Mapping[str, Collection[str]]] = {}
    """By that answer, the fields that are asked for it and for no other."""
    if TYPE_CHECKING:
        did: str
    on: Annotated[PastDay, ScriptOnly()]
    """On which day it was done."""
    at: Annotated[TimeOfDay, ScriptOnly()] = time(10, 0)
    """At what time of day, by the office's clock."""
    by: Annotated[ByWhom, ScriptOnly()]
    """Who did it: the plan's own person in that place. `guardian` is any of them, a relation such as `mother` that one."""

    def __init_subclass__(cls, **more: Any) -> None:
        """`did` is a field of each act, and takes the code of its operation alone."""
        super().__init_subclass__(**more)
        if "operation" in vars(cls):
            cls.__annotations__ = {"did": Literal[cls.operation.code], **cls.__annotations__}

    @property
    def moment(self) -> datetime:
        """When it was done, in UTC."""
        return at_local(self.on, self.at)

    @property
    def each_item_until(self) -> tuple[str, date] | None:
        """In a file: the act is done once for every item of that kind that is due until that day; None for a single
        act."""
        return None

    def for_due_day(self, due_on: date) -> "Act | None":
        """The act for the item due on that day, of those for which it is done; None where it was not done for that one."""
        return self

    @property
    def asks(self) -> Operation:
        """The operation that this very act is, where its fields say which."""
        return self.operation

    @classmethod
    def operations(cls) -> tuple[Operation, ...]:
        """The operations of which it may be one."""
        return (cls.operation,)

    @classmethod
    def __pydantic_init_subclass__(cls, **more: Any) -> None:
        if "operation" in vars(cls):
            ACTS[cls.operation.code] = cls


class PreviewedAct(Act):
    """An act that changes a running plan: what it changes can be seen before it is done."""


ACTS: dict[str, type[Act]] = {}
"""Every act by its code, in the order of their declaration."""


class StaffLogin:
    """Marks a field that names somebody by their sign-in name. Its verb finds them by `find_staff`, which asks for the
    post and the office that are meant."""


Login = Annotated[str, Field(min_length=1, max_length=60), StaffLogin()]
"""Somebody's sign-in name: of somebody who holds the post and works for the office that the act means."""
Present = Annotated[str, Field(pattern=r"^[a-z_]{2,24}$")]
"""Who was in the room: a relation, or a capacity such as 'defender'; never a name."""
Short = Annotated[str, Field(max_length=200)]
"""A name, a number or a few words."""
LongText = Annotated[str, Field(min_length=1, max_length=MAX_REMARK)]
"""A reason, or a few sentences."""
