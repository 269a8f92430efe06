"""An act that is declared nowhere but here, in a process of its own: a tree is planted (test_acts_declared_once)."""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from casework.shared.acts.act import Act
from casework.shared.acts.captions import Caption
from casework.shared.acts.verbs import verb
from casework.shared.rights.operation import ActGroup, Operation
from casework.shared.rights.phases import UNTIL_DECIDED
from casework.shared.rights.scope import PROSECUTOR
from core.i18n import Bilingual

if TYPE_CHECKING:
    from casework.shared.open_plan import OpenPlan


class PlantATree(Act):
    """A tree was planted together."""

    operation: ClassVar = Operation(
        "plant_a_tree",
        title=Bilingual("登记种树", "Record a tree"),
        done=Bilingual("种了一棵树", "planted a tree"),
        by=PROSECUTOR,
        fits=UNTIL_DECIDED,
        signs=False,
        steps={},
        ready=lambda open_plan: open_plan.plan.announced_on is not None,
        group=ActGroup.DAILY,
    )

    where: Annotated[str, Caption(Bilingual("种在哪里", "Where it stands"))] = Field(min_length=1, max_length=40)


@verb(PlantATree)
def plant_a_tree(open_plan: "OpenPlan", act: PlantATree) -> None:
    """The tree stands in the journal."""
    open_plan.record(detail={"where": act.where})
