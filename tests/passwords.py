"""A password in a moment: how a test comes by somebody who signs in."""

from collections.abc import Collection

from sqlmodel import col, select

from casework.desk import Desk
from casework.passwords import hashed, refuse_weak
from models.office import Staff


def give_password(desk: Desk, logins: Collection[str], password: str) -> None:
    """These people sign in by that password."""
    for login in logins:
        refuse_weak(password, login)
    kept = hashed(password)
    with desk.database.transaction() as session:
        for staff in session.exec(select(Staff).where(col(Staff.login).in_(logins))):
            staff.password_hash = kept
            session.add(staff)
