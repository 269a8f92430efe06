"""What may be attached, and what was."""

from core.i18n import Text, _, pgettext

LABELS: dict[str, dict[str, Text]] = {
    "attach": {
        "photo": _("照片（请避开人脸和门牌）"),
        "voice": _("录音（对方同意才录）"),
        "sheet": pgettext("step", "纸质表的照片"),
        "name_photo": pgettext("step", "照片"),
        "name_voice": pgettext("step", "录音"),
        "name_sheet": pgettext("step", "纸质表照片"),
    },
    "attach.with": {
        "photo": _("可以附一张照片（可不填）"),
        "voice": _("可以附一段录音（可不填）"),
        "sheet": _("写在纸上也行，拍下来附在这里"),
    },
    "attach.look": {
        "photo": _("看照片"),
        "voice": _("听录音"),
        "sheet": _("看纸质表"),
    },
}
