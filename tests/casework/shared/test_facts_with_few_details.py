"""A fact can always be recorded: whoever tells it need not know more of it than its form asks for."""

from functools import cache

import pytest

from casework.acting import performing
from casework.acting.acts.act import ACTS, Act
from casework.acting.context import Context
from casework.acting.performing import perform
from casework.acting.rights import Actor
from casework.acting.rights.phases import Phase
from tests.casework.every_operation import PERSON_OPERATIONS
from tests.casework.test_every_act_in_its_time import life_in, tried

ONE_WAY_OF_SEVERAL = {
    "submit": {"text", "due_on"}, "explain": {"text"}, "hear_minor": {"text"}, "give_view": {"text", "home", "milestone"},
    "record_questionnaire": {"total", "minor_consented_on", "representative_consented_on"},
    "upload_usage": {"minutes", "device", "text"}, "record_referral_answer": {"first_on"},
    "give_consents": {"device_data"}, "record_card_query": {"phone_cards"},
    "record_assessment": {"minor_consented_on", "representative_consented_on"},
    "record_judgment": {"judgment", "sentence_months"}, "object": {"present"},
    "record_background": {"interpreted"},
}  # fmt: skip
"""What a form leaves open because it can be told in several ways or by several people, and one of the ways is needed."""
FACTS = [name for name, verb in PERSON_OPERATIONS.items() if verb.act.fact and verb.act.code in ACTS]


def get_needed_fields(kind: type[Act]) -> set[str]:
    """The fields without which that act is not told."""
    required = {name for name, asked in kind.model_fields.items() if asked.is_required()}
    return required | {"at", "did"} | ONE_WAY_OF_SEVERAL.get(kind.operation.code, set())


def perform_briefly(context: Context, number: str, act: Act, in_person: Actor | None = None) -> object:
    """The act is performed with what is needed of it, and nothing else."""
    values = {name: value for name, value in act if name in get_needed_fields(type(act))}
    return perform(context, number, type(act).model_validate(values), in_person)


@pytest.mark.parametrize("phase", [Phase.IN_PERIOD, Phase.REVOKED, Phase.SEALED])
def test_a_fact_recorded_with_its_required_fields_alone_is_kept_where_the_whole_fact_is(phase: Phase) -> None:
    life, refused, kept = life_in(phase), [], 0
    actor = cache(life.actor)
    for name in FACTS:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(performing, "perform", perform_briefly)
            came = tried(life, name, actor)
        if came.error is None:
            kept += 1
        elif tried(life, name, actor).error is None:
            refused.append((name, came.error))
    assert not refused, "\n".join(map(str, refused))
    assert kept > 5
