"""Signing in and out: who gets in, who does not, and that neither is told why."""

from datetime import timedelta

import pytest
from sqlmodel import select

from casework.seal.retention import delete_expired
from casework.staff import passwords
from core.clock import SimulatedClock
from models.journal import JournalLine
from models.office import SignIn
from tests.api.two_offices import Client, TwoOffices
from tests.passwords import give_password

LOGIN, PASSWORD = "gui.prosecutor", "linen-harbour-417"


@pytest.fixture
def known(offices: TwoOffices) -> TwoOffices:
    """The prosecutor has a password."""
    give_password(offices.context, [LOGIN], PASSWORD)
    return offices


def _sign_in(client: Client, login: str = LOGIN, password: str = PASSWORD, **more: str) -> int:
    return client.post("/api/v1/session", json={"login": login, "password": password, **more}).status_code


def _later(offices: TwoOffices, **span: float) -> None:
    assert isinstance(offices.context.clock, SimulatedClock)
    offices.context.clock.advance_by(timedelta(**span))


def test_with_the_right_password_one_is_signed_in_until_one_signs_out(known: TwoOffices) -> None:
    client = known.stranger()
    began = client.post("/api/v1/session", json={"login": LOGIN, "password": PASSWORD})
    assert began.status_code == 201
    assert began.json()["role"] == "prosecutor"
    assert began.json()["token"] is None
    assert "HttpOnly" in began.headers["set-cookie"]
    assert "SameSite=lax" in began.headers["set-cookie"]
    assert client.get("/api/v1/session").json()["name"] == began.json()["name"]
    token = client.cookies["sunward"]
    assert client.delete("/api/v1/session").status_code == 204
    client.cookies.set("sunward", token)
    assert client.get("/api/v1/session").status_code == 401


def test_a_client_may_hold_the_token_itself_and_gets_no_cookie(known: TwoOffices) -> None:
    client = known.stranger()
    began = client.post("/api/v1/session", json={"login": LOGIN, "password": PASSWORD, "keep": "token"})
    assert "set-cookie" not in began.headers
    bearer = {"Authorization": f"Bearer {began.json()['token']}"}
    assert client.get("/api/v1/session", headers=bearer).status_code == 200


def test_over_https_the_cookie_is_held_to_this_host(known: TwoOffices) -> None:
    client = Client(known.app, base_url="https://testserver")
    began = client.post("/api/v1/session", json={"login": LOGIN, "password": PASSWORD})
    assert began.headers["set-cookie"].startswith("__Host-sunward=")
    assert "Secure" in began.headers["set-cookie"]
    assert "max-age" in began.headers["strict-transport-security"]


def test_the_record_holds_no_token(known: TwoOffices) -> None:
    client = known.stranger()
    _sign_in(client)
    token = client.cookies["sunward"]
    assert len(token) >= 43  # 256 bits
    assert all(token not in str(row.model_dump()) for row in known.rows(SignIn))


def test_a_wrong_name_a_wrong_password_and_a_resting_account_get_the_same_answer(known: TwoOffices) -> None:
    client = known.stranger()
    wrong = {"login": LOGIN, "password": "nothing-like-it"}
    answers = [client.post("/api/v1/session", json=wrong).json() for _ in range(6)]
    answers.append(client.post("/api/v1/session", json={"login": "nobody", "password": PASSWORD}).json())
    answers.append(client.post("/api/v1/session", json={"login": LOGIN, "password": PASSWORD}).json())
    answers.append(client.post("/api/v1/session", json={"login": "gui.clerk", "password": PASSWORD}).json())
    assert answers[0]["code"] == "not-signed-in"
    assert all(answer == answers[0] for answer in answers)


def test_an_unknown_name_costs_the_same_work_as_a_known_one(known: TwoOffices, monkeypatch: pytest.MonkeyPatch) -> None:
    client, compared_with = known.stranger(), list[str]()
    verify = passwords._hash.verify

    def counted(secret: str, kept: str) -> bool:
        compared_with.append(kept.rpartition("$")[0].rpartition("$")[0])
        return verify(secret, kept)

    monkeypatch.setattr(passwords._hash, "verify", counted)
    _sign_in(client, "nobody", "x" * 12)
    _sign_in(client, LOGIN, "x" * 12)
    unknown, real = compared_with
    assert unknown == real
    assert "argon2id" in real


def test_after_five_wrong_passwords_the_account_rests_and_longer_each_time(known: TwoOffices) -> None:
    client = known.stranger()
    assert [_sign_in(client, password="wrong-wrong-1") for _ in range(5)] == [401] * 5
    assert _sign_in(client) == 401
    _later(known, seconds=61)
    assert _sign_in(client, password="wrong-wrong-1") == 401  # the sixth: two minutes
    _later(known, seconds=61)
    assert _sign_in(client) == 401
    _later(known, seconds=61)
    assert _sign_in(client) == 201
    assert known.staff(LOGIN).failed_sign_ins == 0


def test_tries_while_it_rests_do_not_lengthen_the_rest(known: TwoOffices) -> None:
    client = known.stranger()
    assert [_sign_in(client, password="wrong-wrong-1") for _ in range(9)] == [401] * 9
    _later(known, seconds=61)
    assert _sign_in(client) == 201


