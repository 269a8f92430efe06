"""No key outlives what it opens, also where the program stopped, or the folder of keys was away, in between."""

from datetime import timedelta
from typing import NoReturn
from uuid import UUID

import pytest

from casework.acting.rights import Actor
from casework.outcome.after_care import end_expired_cards
from casework.plan.drafts import DraftContent, begin_draft, list_drafts
from casework.plan.unfinished import delete_old_drafts, discard_own_draft
from core.errors import KeysAway
from core.i18n import verbatim
from models.base import new_id
from models.decision import AfterCare
from models.plan_draft import DraftKind, PlanDraft
from tests.api.two_offices import TwoOffices


def away(_key: UUID) -> NoReturn:
    raise KeysAway(verbatim("away"))


def test_a_draft_stays_as_long_as_its_key_cannot_be_destroyed(
    offices: TwoOffices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And goes with it at the next try: never the one without the other. A spreadsheet too."""
    context, actor = offices.context, Actor.of_staff(offices.staff("gui.prosecutor"))
    before = context.vault.cases()
    draft, sheet = begin_draft(context, actor, DraftContent({"minor.name": "新芽"})), new_id(context.clock.now())
    context.vault.new_key(sheet)
    now = context.clock.now()
    with context.database.transaction() as session:
        session.add(
            PlanDraft(
                id=sheet,
                kind=DraftKind.SHEET,
                staff_id=actor.id,
                document=b"",
                begun_at=now,
                saved_at=now - timedelta(days=60),
            )
        )
    with monkeypatch.context() as patched:
        patched.setattr(context.vault, "destroy", away)
        for discard in (
            lambda: discard_own_draft(context, actor, DraftKind.PLAN, draft),
            lambda: discard_own_draft(context, actor, DraftKind.SHEET, sheet),
            lambda: delete_old_drafts(context),
        ):
            with pytest.raises(KeysAway):
                discard()
    assert [one.id for one in list_drafts(context, actor)] == [draft]
    assert len(offices.rows(PlanDraft)) == 2
    discard_own_draft(context, actor, DraftKind.PLAN, draft)
    assert delete_old_drafts(context) == 1
    assert context.vault.cases() == before


def test_the_key_of_a_card_that_has_ended_goes_whenever_the_program_is_back(offices: TwoOffices) -> None:
    """Killed in between on one day, and started again on another."""
    context, keys = offices.context, {}
    today = context.clock.today()
    with context.database.transaction() as session:
        for name, until_on, ended_on in (
            ("ended long ago", today - timedelta(days=9), today - timedelta(days=9)),
            ("over since yesterday", today - timedelta(days=1), None),
            ("runs", today + timedelta(days=9), None),
        ):
            keys[name] = new_id(context.clock.now())
            context.vault.new_key(keys[name])
            session.add(
                AfterCare(
                    id=new_id(context.clock.now()), key_id=keys[name], from_on=today - timedelta(days=30),
                    until_on=until_on, ended_on=ended_on, document=b"1",
                )
            )  # fmt: skip
    assert end_expired_cards(context) == 1
    assert set(keys.values()) & set(context.vault.cases()) == {keys["runs"]}
