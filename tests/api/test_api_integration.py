"""What an office's own system is told to do works: the example, and every example of the page on the API."""

import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from models.office import Role
from tests.api.two_offices import TwoOffices

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs" / "api.md", ROOT / "docs" / "api.zh-CN.md"]
_BLOCK = re.compile(r"```(http \d{3}|python)\n(.*?)```", re.S)


def _token(offices: TwoOffices) -> str:
    sent = {"name": "门户", "scopes": ["read_caseload", "read_dates", "read_events", "submit", "send_by_hand"],
            "ends_on": "2026-12-31", "reason": "对接门户"}  # fmt: skip
    made = offices.as_role(Role.ADMINISTRATOR).post("/api/v1/tokens", json=sent).json()
    offices.as_role(Role.DEPARTMENT_HEAD).post(f"/api/v1/tokens/{made['id']}/confirmation")
    return str(made["token"])


def test_a_portal_shows_reminds_and_hands_in(
    offices: TwoOffices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(ROOT / "examples" / "integration"))
    import portal  # type: ignore[import-not-found]

    sunward = offices.stranger()
    sunward.headers["Authorization"] = f"Bearer {_token(offices)}"
    (plan,) = portal.list_due(sunward)
    assert plan[0] == offices.number
    check_in = {"item": "weekly_note", "due_on": "2026-03-09", "told_by": "minor", "text": "这周还好。"}
    first = portal.hand_in(sunward, offices.number, check_in, "k-1")
    assert portal.hand_in(sunward, offices.number, check_in, "k-1") == first
    assert portal.hand_in(sunward, offices.number, {**check_in, "unless_received": True}, "k-2") is None
    assert portal.remind(sunward, offices.number) == 1
    read = portal.read_new_events(sunward)
    assert portal.read_new_events(sunward) == []
    assert all(event["subject"] == offices.number for event in read)
    with pytest.raises(Exception, match="404"):
        portal.remind(sunward, "SW-NONE-NONE")
    sys.modules.pop("portal")


def _blocks(page: Path) -> list[tuple[str, str]]:
    return _BLOCK.findall(page.read_text(encoding="utf-8"))


def test_both_pages_have_the_same_examples() -> None:
    assert _blocks(PAGES[0]) == _blocks(PAGES[1])
    assert len(_blocks(PAGES[0])) > 8


def _sent(text: str, known: dict[str, str]) -> tuple[str, str, dict[str, str], str]:
    for name, value in known.items():
        text = text.replace(f"{{{name}}}", value)
    head, _, body = text.strip().partition("\n\n")
    first, *headers = head.splitlines()
    method, path = first.split(" ")
    return method, path, dict(line.split(": ", 1) for line in headers), body


def _requests() -> Iterator[tuple[int, str]]:
    return ((int(kind.removeprefix("http ")), text) for kind, text in _blocks(PAGES[0]) if kind.startswith("http"))


def test_every_request_of_the_page_is_answered_as_it_says(offices: TwoOffices) -> None:
    known = {"TOKEN": _token(offices), "NUMBER": offices.number, "DUE_ON": "2026-03-09", "CURSOR": ""}
    client = offices.stranger()
    for status, text in _requests():
        method, path, headers, body = _sent(text, known)
        answer = client.request(method, path, headers=headers, content=body.encode())
        assert answer.status_code == status, (text, answer.text)
        if path.startswith("/api/v1/events"):
            known["CURSOR"] = answer.json()["next"]


def test_a_webhook_is_verified_as_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = [text for kind, text in _blocks(PAGES[0]) if kind == "python"]
    secret, at = "whsec_" + "c2VjcmV0LW9mLWEtdGVzdA==", datetime.now().astimezone()
    body = json.dumps({"type": "service_near", "data": {"plan": "SW-AAAA-AAAA", "due_on": "2026-03-09"}})
    headers = {"webhook-id": "m1", "webhook-timestamp": str(int(at.timestamp()))}
    headers["webhook-signature"] = Webhook(secret).sign("m1", at, body)
    names: dict[str, Any] = {"secret": secret, "body": body, "headers": headers}
    exec(code, names)
    assert capsys.readouterr().out == "service_near SW-AAAA-AAAA 2026-03-09\n"
    with pytest.raises(Exception, match="signature"):
        exec(code, {**names, "body": body.replace("AAAA", "BBBB")})
