"""The journal as an auditor reads it, and its chain."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field

from api.paging import Cursor
from api.routing import ApiRoute
from casework.messages.journal_heads import HeadDeparture
from casework.plan.views.journal_pages import (
    ChainCheckView,
    JournalPage,
    check_chain,
    load_head_departures,
    load_journal_page,
)
from casework.shared.files.base import Day
from casework.shared.files.plan_file import FileModel
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import VERIFY_JOURNAL
from models.exported_head import LARGEST, MOST_HEADS, HeadText
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/journal", tags=["journal"])

Auditor = Annotated[Actor, requires_right(VERIFY_JOURNAL)]


class KeptHeads(FileModel):
    """Heads of the journal as they left: each the text of one file."""

    heads: list[Annotated[str, Field(max_length=LARGEST)]] = Field(min_length=1, max_length=MOST_HEADS)


@router.get("")
def read_journal(
    request: Request,
    actor: Auditor,
    on: Annotated[Day | None, Query(description="Only the lines of this day.")] = None,
    denied: Annotated[bool, Query(description="Only what was refused.")] = False,
    cursor: Cursor = None,
) -> JournalPage:
    """List the lines of the journal.

    Returns who did what and when, the newest first. Lines of sealed cases name no plan.
    """
    return load_journal_page(get_app_state(request).context, actor, on=on, only_denied=denied, cursor=cursor)


@router.get("/heads")
def read_head_departures(request: Request, actor: Auditor) -> list[HeadDeparture]:
    """List what became of the heads of the journal.

    Returns for each of the last days whether its signed head has left the machine.
    """
    return load_head_departures(get_app_state(request).context, actor)


@router.get("/check")
def read_chain_check(request: Request, actor: Auditor) -> ChainCheckView:
    """Check the chain of the journal.

    Reads the whole chain and compares it with the journal. This takes longer the longer the journal is.
    """
    return check_chain(get_app_state(request).context, actor)


@router.post("/check")
def create_chain_check(request: Request, sent: KeptHeads, actor: Auditor) -> ChainCheckView:
    """Check the chain of the journal against kept heads.

    Compares the chain also with signed heads that were kept elsewhere, which alone show a cut-off end. Changes nothing.
    """
    heads = [HeadText(str(place), text) for place, text in enumerate(sent.heads, 1)]
    return check_chain(get_app_state(request).context, actor, heads)
