"""A photo and recordings as phones make them, with what phones write beside: small, and nobody's."""

import base64
import io

from PIL import Image

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


_DESCRIPTION, _ORIENTATION = 0x010E, 0x0112


def a_photo(beside: bytes = b"N34.5E108.9", *, behind: bytes = b"", lying: bool = False) -> bytes:
    """A JPEG, light above and dark below, with what a camera says of the place in it, and whatever else behind it. One
    that is `lying` was taken with the phone on its side, as its Exif says."""
    picture = Image.new("L", (16, 8), 255)
    picture.paste(0, (0, 4, 16, 8))
    exif = Image.Exif()
    exif[_DESCRIPTION] = beside.decode()
    if lying:
        picture = picture.rotate(90, expand=True)
        exif[_ORIENTATION] = 6
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif, comment=beside)
    return written.getvalue() + behind


def box(kind: bytes, content: bytes) -> bytes:
    """A box of an MP4 file."""
    return (len(content) + 8).to_bytes(4) + kind + content


def a_recording(place: bytes = b"+34.5000+108.9000/", media: bytes = b"soun") -> bytes:
    """An M4A as a phone makes it, with the place it writes into it."""
    handler = box(b"hdlr", bytes(8) + media + bytes(12))
    moov = box(b"trak", box(b"mdia", handler)) + box(b"udta", b"\xa9xyz" + place)
    return box(b"ftyp", b"M4A isom") + box(b"moov", moov) + box(b"mdat", b"la la la")
