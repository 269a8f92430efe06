"""What a guess at a password costs, by the house's own hasher: the tests' is a cheap one (tests/conftest.py)."""

import runpy
from types import SimpleNamespace

from casework.staff import passwords


def own_account() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(passwords.__file__)))


def test_a_password_is_kept_as_an_argon2id_hash_that_costs_64_mib_three_times_over() -> None:
    kept = own_account().hash_password("three boats in a row")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert "boats" not in kept


def test_only_the_right_secret_verifies_and_nothing_verifies_where_nothing_is_kept() -> None:
    own = own_account()
    kept = own.hash_password("three boats in a row")
    assert own.verify_password("three boats in a row", kept)
    assert not own.verify_password("three boats in a rows", kept)
    assert not own.verify_password("three boats in a row", None)
