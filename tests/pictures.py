"""A photo and recordings as phones make them, with what phones write beside: small, and nobody's."""

import base64

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def a_photo(beside: bytes = b"Exif\x00\x00N34.5E108.9") -> bytes:
    """A JPEG of one grey dot, and beside it what a camera says of the place."""
    segment = b"\xff\xe1" + (len(beside) + 2).to_bytes(2) + beside
    return b"\xff\xd8" + segment + b"\xff\xdb\x00\x43\x00" + bytes([16] * 64) + b"\xff\xda\x00\x02\x00\xff\xd9"


def box(kind: bytes, content: bytes) -> bytes:
    """A box of an MP4 file."""
    return (len(content) + 8).to_bytes(4) + kind + content


def a_recording(place: bytes = b"+34.5000+108.9000/", media: bytes = b"soun") -> bytes:
    """An M4A as a phone makes it, with the place it writes into it."""
    handler = box(b"hdlr", bytes(8) + media + bytes(12))
    moov = box(b"trak", box(b"mdia", handler)) + box(b"udta", b"\xa9xyz" + place)
    return box(b"ftyp", b"M4A isom") + box(b"moov", moov) + box(b"mdat", b"la la la")
