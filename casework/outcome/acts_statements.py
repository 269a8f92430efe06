"""What the minor, a guardian and the defender say before the supervision opinion."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act
from casework.acting.acts.captions import Caption
from casework.acting.rights.operation import ActGroup, Operation
from casework.acting.rights.phases import LATE_FACT
from casework.acting.rights.scope import CASE_AND_WORKER, FAMILY
from casework.shared.files.base import PastDay
from casework.shared.text.text_checks import MAX_TEXT
from core.i18n import _, pgettext


class RecordStatement(Act):
    """The minor, a guardian or the defender said what they think of how the case should end.

    Minor and guardian write it on their own page, or the team records it for them; the defender's is recorded by the
    team. It stands in the supervision opinion in their own words. A person who says nothing is not asked again by it.
    """

    operation: ClassVar = Operation(
        "record_statement",
        title=_("登记本人、监护人或者辩护人的意见"),
        done=_("登记了对处理的意见"),
        by={**CASE_AND_WORKER, **FAMILY},
        fits=LATE_FACT,
        wakes=False,
        fact=True,
        group=ActGroup.DECISIONS,
        hint=_("照原话写。没有说的不替人写，考察意见书会写明没有意见的记录。"),
    )
    also: ClassVar = _("考察意见书里的各方意见")

    of: Annotated[
        Literal["minor", "guardian", "defender"],
        Caption(
            _("谁的意见"),
            choices={
                "minor": pgettext("choice", "本人"),
                "guardian": pgettext("choice", "监护人"),
                "defender": _("辩护人"),
            },
        ),
    ]
    """Whose words they are."""
    text: Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]
    """Their own words."""
    said_on: PastDay | None = None
    """The day on which it was said; if left out, today."""
    told_by_phone: bool = False
    """Said in a call, and written down by staff."""
    on_paper: bool = False
    """Handed in on paper, and typed in by staff."""
