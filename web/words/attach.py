"""What may be attached, and what was."""

from sunward.words import Words

_ATTACH = {
    "title": Words("可以附上（可不填）", "May be attached (need not be)"),
    "hint": Words(
        "只收方案约定的；加密保存，到期自动删除，只有承办人和社工能看。",
        "Only what the plan says; kept encrypted, deleted on its day, and seen only by the handlers and the worker.",
    ),
    "photo": Words("照片（请避开人脸和门牌）", "A photo (no faces, no house number, please)"),
    "voice": Words("录音（对方同意才录）", "A recording (only if they agree)"),
    "sheet": Words("纸质表的照片", "A photo of the sheet of paper"),
    "sheet_own": Words("写在纸上也行，拍下来附在这里", "On paper will do too: attach a photo of it"),
    "with_photo": Words("可以附一张照片（可不填）", "A photo may come with it (need not)"),
    "with_voice": Words("可以附一段录音（可不填）", "A recording may come with it (need not)"),
    "with_sheet": Words("写在纸上也行，拍下来附在这里", "On paper will do too: attach a photo of it"),
    "place": Words("在哪里（只写乡镇、街道）", "Where (the township or street office is enough)"),
    "name_photo": Words("照片", "photo"),
    "name_voice": Words("录音", "recording"),
    "name_sheet": Words("纸质表照片", "photographed sheet"),
    "name_place": Words("大致地点", "rough place"),
    "place_was": Words("地点：", "Place: "),
    "look_photo": Words("看照片", "Look at the photo"),
    "look_voice": Words("听录音", "Listen to the recording"),
    "look_sheet": Words("看纸质表", "Look at the sheet"),
    "until": Words("保存到", "kept until "),
    "gone": Words("保存期已满，已删除", "its time was over; it was deleted"),
    "sent": Words("附了照片", "with a photo"),
    "take_place": Words("记一次大致地点", "Note roughly where, once"),
    "place_hint": Words(
        "只在点按钮时取一次，取整到约{unit}米见方，不跟踪，也不记路线。",
        "Taken once, when you press the button, and rounded to a square of some {unit} m. Nobody is followed.",
    ),
    "place_failed": Words("没取到地点，不影响提交。", "No place could be had; it does not matter."),
    "attached": Words("已附：{what}", "Attached: {what}"),
    "take_off": Words("去掉", "Take it off"),
    "too_large": Words("文件太大，没有附上。", "Too large: it was not attached."),
}

CHAPTERS = {"attach": _ATTACH}
