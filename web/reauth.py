"""Saying again who one is, in the form that decides, signs, unseals or keeps accounts."""

import json

from fastapi import Request

from casework.acting.rights import Actor
from casework.staff.authentication import confirm_identity, goes_on
from casework.staff.second_factors import FactorProof
from serving.app_state import get_app_state
from serving.auth import get_address, get_signed_in, get_site, get_try_source, renew_token
from web.forms import FormValues

PASSWORD, CODE, PASSKEY, OWN_PASSWORD = "_password", "_code", "_passkey", "own_password"
"""The fields of `parts/reauth.html`."""


def reauthenticate(request: Request, typed: FormValues, password: str = PASSWORD) -> Actor:
    """Whoever is signed in, as confirmed just now; the browser holds another token. NotSignedIn where it is wrong, and
    TooManyRequests after some wrong ones."""
    app_state = get_app_state(request)
    with app_state.tries.counting_wrong(get_address(request)):
        opened = confirm_identity(
            app_state.context, get_signed_in(request), typed.get(password, ""), read_proof(request, typed),
            get_try_source(request),
        )  # fmt: skip
    return renew_token(request, opened)


def confirm_for(request: Request, typed: FormValues, kind: str) -> Actor:
    """The same for an act on accounts, tokens or settings; whoever has said it for the same kind within five minutes and
    types nothing goes on as they are."""
    signed_in = get_signed_in(request)
    said = any(typed.get(name) for name in (OWN_PASSWORD, CODE, PASSKEY))
    if not said and goes_on(get_app_state(request).context, signed_in, kind):
        return signed_in.actor
    return reauthenticate(request, typed, OWN_PASSWORD)


def has_said_who(typed: FormValues) -> bool:
    """Whether anything was filled in by which one says who one is."""
    return any(typed.get(name) for name in (PASSWORD, CODE, PASSKEY))


def read_proof(request: Request, typed: FormValues) -> FactorProof:
    """The code or the answer of a passkey that came with the form."""
    answered = typed.get(PASSKEY, "")
    try:
        passkey = json.loads(answered) if answered else None
    except ValueError:
        passkey = None
    return FactorProof(typed.get(CODE, ""), passkey if isinstance(passkey, dict) else None, get_site(request))
