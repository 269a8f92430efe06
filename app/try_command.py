"""`sunward try-mail` and `sunward try-text`: one is sent as any other, with each step of the answer and what to do."""

import uuid
from typing import TYPE_CHECKING, Annotated

import typer

from app.answers import AsJson, answer
from core.clock import WallClock
from core.errors import BadInput, StateConflict
from core.i18n import SOURCE, Text, _, verbatim
from core.settings import Settings

if TYPE_CHECKING:
    from notifications.addresses import Address
    from notifications.channels.channel import Channel
    from notifications.render import Rendered


def try_mail(
    address: Annotated[str, typer.Argument(help=_("寄给谁，写自己的邮箱。").zh)], as_json: AsJson = False
) -> None:
    """Send one mail to an address, and print each step of the server's answer and what to do."""
    from notifications.addresses import Address
    from notifications.channels.email import EmailChannel
    from notifications.render import Rendered

    settings = Settings()
    if settings.smtp_url is None:
        raise StateConflict(_("没有设置邮件服务器（SUNWARD_SMTP_URL）：邮件只写成文件。"))
    url = settings.smtp_url.get_secret_value()
    steps: list[str] = []
    channel = EmailChannel(url, settings.email_from, tell=steps.append)
    words = _("这是一封试发的邮件，不用回复。").in_(settings.language)
    _try(channel, "email", Address(email=address), Rendered("Sunward", words, ""), steps, as_json)


def try_text(
    number: Annotated[str, typer.Argument(help=_("发给哪个号码，写自己的手机。").zh)], as_json: AsJson = False
) -> None:
    """Send one registered text to a number, and print the gateway's answer and what to do."""
    from app.bootstrap import create_channels
    from notifications.addresses import Address
    from notifications.matrix import Event, Recipient, find_rule
    from notifications.phone_numbers import number_for_texts
    from notifications.render import render
    from notifications.text_signature import find_signature_fault

    settings = Settings()
    if settings.text_provider == "folder":
        raise StateConflict(_("没有设置短信服务商（SUNWARD_TEXT_PROVIDER）：短信只写成文件。"))
    if fault := find_signature_fault(settings):
        raise StateConflict(fault)
    if (phone := number_for_texts(number)) is None:
        raise BadInput(_("这不是可以收短信的号码。"))
    rule = find_rule(Event.CALL_BACK_ASKED, Recipient.MINOR)
    assert rule is not None
    rendered = render(rule.template, settings.language, {})
    steps = [f"{rendered.template}: {rendered.body}"]
    _try(create_channels(settings)["text"], "text", Address(phone=phone), rendered, steps, as_json)


def _try(
    channel: "Channel", name: str, address: "Address", rendered: "Rendered", steps: list[str], as_json: bool
) -> None:
    """The steps of the answer, the answer in words and in the provider's own, and what to do. The command fails where it was not taken."""
    from casework.messages.reason_labels import find_advice, reason_label
    from models.base import new_id
    from models.message import Message
    from notifications.channels.channel import SendOutcome

    now = WallClock().now()
    message = Message(
        id=new_id(now), event="", recipient_role="", channel=name, template=rendered.template, language=SOURCE,
        dedupe_key=f"try/{uuid.uuid4()}", created_at=now, due_at=now, handing_over_since=now,
    )  # fmt: skip
    got = channel.hand_over(message, address, rendered)
    channel.close()
    taken = got.outcome in (SendOutcome.SENT, SendOutcome.DELIVERED)
    lines: list[Text] = [verbatim(step) for step in (*steps, got.said) if step]
    if taken:
        lines.append(_("服务器收下了。请看是否收到；没有收到的，看垃圾邮件或者服务商的发送记录。"))
    else:
        lines += [reason_label(got.reason or got.outcome.value), find_advice(got.reason) or _ASK_PROVIDER]
    answer(as_json, {"taken": taken, "reason": got.reason, "said": lines}, lines, fails=not taken)


_ASK_PROVIDER = _("没有收下：请照上面的答复核对设置（./run settings），或者问服务商。")
