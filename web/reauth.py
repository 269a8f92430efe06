"""Saying again who one is, in the form that decides, signs or unseals."""

from fastapi import Request

from api.app_state import get_app_state
from api.auth import get_signed_in
from casework.authentication import confirm_password
from casework.rights import Actor


def reauthenticate(request: Request, password: str) -> Actor:
    """Whoever is signed in, as confirmed just now. NotSignedIn for a wrong password, and after too many of them."""
    reception = get_app_state(request)
    reception.tries.count(request.client.host if request.client else "unknown")
    return confirm_password(reception.desk, get_signed_in(request), password).actor
