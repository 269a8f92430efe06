"""Phone numbers as people write them, and as they are kept and compared. They are read by `phonenumbers`.

"+86 138 0013 8000", "0086-138…", full-width figures and spaces are one number. A landline rings and takes no text.

A number that its tables do not know is kept all the same: new ranges are given out before the tables have them, and
what a family gave as its number is a fact.
"""

import re
import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

_HERE = "CN"
_OUR_CODE = phonenumbers.country_code_for_region(_HERE)
_BETWEEN = re.compile(r"[\s()（）.·‐-―−ー]")
_MOBILE = re.compile(r"1\d{10}")
_SHORT_ABROAD = len("+123456")
"""So short a number with its prefix is a service there and nobody's own."""
_AS_WRITTEN = re.compile(r"\+?[0-9-]{5,20}")


def normalize_phone_number(text: str) -> str:
    """The number as it is kept: plain figures; a mobile number of this country without its prefix, a landline with the
    strokes it was written with. Text that is no number is returned unchanged, for the caller to refuse."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = _BETWEEN.sub(lambda found: "-" if found[0] in "‐‑‒–—―−ー" else "", plain)
    if not _AS_WRITTEN.fullmatch(plain):
        return text
    return _mobile_or_abroad(plain) or plain


def phone_comparison_key(number: str) -> str:
    """By this two ways of writing one number are known to be the same."""
    return _mobile_or_abroad(number) or re.sub(r"[^0-9+]", "", unicodedata.normalize("NFKC", number))


def number_for_texts(number: str | None) -> str | None:
    """The number as `phone_comparison_key` has it, if a text can reach it at all: a mobile one of this country, or one of
    another that is possible there and not known as a landline. None otherwise."""
    read = _read(number or "")
    plain = None if read is None else _written(read, number or "")
    if read is None or plain is None:
        return None
    reaches = read.country_code == _OUR_CODE or (
        len(plain) > _SHORT_ABROAD
        and phonenumbers.is_possible_number_with_reason(read) == ValidationResult.IS_POSSIBLE
        and phonenumbers.number_type(read) != PhoneNumberType.FIXED_LINE
    )
    return plain if reaches else None


def _read(text: str) -> PhoneNumber | None:
    """What is written there as a number; one with an extension rings on a desk and is left as it was written."""
    try:
        read = phonenumbers.parse(text, _HERE)
    except NumberParseException:
        return None
    return None if read.extension else read


def _mobile_or_abroad(text: str) -> str | None:
    """The national figures of a mobile number of this country, a number of another with its prefix; else None.

    A mobile one is known by its shape and not by the table of ranges. Only behind a 0, as it is dialled from another
    area, the table is asked: without it that may be the number of a landline.
    """
    read = _read(text)
    return None if read is None else _written(read, text)


def _written(read: PhoneNumber, text: str) -> str | None:
    if read.country_code != _OUR_CODE:
        return phonenumbers.format_number(read, PhoneNumberFormat.E164)
    national = phonenumbers.national_significant_number(read)
    behind_a_zero = phonenumbers.normalize_digits_only(text).endswith(f"0{national}")
    if _MOBILE.fullmatch(national) and (not behind_a_zero or phonenumbers.number_type(read) == PhoneNumberType.MOBILE):
        return national
    return None
