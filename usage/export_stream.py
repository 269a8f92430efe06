"""A JSON export read slice by slice, so that its size never becomes ours.

Only the walk along objects and lists is done here; values are decoded by the standard library's scanner, many events
of a list at a time. Nothing is kept but what the caller takes.
"""

import codecs
import hashlib
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from core.errors import BadInput
from core.i18n import _
from usage.limits import NOT_READABLE, Limits, too_large

SLICE_BYTES = 256 * 1024
BLANK = " \t\r\n"
NOT_BLANK = re.compile(r"[^ \t\r\n]")
BOUNDARIES_TRIED = 64
_scan = json.JSONDecoder().raw_decode


def _broken(at: int) -> BadInput:
    return BadInput(_("第{at}个字符附近不是完整的JSON，文件可能没有下载完。", at=at))


class ExportStream:
    """The text of an export and a place in it."""

    def __init__(self, content: BinaryIO, limits: Limits) -> None:
        """Begins at the first character. Raises BadInput where the file is too large, or not text."""
        self._content = content
        self._limits = limits
        self._sha256 = hashlib.sha256()
        self._bytes = 0
        self._decoder: codecs.IncrementalDecoder | None = None
        self._text = ""
        self._at = 0
        self._passed = 0
        self._over = False
        self._one_by_one_until = 0

    @property
    def sha256(self) -> str:
        """The hash of what was read so far, in hexadecimal."""
        return self._sha256.hexdigest()

    def next_sign(self) -> str:
        """The next character that is not blank, not yet passed; "" at the end."""
        while True:
            if found := NOT_BLANK.search(self._text, self._at):
                self._at = found.start()
                return found.group()
            self._at = len(self._text)
            if not self._more():
                return ""

    def entries(self) -> Iterator[str]:
        """Walks an object: after each key its value must be taken."""
        self._pass("{")
        if self.next_sign() == "}":
            self._at += 1
            return
        while True:
            if self.next_sign() != '"':
                raise _broken(self._here)
            key = self.value()
            self._pass(":")
            yield str(key)
            if self._pass(",}") == "}":
                return

    def elements(self) -> Iterator[None]:
        """Walks a list: at each step its element must be taken."""
        self._pass("[")
        if self.next_sign() == "]":
            self._at += 1
            return
        while True:
            yield None
            if self._pass(",]") == "]":
                return

    def value(self) -> object:
        """The whole value that begins here. Raises BadInput where it is broken, too deep or too large."""
        self.next_sign()
        while True:
            try:
                value, end = _scan(self._text, self._at)
            except RecursionError:
                raise self._too_deep() from None
            except ValueError:
                end = -1
            if end >= 0 and (end < len(self._text) or not self._more()):
                self._at = end if end <= len(self._text) else len(self._text)
                return value
            if end < 0 and (len(self._text) - self._at > self._limits.value_chars or not self._more()):
                raise _broken(self._here)

    def batches(self) -> Iterator[list[object]]:
        """Walks a list of values, as many at a time as are at hand."""
        self._pass("[")
        if self.next_sign() == "]":
            self._at += 1
            return
        while True:
            batch, ended = self._batch()
            yield batch
            if ended or self._pass(",]") == "]":
                return
            self.next_sign()

    def finish(self) -> None:
        """Nothing may follow. Raises BadInput where something does."""
        if self.next_sign():
            raise _broken(self._here)

    @property
    def _here(self) -> int:
        return self._passed + self._at + 1

    def _batch(self) -> tuple[list[object], bool]:
        """The next values of a list, and whether the list ended with them."""
        if self._passed + self._at >= self._one_by_one_until:
            if len(self._text) - self._at < SLICE_BYTES // 4:
                self._more()
            cut = self._boundary()
            try:
                batch, end = _scan(f"[{self._text[self._at : cut]}]", 0)
            except (ValueError, RecursionError):
                self._one_by_one_until = self._passed + cut
            else:
                ended = end < cut - self._at + 2
                self._at += end - 1 if ended else cut - self._at
                return batch, ended
        return [self.value()], False

    def _boundary(self) -> int:
        """Just behind the last "}" at hand that a comma and a "{" follow: very likely the end of an event. All of the
        text at hand where there is none.

        Should it lie inside a text, or deeper than the list, then decoding fails and values are taken one by one.
        """
        cut = len(self._text)
        for __ in range(BOUNDARIES_TRIED):
            cut = self._text.rfind("},", self._at, cut)
            if cut < 0:
                break
            follows = NOT_BLANK.search(self._text, cut + 2)
            if follows and follows.group() == "{":
                return cut + 1
        return len(self._text)

    def _pass(self, signs: str) -> str:
        sign = self.next_sign()
        if not sign or sign not in signs:
            raise _broken(self._here)
        self._at += 1
        return sign

    def _too_deep(self) -> BadInput:
        return BadInput(_("文件嵌套过深，无法读取。"))

    def _read(self) -> bytes:
        """A full slice, however little the stream gives at a time; less only at its end."""
        part = self._content.read(SLICE_BYTES)
        while part and len(part) < SLICE_BYTES:
            further = self._content.read(SLICE_BYTES - len(part))
            if not further:
                break
            part += further
        return part

    def _more(self) -> bool:
        """One slice more at hand; False at the end of the file."""
        while not self._over:
            part = self._read()
            self._over = len(part) < SLICE_BYTES
            self._bytes += len(part)
            if self._bytes > self._limits.export_bytes:
                raise too_large(self._limits.export_bytes)
            self._sha256.update(part)
            if self._decoder is None:
                utf16 = part[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
                self._decoder = codecs.getincrementaldecoder("utf-16" if utf16 else "utf-8-sig")()
            try:
                text = self._decoder.decode(part, self._over)
            except UnicodeError:
                raise BadInput(NOT_READABLE) from None
            if text:
                self._passed += self._at
                self._text = self._text[self._at :] + text
                self._at = 0
                return True
        return False
