"""Reading a photo of a screen on this machine, where the optional extra `ocr` is installed. It only fills a form."""

import importlib
import importlib.util
from datetime import date
from functools import lru_cache
from typing import Any

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.checkins.photos import sanitize_photo
from casework.shared.device_consent import ensure_device_consent
from casework.shared.device_ways import DataWay
from casework.usage.acts import UploadUsage
from core.errors import StateConflict
from core.i18n import pgettext
from usage.screenshot import minutes_on_screen

NOT_INSTALLED = pgettext("refusal", "本机没有安装照片识别，请照着屏幕填。")


def can_read_photos() -> bool:
    """Whether the extra is installed: models and all lie on this machine, nothing is asked of anybody."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def minutes_in_photo(context: Context, actor: Actor, number: str, photo: bytes, monday: date) -> list[int | None]:
    """Minutes a day as the photo seems to tell them, for a person to check. Refused without a consent that stands, and
    where the extra is not installed; BadInput for what is no photo."""
    with context.open_for_reading(number, actor, UploadUsage.operation) as open_plan:
        ensure_device_consent(open_plan, DataWay.SHEET, DataWay.PHOTO)
    picture = sanitize_photo(photo)
    if not can_read_photos():
        raise StateConflict(NOT_INSTALLED)
    recognized = _engine()(picture)
    return minutes_on_screen([str(line) for line in (recognized.txts or ())], monday)


@lru_cache
def _engine() -> Any:
    return importlib.import_module("rapidocr").RapidOCR()
