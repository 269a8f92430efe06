"""Photos: drawn anew from their pixels, so that nothing but the picture is kept, and kept only for a while."""

import io
import struct

from casework.shared.text.text_checks import MAX_PHOTO_SIZE
from core.errors import BadInput
from core.i18n import _

MAX_PIXELS = 60_000_000
"""More than phones take; a small file that would unfold to more is not unfolded."""
QUALITY = 88
"""Of a JPEG that is written again: handwriting stays readable."""
_NOT_A_PHOTO = _("只收JPG或PNG照片。别的格式（例如HEIC），先截个屏，再选截下来的图。")


def sanitize_photo(content: bytes) -> bytes:
    """The picture alone, upright: without the place, time and device of the picture, and without what a phone puts
    behind it, such as a film of the moment. BadInput for anything but a JPEG or PNG, and for one too large."""
    from PIL import Image, ImageOps  # loads only where there is a photo

    if len(content) > MAX_PHOTO_SIZE:
        size = MAX_PHOTO_SIZE // (1024 * 1024)
        raise BadInput(_("照片超过{size}MB。先截个屏，再选截下来的图，就小了。", size=size))
    drawn = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as found:
            if found.width * found.height > MAX_PIXELS:
                raise BadInput(_("照片的像素太多。先截个屏，再选截下来的图，就小了。"))
            upright, kind = ImageOps.exif_transpose(found), found.format
            # A new picture of the same pixels: Pillow writes again what it has kept beside those it has read.
            bare = Image.new("RGB", upright.size, "white")
            bare.paste(upright.convert("RGB"), mask=upright.getchannel("A") if "A" in upright.getbands() else None)
    except (
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        KeyError,
        struct.error,
        EOFError,
        Image.DecompressionBombError,
    ):
        raise BadInput(_NOT_A_PHOTO) from None  # whatever a reader of pictures stumbles over, the reason is the file
    bare.save(drawn, kind, quality=QUALITY)
    return drawn.getvalue()
