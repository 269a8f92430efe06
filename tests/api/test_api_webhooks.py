"""An office's administrator registers, lists and ends the systems that are told of dates."""

import socket

import pytest

from tests.api.two_offices import TwoOffices


def test_a_receiver_is_registered_with_a_secret_said_once_and_ended(
    offices: TwoOffices, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: where)
    sent = {"url": "https://hooks.example.test/sunward", "events": ["period_ended"]}
    assert offices.as_("gui.prosecutor").post("/api/v1/webhooks", json=sent).status_code == 403
    admin = offices.as_("gui.administrator")
    answer = admin.post("/api/v1/webhooks", json=sent)
    assert answer.status_code == 201
    assert answer.json()["secret"].startswith("whsec_")
    assert admin.post("/api/v1/webhooks", json=sent).status_code == 409
    (listed,) = admin.get("/api/v1/webhooks").json()
    assert (listed["url"], listed["events"], listed["secret"]) == (sent["url"], ["period_ended"], None)
    assert admin.delete(f"/api/v1/webhooks/{listed['id']}").status_code == 204
    assert admin.get("/api/v1/webhooks").json() == []


def test_no_address_inside_our_own_network_is_registered(offices: TwoOffices) -> None:
    admin = offices.as_("gui.administrator")
    for url in ("https://127.0.0.1/", "https://10.1.2.3/x", "http://127.0.0.1:8460/", "https://[::1]/"):
        assert admin.post("/api/v1/webhooks", json={"url": url}).status_code == 422
