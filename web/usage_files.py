"""What somebody answers on the page that shows a record about digital use before it counts: it is right, or it goes back."""

from casework.acting.context import Context
from casework.acting.performing import perform_as
from casework.acting.rights import Actor
from casework.usage.acts import ConfirmUsage, WithdrawUsage
from casework.usage.previews import UsagePreview
from core.i18n import _
from web.forms import FormValues

TAKE_BACK = "take_back"
BACK = _("交来的人自己收回。")


def answer_preview(context: Context, actor: Actor, number: str, preview: UsagePreview, typed: FormValues) -> None:
    """It counts, or it is taken back."""
    if typed.get("_go") == TAKE_BACK:
        perform_as(context, actor, number, WithdrawUsage, file=preview.id, reason=typed.get("reason") or BACK.zh)
        return
    yes_to = [each.code for each in preview.reading.questions if typed.get(each.code) == "yes"]
    perform_as(context, actor, number, ConfirmUsage, file=preview.id, yes_to=yes_to)
