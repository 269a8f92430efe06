"""Voice recordings: checked for what they are, and freed of what a phone writes beside the voice, such as a place."""

from core.errors import BadInput
from core.i18n import _

MAX_BYTES = 4 * 1024 * 1024
_NOT_A_RECORDING = _("只收手机录音（m4a、amr、ogg、webm、mp3、wav）。")
_TOO_LARGE = _("录音超过{size}MB，请录短一点，或分两次交。", size=MAX_BYTES // (1024 * 1024))
_METADATA_IN_MP4 = (b"udta", b"meta")
_HOLDS_MORE = (b"moov", b"trak", b"mdia", b"minf")


def sanitize_recording(content: bytes) -> tuple[bytes, str]:
    """The voice itself and its media type. BadInput for anything else, a film too."""
    if len(content) > MAX_BYTES:
        raise BadInput(_TOO_LARGE)
    if content[4:8] == b"ftyp":
        return _bare_mp4(content), "audio/mp4"
    if content[:4] == b"OggS":
        return _no_film(content, (b"theora",)), "audio/ogg"
    if content[:4] == b"\x1aE\xdf\xa3":
        return _no_film(content, (b"V_VP", b"V_AV1", b"V_MPEG")), "audio/webm"
    if content[:5] == b"#!AMR":
        return content, "audio/amr"
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return _bare_wav(content), "audio/wav"
    if content[:3] == b"ID3" or (content[:1] == b"\xff" and len(content) > 3 and content[1] & 0xE6 == 0xE2):
        return _bare_mp3(content), "audio/mpeg"
    raise BadInput(_NOT_A_RECORDING)


def _no_film(content: bytes, codecs: tuple[bytes, ...]) -> bytes:
    if any(codec in content[:65536] for codec in codecs):
        raise BadInput(_NOT_A_RECORDING)
    return content


def _bare_mp4(content: bytes) -> bytes:
    """The boxes in which phones tell places and names are emptied where they stand, so that nothing moves."""
    buffer = bytearray(content)
    _empty(buffer, 0, len(buffer))
    return bytes(buffer)


def _empty(segment: bytearray, at: int, end: int) -> None:
    while at + 8 <= end:
        length, kind = int.from_bytes(segment[at : at + 4]), bytes(segment[at + 4 : at + 8])
        if length == 0:  # to the end
            length = end - at
        if length == 1 and at + 16 <= end:
            length = int.from_bytes(segment[at + 8 : at + 16])
        if length < 8 or at + length > end:
            raise BadInput(_NOT_A_RECORDING)
        if kind in _METADATA_IN_MP4:
            segment[at + 4 : at + 8] = b"free"
            segment[at + 8 : at + length] = bytes(length - 8)
        elif kind == b"hdlr" and bytes(segment[at + 16 : at + 20]) == b"vide":
            raise BadInput(_NOT_A_RECORDING)
        elif kind in _HOLDS_MORE:
            _empty(segment, at + 8, at + length)
        at += length


def _bare_wav(content: bytes) -> bytes:
    kept, at = bytearray(), 12
    while at + 8 <= len(content):
        kind, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        if kind in (b"fmt ", b"data", b"fact"):
            kept += content[at : at + 8 + length + length % 2]
        at += 8 + length + length % 2
    if b"data" not in kept:
        raise BadInput(_NOT_A_RECORDING)
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WAVE" + bytes(kept)


def _bare_mp3(content: bytes) -> bytes:
    if content[:3] == b"ID3":
        size = 0
        for byte in content[6:10]:
            size = size << 7 | byte & 0x7F
        content = content[10 + size :]
    if content[-128:-125] == b"TAG":
        content = content[:-128]
    if not content:
        raise BadInput(_NOT_A_RECORDING)
    return content
