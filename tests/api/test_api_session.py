"""Signing in and out: who gets in, who does not, and that neither is told why."""

from datetime import timedelta

import pytest
from sqlmodel import select

from casework.seal.retention import delete_expired
from casework.staff import passwords
from casework.staff.attempts import FREE_TRIES, TrySource
from casework.staff.authentication import change_password, resolve_session, sign_in
from casework.staff.own_sessions import end_other_sessions, end_own_session, list_own_sessions
from casework.staff.second_factors import FactorProof
from core.clock import SimulatedClock
from core.errors import BadInput, NotFound, NotSignedIn, TooManyRequests
from models.journal import JournalLine
from models.office import SignIn
from models.sign_in_attempt import SignInAttempt
from notifications.events import Event
from serving.rate_limit import TRIES_PER_MINUTE
from tests.api.two_offices import Client, TwoOffices
from tests.passwords import FROM_HERE, give_password

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
    assert client.delete("/api/v1/session", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 204
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


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer_and_then_the_same_wait(known: TwoOffices) -> None:
    """Whoever has no password is a wrong name too. While one waits, what is tried is not even looked at."""
    client, answers = known.stranger(), {}
    for login, password in ((LOGIN, "nothing-like-it"), ("nobody", PASSWORD), ("gui.clerk", PASSWORD)):
        sent = {"login": login, "password": password}
        tried = [client.post("/api/v1/session", json=sent) for _ in range(FREE_TRIES + 1)]
        assert [answer.status_code for answer in tried] == [401] * FREE_TRIES + [429]
        answers[login] = [answer.json() for answer in tried], tried[-1].headers["retry-after"]
    assert answers[LOGIN] == answers["nobody"] == answers["gui.clerk"]
    assert answers[LOGIN][1] == "2"
    assert "2秒" in answers[LOGIN][0][-1]["detail"]
    assert _sign_in(client) == 429
    stored = " ".join(str(row.model_dump()) for row in known.rows(SignInAttempt))
    assert not any(each in stored for each in (LOGIN, "nobody", "testclient"))


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


def test_wrong_tries_are_slowed_down_more_and_more_and_never_by_more_than_a_minute(known: TwoOffices) -> None:
    client, waits = known.stranger(), []
    for _ in range(11):
        _later(known, seconds=60)
        _sign_in(client, password="wrong-wrong-1")
        rows = known.rows(SignInAttempt)
        waits.append(round((rows[0].wait_until - known.context.clock.now()).total_seconds()))
    assert waits == [0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60]
    _later(known, seconds=60)
    assert _sign_in(client) == 201
    assert known.rows(SignInAttempt) == []
    _sign_in(client, password="wrong-wrong-1")
    _later(known, hours=25)
    delete_expired(known.context)
    assert known.rows(SignInAttempt) == []


def test_nobody_elsewhere_makes_the_owner_wait(known: TwoOffices) -> None:
    """However many tries come from other places and from the owner's own address: at the device at which they signed in
    before, the right password opens at once. A client without cookies sends what it was given."""
    owner, client = known.stranger(), known.stranger()
    assert _sign_in(owner) == 201
    given = client.post("/api/v1/session", json={"login": LOGIN, "password": PASSWORD, "keep": "token"}).json()[
        "device"
    ]
    for address in ("198.51.100.1", "198.51.100.2", "testclient"):
        for _ in range(FREE_TRIES):
            with pytest.raises(NotSignedIn):
                sign_in(known.context, LOGIN, "wrong-wrong-1", TrySource(address))
        with pytest.raises(TooManyRequests):
            sign_in(known.context, LOGIN, PASSWORD, TrySource(address))
    assert _sign_in(known.stranger()) == 429, "an unknown browser at that address waits"
    assert _sign_in(owner) == 201
    assert _sign_in(known.stranger(), device=given) == 201
    assert _sign_in(known.stranger(), device=f"{given}x") == 429
    assert _sign_in(known.stranger(), "gui.clerk", device=given) == 401, "known for one account"
    assert LOGIN not in owner.cookies["sunward-device"] + given
    assert [_sign_in(owner, password="wrong-wrong-1") for _ in range(FREE_TRIES + 1)] == [401] * FREE_TRIES + [429]


def test_whose_account_was_tried_many_times_is_told_once_and_reads_how_often(known: TwoOffices) -> None:
    for address in range(4):
        for _ in range(FREE_TRIES):
            with pytest.raises(NotSignedIn):
                sign_in(known.context, LOGIN, "wrong-wrong-1", TrySource(f"198.51.100.{address}"))
    notified = known.messages(Event.SIGN_IN_ALERT)
    assert sorted(message.channel for message in notified) == ["email", "inbox"]
    assert {message.recipient_id for message in notified} == {known.staff(LOGIN).id}
    opened = sign_in(known.context, LOGIN, PASSWORD, FROM_HERE)
    assert opened.signed_in.wrong_before == 4 * FREE_TRIES
    assert sign_in(known.context, LOGIN, PASSWORD, FROM_HERE).signed_in.wrong_before == 0


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
    token = sign_in(known.context, LOGIN, PASSWORD, FROM_HERE).token
    for _ in range(35):
        _later(known, minutes=20)
        assert resolve_session(known.context, token)
    _later(known, minutes=20)
    assert resolve_session(known.context, token) is None


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
    context, none = known.context, FactorProof("")
    here, elsewhere = (sign_in(context, LOGIN, PASSWORD, FROM_HERE) for _ in range(2))
    changed = change_password(context, here.signed_in, PASSWORD, "river-cedar-902", FROM_HERE, none)
    assert resolve_session(context, changed.token)
    assert [resolve_session(context, one.token) for one in (here, elsewhere)] == [None, None]
    assert _sign_in(known.stranger()) == 401
    assert _sign_in(known.stranger(), password="river-cedar-902") == 201
    with pytest.raises(BadInput) as refused:
        change_password(context, changed.signed_in, "river-cedar-902", "癸县癸县癸县gui.prosecutor", FROM_HERE, none)
    assert "登录名、姓名、单位" in refused.value.mistakes[0].wrong.zh, "easily guessed"
    assert "癸县" not in str(refused.value.mistakes)


def test_a_write_that_another_site_sends_with_the_browsers_cookie_is_refused(known: TwoOffices) -> None:
    """Also where an old browser says nothing of where it comes from; a client that brings its own token need not."""
    client = known.stranger()
    _sign_in(client)
    for sign in ({"Origin": "https://elsewhere.invalid"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {}):
        answer = client.delete("/api/v1/session", headers=sign)
        assert answer.status_code == 403
        assert answer.json()["code"] == "cross-site"
    assert client.get("/api/v1/session").status_code == 200
    assert client.delete("/api/v1/session", headers={"Origin": "http://testserver"}).status_code == 204


def test_another_site_signs_nobody_in(known: TwoOffices) -> None:
    sent = {"login": LOGIN, "password": PASSWORD}
    answer = known.stranger().post("/api/v1/session", json=sent, headers={"Sec-Fetch-Site": "same-site"})
    assert answer.status_code == 403


def test_whoever_is_right_holds_nobody_up_who_shares_the_address(known: TwoOffices) -> None:
    """An office behind its gateway at half past eight; the families of a city after a reminder, on one provider's phones."""
    assert {_sign_in(known.stranger()) for _ in range(TRIES_PER_MINUTE + 5)} == {201}


def test_one_address_is_wrong_thirty_times_a_minute_and_no_more(known: TwoOffices) -> None:
    nobodys = {"page": "A" * 24, "code": "0000"}
    answers = [known.stranger().post("/api/v1/family/session", json=nobodys) for _ in range(TRIES_PER_MINUTE + 1)]
    assert [answer.status_code for answer in answers] == [401] * TRIES_PER_MINUTE + [429]
    assert answers[-1].headers["retry-after"] == "60"
    assert _sign_in(known.stranger()) == 429, "nothing is compared for that address"


def test_no_answer_repeats_a_password(known: TwoOffices) -> None:
    answer = known.stranger().post("/api/v1/session", json={"login": 7, "password": PASSWORD, "passwrod": PASSWORD})
    assert answer.status_code == 422
    assert PASSWORD not in answer.text


def test_coming_and_going_stands_in_the_journal(known: TwoOffices) -> None:
    from models.journal import JournalLine

    client = known.stranger()
    _sign_in(client, password="wrong-wrong-1")
    _sign_in(client)
    client.delete("/api/v1/session", headers={"Sec-Fetch-Site": "same-origin"})
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


def test_one_sees_where_one_is_signed_in_and_ends_it(known: TwoOffices) -> None:
    """Browser and system in words, this one first; somebody else's session is not there."""
    context = known.context
    sources = (FROM_HERE, TrySource("192.0.2.8", (), "wechat/android"), FROM_HERE)
    here, phone, third = (sign_in(context, LOGIN, PASSWORD, source) for source in sources)
    found = list_own_sessions(context, here.signed_in)
    assert [one.is_this for one in found] == [True, False, False]
    (on_phone,) = [one.id for one in found if (one.browser, one.system) == ("wechat", "android")]
    give_password(context, ["gui.clerk"], PASSWORD)
    other = sign_in(context, "gui.clerk", PASSWORD, FROM_HERE)
    with pytest.raises(NotFound):
        end_own_session(context, other.signed_in, on_phone)
    end_own_session(context, here.signed_in, on_phone)
    assert resolve_session(context, phone.token) is None
    assert resolve_session(context, third.token)
    end_other_sessions(context, here.signed_in)
    assert resolve_session(context, third.token) is None
    assert resolve_session(context, here.token)
    assert resolve_session(context, other.token)
