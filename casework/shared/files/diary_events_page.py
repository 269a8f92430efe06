"""Everything that can stand in a diary, from the declarations: a page of the handbook, and printed by a command."""

from collections.abc import Iterator
from inspect import cleandoc

from casework.shared.acts.act import ACTS
from casework.shared.files.acts_page import describe_who_may
from casework.shared.rights.operation import OPERATIONS, ActGroup, Operation
from law.rules_page import render_markdown_table

HEAD = """# Diary events

Made from the declarations in `casework/*/acts.py`. `./run law --happenings en` prints it.

The values of `happening` in the diary (`docs/diary.md`), and what its line has in `detail`.
"The item" is `kind`, `due_on` and `owner`, and a `label` where there are several of a kind.
`fact`, `cancelled` and `asked` say which fact took effect, how many open items it ended, and what somebody is asked for.
Automatic steps are recorded as `system`; a person's act is recorded with that person's role.
The fields of an act, and when it is possible, are on the page of [the acts file](/handbook/acts)."""


def render_page() -> str:
    """The whole page in Markdown, in English with the Chinese names."""
    blocks = [HEAD]
    happenings = [each for each in OPERATIONS.values() if each.noun]
    for group in ActGroup:
        blocks += [f"## {group.value.en}", _table([each for each in happenings if each.group is group])]
    alone = [each for each in happenings if each.group is None and not each.by]
    others = [each for each in happenings if each.group is None and each.by]
    blocks += ["## Without a form", _table(others)]
    blocks += ["## Automatic steps of the system, and what it records while somebody acts", _table(alone)]
    return "\n\n".join(blocks) + "\n"


def _table(happenings: list[Operation]) -> str:
    head = ("happening", "中文", "what happened", "by", "in `detail`")
    return render_markdown_table([head, *(tuple(_cells(each)) for each in happenings)])


def _cells(operation: Operation) -> Iterator[str]:
    yield f"`{operation.code}`"
    yield operation.noun.zh if operation.noun else ""
    yield describe_event(operation)
    yield describe_who_may(operation)
    yield operation.detail


def describe_event(operation: Operation) -> str:
    """In a sentence: what is declared of it, or the act's own words, or its noun."""
    act = ACTS.get(operation.code)
    if operation.about or act is None:
        return operation.about or (operation.noun.en if operation.noun else "")
    return " ".join(cleandoc(act.__doc__ or "").split("\n\n")[0].split())
