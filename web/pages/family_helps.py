"""What helps, on a family's saved page: advice, sheets to print, somebody to talk to, and a diary that stays on the phone."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from models.office import Role
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS
from usage.helps import HelpSheet, load_helps
from web.family_session import FamilySessionDep
from web.rendering import render_page

router = APIRouter(prefix="/p/{secret}/helps", dependencies=[PUBLIC_ACCESS])


@router.get("")
def show_own_helps(request: Request, secret: str, signed_in: FamilySessionDep) -> Response:
    """The collection."""
    you = "minor" if signed_in.actor.role is Role.MINOR else "guardian"
    return render_page(request, "family_helps.html", here=f"/p/{secret}", you=you, helps=load_helps())


@router.get("/diary")
def show_phone_diary(request: Request, secret: str, signed_in: FamilySessionDep) -> Response:
    """A diary for oneself. It has no form: nothing of it can be sent. The key that encrypts it on the phone is known only
    while the page is open."""
    index = get_app_state(request).context.vault.index
    keep = index(f"diary as: {signed_in.actor.id}")[:16], index(f"diary with: {signed_in.actor.id}")
    return render_page(request, "family_diary.html", here=f"/p/{secret}", keep=keep)


@router.get("/sheets/{sheet}")
def show_own_help_sheet(request: Request, secret: str, sheet: HelpSheet, _signed_in: FamilySessionDep) -> Response:
    """An empty sheet to print."""
    return render_page(request, "help_sheet.html", sheet=sheet.value, back=f"/p/{secret}/helps")
