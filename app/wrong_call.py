"""What is wrong with how a command was called, told in the language of the command. typer says it in English, whatever the
terminal speaks: its sentences are known here by their form."""

import re
from collections.abc import Mapping, Sequence

import typer

from core.i18n import CatalogText, Text, _, listed, verbatim

_Sentences = Sequence[tuple[str, CatalogText]]


def describe_wrong_call(error: typer.TyperException) -> list[Text]:
    """The lines to say; none where the help was shown instead."""
    said = error.format_message().strip()
    return [_translate(said, _WRONG), _SEE_HELP] if said else []


def describe_bad_value(said: str) -> Text:
    """What pydantic says of a value, such as a setting's."""
    return _translate(said, _WHY)


def _translate(said: str, sentences: _Sentences) -> Text:
    """A sentence of ours stands in the catalogue, as that of a setting. One that is not known is said as it is: it names what
    is wrong in any case."""
    for pattern, text in sentences:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return text.filled(_read_values(found.groupdict()))
    return CatalogText(said.removeprefix("Value error, "), {})


def _read_values(found: Mapping[str, str | None]) -> dict[str, Text | str]:
    values: dict[str, Text | str] = {name: (value or "").strip("'\"") for name, value in found.items()}
    if "why" in values:
        values["why"] = _translate(str(found["why"]), _WHY)
    if "known" in values:
        values["known"] = listed(verbatim(one.strip(" '\"\t\n")) for one in re.split(r",| or ", str(found["known"])))
    return values


_OF_A_PLACE = r"Invalid value for .+?: (?:file|dir|path|directory) (?P<place>.+)"
_SEE_HELP = _("在命令后面加 --help 可以看写法。")
_WRONG: _Sentences = (
    (r"No such command (?P<name>\S+)\. Did you mean (?P<known>.+)\?", _("没有“{name}”这个命令。是不是：{known}？")),
    (r"No such command (?P<name>.+)\.", _("没有“{name}”这个命令。")),
    (r"Missing command\.", _("请写明命令。")),
    (
        r"No such option: (?P<name>\S+) \(Possible options: (?P<known>.+)\)",
        _("没有“{name}”这个选项。是不是：{known}？"),
    ),
    (r"No such option: (?P<name>\S+)", _("没有“{name}”这个选项。")),
    (r"Option (?P<name>\S+) requires an argument\.", _("选项“{name}”后面要写一个值。")),
    (r"Option (?P<name>\S+) does not take a value\.", _("选项“{name}”不带值。")),
    (
        r"Missing (?:argument|option|parameter) (?P<name>.+?)\. Choose from:(?P<known>.+)",
        _("缺少“{name}”。可以是：{known}。"),
    ),
    (r"Missing (?:argument|option|parameter) (?P<name>.+)\.", _("缺少“{name}”。")),
    (r"Got unexpected extra argument\(s\) \((?P<name>.+)\)", _("多写了“{name}”。")),
    (rf"{_OF_A_PLACE} does not exist\.", _("没有“{place}”这个文件或者文件夹。")),
    (rf"{_OF_A_PLACE} is a directory\.", _("“{place}”是文件夹，这里要一个文件。")),
    (rf"{_OF_A_PLACE} is a file\.", _("“{place}”是文件，这里要一个文件夹。")),
    (rf"{_OF_A_PLACE} is not readable\.", _("“{place}”读不了：运行命令的用户没有权限。")),
    (rf"{_OF_A_PLACE} is not writable\.", _("“{place}”写不了：运行命令的用户没有权限。")),
    (r"Invalid value for (?P<name>.+?): (?P<why>.+)", _("“{name}”写得不对：{why}")),
)
"""What typer says of a call."""
_WHY: _Sentences = (
    (r"Input should be a valid integer.*", _("应当是整数。")),
    (r"Input should be greater than or equal to (?P<bound>\S+)", _("不能小于{bound}。")),
    (r"Input should be less than or equal to (?P<bound>\S+)", _("不能大于{bound}。")),
    (r"(?:Value error, )?.+ is not one of (?P<known>.+)\.", _("可以是：{known}。")),
    (r"Input should be (?P<known>'.+')", _("可以是：{known}。")),
    (r"(?:Value error, )?.+ does not match the formats? '%Y-%m-%d'\.", _("请写一个日期，例如 2026-11-24。")),
    (r"(?:Value error, )?.+ does not match the formats? '%Y-%m'\.", _("请写年和月，例如 2026-12。")),
    (r"Value error, is one of (?P<known>.+)", _("可以是：{known}。")),
    (r"Input should be a valid boolean.*", _("请写 true 或者 false。")),
)
"""What typer and pydantic say of a value."""
