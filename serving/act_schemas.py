"""Acts as a client sends them: those of the acts file, but for what the session and the server's clock say.

The actor is the person signed in, and the time is now. So what only a line of a file says (`ScriptOnly`) is not the client's;
a `by` that names anybody else is refused. An act that may be put on record on a later day (`dated`) keeps its `on`.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Union

from pydantic import Field, ValidationError, create_model

from casework.acting.acts.act import ACTS, Act, ItemName, PreviewedAct
from casework.acting.acts.captions import ScriptOnly, get_marker
from casework.acting.rights import Actor
from casework.checkins import acts as duties
from casework.shared.files.acts_file import AnyAct
from casework.shared.files.base import Day
from casework.shared.files.parsing import to_bad_input
from casework.shared.files.plan_file import FileModel
from core.clock import local_date, local_time
from core.errors import BadInput, Mistake
from core.i18n import Text, _
from models.office import Role

_PREVIEWED = tuple(code for code, act in ACTS.items() if issubclass(act, PreviewedAct))
RIGHTS_FOR_ACTS = tuple(dict.fromkeys(each for act in ACTS.values() for each in act.operations()))
RIGHTS_FOR_PREVIEWS = tuple(ACTS[code].operation for code in _PREVIEWED)


def get_request_model(tag: str) -> type[FileModel]:
    """Such an act as somebody signed in tells it. Raises KeyError for an act that is none."""
    return _SENT[tag]


def _as_sent(act: type[Act], name: str, **instead: Any) -> type[FileModel]:
    """The act's own fields without those that are not the client's to say."""
    fields: dict[str, Any] = {
        name: (field.annotation, field)
        for name, field in act.model_fields.items()
        if not get_marker(field, ScriptOnly) and not (instead and name == "did")
    }
    fields |= instead
    fields["by"] = (str | None, Field(None, description="The signed-in user; any other value is refused."))
    if act.dated:
        fields["on"] = (Day | None, Field(None, description=act.dated))
    model: type[FileModel] = create_model(name, __base__=FileModel, __doc__=act.__doc__, **fields)
    model.declared_as = act
    return model


_SENT = {tag: _as_sent(act, f"{act.__name__}Act") for tag, act in ACTS.items()}

if TYPE_CHECKING:
    ActRequest = FileModel
    ChangeRequest = FileModel
    CheckInRequest = FileModel
else:
    _A_NOTE = {"did": "note", "topic": "school", "text": "去了学校，班主任说到课正常。"}
    _A_CHANGE = {
        "did": "change_condition",
        "condition": "A1",
        "text": "每月一次公益活动。",
        "heard": True,
        "reason": "已开学。",
    }
    ActRequest = Annotated[Union[tuple(_SENT.values())], Field(discriminator="did", examples=[_A_NOTE])]  # noqa: UP007
    ChangeRequest = Annotated[
        Union[tuple(_SENT[tag] for tag in _PREVIEWED)], Field(discriminator="did", examples=[_A_CHANGE])  # noqa: UP007
    ]
    CheckInRequest = _as_sent(duties.Submit, "CheckIn", item=(ItemName, ...))


def parse_act(sent: FileModel, actor: Actor, now: datetime) -> AnyAct:
    """The act as a verb takes it: by the person signed in, now. Raises BadInput where it says otherwise."""
    words = sent.model_dump(exclude_unset=True)
    return _parse(ACTS[words.pop("did")], words, actor, now)


def parse_check_in(sent: FileModel, actor: Actor, now: datetime) -> AnyAct:
    """The check-in as its verb takes it."""
    return _parse(duties.Submit, sent.model_dump(exclude_unset=True), actor, now)


def _parse(act: type[Act], words: dict[str, Any], actor: Actor, now: datetime) -> AnyAct:
    by = words.pop("by", None)
    if by is not None and by != actor.role.value:
        raise _mistake("by", _("办理人以登录账号为准，不能代他人办理。"))
    if actor.kind == "family" and (words.get("told_by_phone") or words.get("on_paper")):
        raise _mistake("told_by_phone", _("本人自行提交的，不能写成电话代填或者纸质提交。"))
    on = words.pop("on", None) or local_date(now)
    at = local_time(now).time()
    named = Role.PROSECUTOR if actor.role is Role.INTEGRATION else actor.role  # no line of a file can name a system
    try:
        made: AnyAct = act.model_validate({**words, "did": act.operation.code, "on": on, "at": at, "by": named.value})
    except ValidationError as found:
        raise to_bad_input(found) from None
    return made.model_copy(update={"by": actor.role.value})


def _mistake(place: str, wrong: Text) -> BadInput:
    return BadInput(_("有1处需要改正。"), mistakes=[Mistake(place, wrong)])
