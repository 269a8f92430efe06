"""The form of a new plan, page by page, with its fields under the headings under which they are asked."""

from dataclasses import dataclass

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.plan.plan_fields import (
    ATTACHMENT_FIELDS,
    BAIL_FIELDS,
    BUSY_FIELDS,
    CADENCE_FIELDS,
    CASE_FIELDS,
    CONDITIONS,
    DECISION_FIELDS,
    OPINION_FIELDS,
    PlanField,
    list_condition_fields,
    list_person_fields,
    list_team_fields,
)
from core.i18n import Text, _, pgettext
from web.forms import FormValues


@dataclass(frozen=True)
class PlanGroup:
    """Fields that belong together under one heading. An `extra` one is folded while nothing is in it."""

    title: Text
    fields: tuple[PlanField, ...]
    extra: bool = False

    def is_filled(self, typed: FormValues) -> bool:
        """Whether something was typed into any of its fields."""
        return any(
            text and (place in self.places or _without_code(place) in self.places) for place, text in typed.items()
        )

    @property
    def places(self) -> frozenset[str]:
        """The places of its fields in the plan file."""
        return frozenset(field.place for field in self.fields)


@dataclass(frozen=True)
class PlanStep:
    """One page of the form: `name` is the last part of its address."""

    name: str
    title: Text
    groups: tuple[PlanGroup, ...]
    hint: Text | None = None

    @property
    def fields(self) -> list[PlanField]:
        """All that the page asks for."""
        return [field for group in self.groups for field in group.fields]


def get_form_steps(context: Context, actor: Actor) -> list[PlanStep]:
    """The whole form, page by page, with the people of the actor's office to choose from."""
    conditions = tuple(
        PlanGroup(pgettext("menu", "第{place}项", place=place), list_condition_fields(place), extra=place > 1)
        for place in range(1, CONDITIONS + 1)
    )
    return [
        PlanStep("person", _("未成年人和监护人"), (
            PlanGroup(pgettext("device consent: who", "本人"), list_person_fields("minor", minor=True)),
            PlanGroup(pgettext("menu", "监护人"), list_person_fields("guardian[1]")),
            PlanGroup(_("另一位监护人（可不填）"), list_person_fields("guardian[2]"), extra=True),
        )),
        PlanStep("decision", _("决定与审查期限"), (PlanGroup(_("决定与审查期限"), DECISION_FIELDS),)),
        PlanStep("case", _("案件和听取意见"), (
            PlanGroup(pgettext("menu", "案件"), CASE_FIELDS),
            PlanGroup(_("听取意见"), OPINION_FIELDS),
            PlanGroup(_("强制措施（没有就空着）"), BAIL_FIELDS, extra=True),
        )),
        PlanStep("conditions", _("附带条件"), conditions, _("法定义务每个方案都有，不用写。这里只写附带条件，用不着的空着。")),
        PlanStep("schedule", _("日程和附件"), (
            PlanGroup(_("日程"), CADENCE_FIELDS),
            PlanGroup(_("考试、农忙等占用的日子（可不填）"), BUSY_FIELDS, extra=True),
            PlanGroup(_("提交时可以附的（不选就不收）"), ATTACHMENT_FIELDS),
        )),
        PlanStep("team", _("办案和帮教人员"), (PlanGroup(_("办案和帮教人员"), list_team_fields(context, actor)),)),
    ]  # fmt: skip


def _without_code(place: str) -> str:
    return place.rpartition(".")[0]
