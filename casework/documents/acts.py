"""Papers made, and the pack of them on which the end is decided."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act
from casework.acting.acts.captions import Caption
from casework.acting.acts.own_code import NamesOwnCode
from casework.acting.rights.operation import ActGroup, Operation, SystemOperation
from casework.acting.rights.phases import READABLE, Times
from casework.acting.rights.scope import CASE_AND_WORKER, CASE_TEAM, SIGNERS, RightScope
from casework.shared.text.text_checks import MAX_REMARK
from core.i18n import _
from documents.papers import PAPERS
from law.four_eyes import Responsibility
from law.transitions import PlanStatus
from models.office import Role

if TYPE_CHECKING:
    PaperName = str
else:
    PaperName = Literal[tuple(paper.code for paper in PAPERS)]
FieldName = Annotated[str, Field(pattern=r"^[a-z_]{2,40}$")]
About = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{0,60}$"), NamesOwnCode(only=False)]


class MakePaper(Act):
    """A document was created from its template, with data of the record and the fields filled in.

    Some documents may be created by the social worker or the clerk too. A version is stored with its hash; the number
    is assigned with the first one. The same content again creates no second version.
    """

    operation: ClassVar = Operation(
        "make_paper",
        title=_("制作文书"),
        done=_("制作了一份文书"),
        by={**CASE_AND_WORKER, Role.CLERK: RightScope.OFFICE, Role.DEPARTMENT_HEAD: RightScope.DECIDING},
        fits=Times(READABLE),
        wakes=False,
        group=ActGroup.SERVICE,
    )
    also: ClassVar = _("打印、协议、通知书、表格")

    paper: Annotated[PaperName, Caption(_("哪种文书"))]
    about: Annotated[About, Caption(_("所涉事项"))] = ""
    """Its subject, where that is not the whole plan: a leave's or incident's label, a day such as '2026-06-10', a
    service such as 'conditional_non_prosecution.police'."""
    fields: Annotated[
        dict[FieldName, Annotated[str, Field(max_length=MAX_REMARK)]],
        Caption(_("文书各栏的内容")),
    ] = Field({}, max_length=60)
    """Fields that the record does not contain, by name (docs/papers.md lists them); at most 4000 characters each."""


class MakeDecisionPack(Act):
    """The documents and lists on which the final decision is based were combined into one PDF, every part with its
    hash. A machine that cannot make a PDF refuses it.
    """

    operation: ClassVar = Operation(
        "make_decision_pack",
        title=_("制作决定材料包"),
        done=_("制作了决定材料包"),
        by=CASE_TEAM,
        fits=Times(READABLE),
        wakes=False,
        ready=lambda open_plan: open_plan.plan.status != PlanStatus.UNDER_SUPERVISION,
        group=ActGroup.SERVICE,
    )


ATTACH_FORMER_RECORD = Operation(
    "attach_former_record",
    done=_("收存了接办前的原卷"),
    by={**CASE_TEAM, Role.CLERK: RightScope.OFFICE},
    fits=Times(READABLE),
)

OFFER_TEMPLATE = Operation(
    "offer_template",
    done=_("提出了一份文书模板"),
    by={Role.ADMINISTRATOR: RightScope.OFFICE},
    fits=None,
    steps={"paper_template": Responsibility.PROPOSES},
)


APPROVE_TEMPLATE = Operation(
    "approve_template",
    done=_("同意启用一份文书模板"),
    by={**SIGNERS, Role.DEPARTMENT_HEAD: RightScope.OFFICE},
    fits=None,
    steps={"paper_template": Responsibility.DECIDES},
)


END_TEMPLATE = SystemOperation("end_template", done=_("停用了一份文书模板"))
