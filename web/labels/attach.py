"""What may be attached, and what was."""

from core.words import Words

LABELS: dict[str, dict[str, Words]] = {
    "attach": {
        "photo": Words("照片（请避开人脸和门牌）", "A photo (no faces, no house number, please)"),
        "voice": Words("录音（对方同意才录）", "A recording (only if they agree)"),
        "sheet": Words("纸质表的照片", "A photo of the sheet of paper"),
        "name_photo": Words("照片", "photo"),
        "name_voice": Words("录音", "recording"),
        "name_sheet": Words("纸质表照片", "photographed sheet"),
    },
    "attach.with": {
        "photo": Words("可以附一张照片（可不填）", "A photo may come with it (need not)"),
        "voice": Words("可以附一段录音（可不填）", "A recording may come with it (need not)"),
        "sheet": Words("写在纸上也行，拍下来附在这里", "On paper will do too: attach a photo of it"),
    },
    "attach.look": {
        "photo": Words("看照片", "View photo"),
        "voice": Words("听录音", "Listen to the recording"),
        "sheet": Words("看纸质表", "View sheet"),
    },
}
