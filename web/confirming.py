"""Saying again who one is, in the form that decides, signs or unseals."""

from fastapi import Request

from api.doorkeeping import signed_in
from api.reception import reception_of
from casework.rights import Actor
from casework.signing_in import confirm


def confirmed(request: Request, password: str) -> Actor:
    """Whoever is signed in, as confirmed just now. NotSignedIn for a wrong password, and after too many of them."""
    reception = reception_of(request)
    reception.tries.count(request.client.host if request.client else "unknown")
    return confirm(reception.desk, signed_in(request), password).actor
