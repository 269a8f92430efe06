"""What is wrong with how a command was called, told in the language of the command; typer says it in English only."""

import re

import typer

from core.i18n import Text, _, verbatim

_SEE_HELP = _("在命令后面加 --help 可以看写法。")
_WRONG = (
    (r"No such (?:command|option:) (?P<name>[^\s.]+)", _("没有“{name}”这个命令或者选项。")),
    (r"Missing (?:\w+ )?(?P<name>.+?)\.", _("缺少“{name}”。")),
    (r"Got unexpected extra argument\(s\) \((?P<name>.+)\)", _("多写了“{name}”。")),
    (
        r"Invalid value for .+?: (?:file|dir|path|directory) (?P<name>.+) (?:does not exist|is .+)\.",
        _("“{name}”不在，不是这里要的文件或者文件夹，或者没有权限。"),
    ),
    (r"(?:Invalid value for|Option) (?P<name>[^\s:]+)", _("“{name}”写得不对。")),
)
"""How typer's sentences begin, and what is said in place of them."""


def describe_wrong_call(error: typer.TyperException) -> list[Text]:
    """The lines to say; none where the help was shown instead."""
    said = error.format_message().strip()
    for pattern, text in _WRONG:
        if found := re.match(pattern, said, re.IGNORECASE):
            return [text.filled({"name": found["name"].strip("'\"")}), _SEE_HELP]
    return [verbatim(said), _SEE_HELP] if said else []
