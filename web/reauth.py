"""Saying again who one is, in the form that decides, signs or unseals."""

from fastapi import Request

from casework.shared.rights import Actor
from casework.staff.authentication import confirm_password
from serving.app_state import get_app_state
from serving.auth import get_signed_in, get_try_source


def reauthenticate(request: Request, password: str) -> Actor:
    """Whoever is signed in, as confirmed just now. NotSignedIn for a wrong password, and after too many of them."""
    app_state = get_app_state(request)
    app_state.tries.count(request.client.host if request.client else "unknown")
    return confirm_password(app_state.context, get_signed_in(request), password, get_try_source(request)).actor
