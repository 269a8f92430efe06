"""What the office holds about a person and must be on the list of what is sealed (Sealing Measures arts 2-3; SE-05)."""

from typing import Any

from casework.acting.entries import list_entries
from casework.acting.open_plan import OpenPlan
from casework.evaluation.acts import RecordQuestionnaire
from casework.partners.acts import RecordAssessment
from casework.shared.requests import list_requests
from law.breach import Ground
from law.confidentiality import MATERIAL_WORDS, Material, finding_on_sealed_set
from law.finding import Finding
from models.decision import Incident


def list_held_materials(open_plan: OpenPlan, case: dict[str, Any]) -> list[Material]:
    """Which kinds of material there are in this case, as far as the record knows."""
    there = {
        Material.SOCIAL_INVESTIGATION: bool(case.get("social_investigation")),
        Material.PSYCHOLOGY: bool(
            list_entries(open_plan, RecordAssessment) or list_entries(open_plan, RecordQuestionnaire)
        ),
        Material.JUDICIAL_AID: bool(list_requests(open_plan, "aid_answer")),
        Material.COMPULSORY_MEASURES: bool(case.get("bail") or case.get("in_custody")),
        Material.POLICE_DECISIONS: any(row.kind == Ground.PUBLIC_SECURITY for row in open_plan.rows(Incident)),
    }
    return [material for material in Material if there.get(material, True)]


def format_list(materials: list[Material]) -> str:
    """The list as the paper says it."""
    return "；".join(MATERIAL_WORDS[material].zh for material in materials)


def finding_on_list(open_plan: OpenPlan, case: dict[str, Any], text: str) -> Finding:
    """Whether the list names everything that is held (SE-05)."""
    named = [material for material in Material if MATERIAL_WORDS[material].zh in text]
    return finding_on_sealed_set(named, list_held_materials(open_plan, case), open_plan.rulebook)
