"""Photos of a screen: checked for what they are, freed of everything but the picture, and kept only for a while."""

import puremagic

from core.errors import BadInput
from core.i18n import _

MAX_BYTES = 4 * 1024 * 1024
_NOT_A_PHOTO = _("只收JPG或PNG照片。")
_KEPT_OF_JPEG = {0xE0, 0xEE}
_PNG_METADATA = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


def sanitize_photo(content: bytes, *, most: int = MAX_BYTES) -> bytes:
    """The picture itself: where and when it was taken, and with what, is gone. BadInput for anything but a photo."""
    if len(content) > most:
        size = most // (1024 * 1024)
        raise BadInput(_("照片超过{size}MB，请拍小一点。", size=size))
    try:
        kind = puremagic.from_string(content)
    except (puremagic.PureError, ValueError):
        raise BadInput(_NOT_A_PHOTO) from None
    if kind in (".jpg", ".jpeg", ".jfif") and content[:3] == b"\xff\xd8\xff":
        return _bare_jpeg(content)
    if kind == ".png" and content[:8] == b"\x89PNG\r\n\x1a\n":
        return _bare_png(content)
    raise BadInput(_NOT_A_PHOTO)


def _bare_jpeg(content: bytes) -> bytes:
    """Without what cameras write beside the picture (Exif, places, comments)."""
    kept, at = bytearray(content[:2]), 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise BadInput(_NOT_A_PHOTO)
        sign, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if sign == 0xDA:  # from here on there is only the picture
            return bytes(kept + content[at:])
        beside = (0xE0 <= sign <= 0xEF and sign not in _KEPT_OF_JPEG) or sign == 0xFE
        if not beside:
            kept += content[at : at + 2 + length]
        at += 2 + length
    raise BadInput(_NOT_A_PHOTO)


def _bare_png(content: bytes) -> bytes:
    kept, at = bytearray(content[:8]), 8
    while at + 12 <= len(content):
        length, sign = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        if sign not in _PNG_METADATA:
            kept += content[at : at + 12 + length]
        at += 12 + length
        if sign == b"IEND":
            return bytes(kept)
    raise BadInput(_NOT_A_PHOTO)