def test_a_session_unused_for_half_an_hour_is_over(known: TwoOffices) -> None:
    client = known.stranger()
    _sign_in(client)
    _later(known, minutes=29)
    assert client.get("/api/v1/session").status_code == 200
    _later(known, minutes=29)
    assert client.get("/api/v1/session").status_code == 200
    _later(known, minutes=31)
    assert client.get("/api/v1/session").status_code == 401


def test_a_session_is_over_after_twelve_hours_however_busy(known: TwoOffices) -> None:
    client = known.stranger()
    _sign_in(client)
    for _ in range(35):
        _later(known, minutes=20)
        assert client.get("/api/v1/session").status_code == 200
    _later(known, minutes=20)
    assert client.get("/api/v1/session").status_code == 401


def test_a_session_ends_at_once_with_the_account(known: TwoOffices) -> None:
    client = known.stranger()
    _sign_in(client)
    with known.context.database.transaction() as session:
        staff = known.staff(LOGIN)
        staff.active = False
        session.add(staff)
    assert client.get("/api/v1/plans").status_code == 401
    assert _sign_in(known.stranger()) == 401


def test_another_password_ends_every_other_session(known: TwoOffices) -> None:
    here, elsewhere = known.stranger(), known.stranger()
    _sign_in(here)
    _sign_in(elsewhere)
    change = {"old": PASSWORD, "new": "river-cedar-902"}
    before = here.cookies["sunward"]
    changed = here.put("/api/v1/session/password", json=change)
    assert changed.status_code == 200
    assert changed.json()["token"] is None, "the browser holds it"
    assert changed.cookies["sunward"] != before
    thief = known.stranger()
    thief.headers["Authorization"] = f"Bearer {before}"
    assert thief.get("/api/v1/session").status_code == 401, "the old token opens nothing any more"
    assert here.get("/api/v1/session").status_code == 200
    assert elsewhere.get("/api/v1/session").status_code == 401
    assert _sign_in(known.stranger()) == 401
    assert _sign_in(known.stranger(), password="river-cedar-902") == 201


@pytest.mark.parametrize("weak", ["short", "aaaaaaaaaaaaaaaa", "gui.prosecutor-1"])
def test_a_password_too_easily_guessed_is_refused(known: TwoOffices, weak: str) -> None:
    client = known.stranger()
    _sign_in(client)
    answer = client.put("/api/v1/session/password", json={"old": PASSWORD, "new": weak})
    assert answer.status_code == 422
    assert weak not in answer.text


def test_a_write_that_another_site_sends_with_the_browsers_cookie_is_refused(known: TwoOffices) -> None:
    client = known.stranger()
    _sign_in(client)
    for sign in ({"Origin": "https://elsewhere.invalid"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        answer = client.delete("/api/v1/session", headers=sign)
        assert answer.status_code == 403
        assert answer.json()["code"] == "cross-site"
    assert client.get("/api/v1/session").status_code == 200
    assert client.delete("/api/v1/session", headers={"Origin": "http://testserver"}).status_code == 204


def test_another_site_signs_nobody_in(known: TwoOffices) -> None:
    sent = {"login": LOGIN, "password": PASSWORD}
    answer = known.stranger().post("/api/v1/session", json=sent, headers={"Sec-Fetch-Site": "same-site"})
    assert answer.status_code == 403


def test_one_address_tries_thirty_times_a_minute_and_no_more(known: TwoOffices) -> None:
    client = known.stranger()
    for _ in range(30):
        known.app.state.app_state.tries.count("testclient")
    answer = client.post("/api/v1/session", json={"login": LOGIN, "password": PASSWORD})
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "60"


def test_no_answer_repeats_a_password(known: TwoOffices) -> None:
    answer = known.stranger().post("/api/v1/session", json={"login": 7, "password": PASSWORD, "passwrod": PASSWORD})
    assert answer.status_code == 422
    assert PASSWORD not in answer.text


def test_coming_and_going_stands_in_the_journal(known: TwoOffices) -> None:
    from models.journal import JournalLine

    client = known.stranger()
    _sign_in(client, password="wrong-wrong-1")
    _sign_in(client)
    client.delete("/api/v1/session")
    acts = [line.act for line in sorted(known.rows(JournalLine), key=lambda line: line.sequence)][-3:]
    assert acts == ["sign_in_failed", "sign_in", "sign_out"]


def test_sessions_that_are_over_are_forgotten_and_the_journal_still_tells_of_them(known: TwoOffices) -> None:
    over, active = known.stranger(), known.stranger()
    assert _sign_in(over) == 201
    _later(known, hours=30)
    assert _sign_in(active) == 201
    _later(known, hours=8)
    assert delete_expired(known.context) == 1
    with known.context.database.reading() as session:
        assert len(session.exec(select(SignIn)).all()) == 1
        lines = session.exec(select(JournalLine).where(JournalLine.act == "sign_in")).all()
    assert len(lines) == 2
    assert over.get("/api/v1/session").status_code == 401
