"""A password in a moment: how a test comes by somebody who signs in."""

from collections.abc import Collection

from sqlmodel import col, select

from casework.acting.context import Context
from casework.staff.attempts import TrySource
from casework.staff.passwords import check_strength, hash_password
from models.office import Staff

FROM_HERE = TrySource("192.0.2.7")
"""Where somebody tries who has never signed in there."""


def give_password(context: Context, logins: Collection[str], password: str) -> None:
    """These people sign in by that password."""
    for login in logins:
        check_strength(password, login)
    kept = hash_password(password)
    with context.database.transaction() as session:
        for staff in session.exec(select(Staff).where(col(Staff.login).in_(logins))):
            staff.password_hash = kept
            session.add(staff)
