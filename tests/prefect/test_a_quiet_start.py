"""A secret that is refused is said once; and whoever answers "later" is not waited for."""

import logging
import time
from typing import Any

import httpx
import pytest

from flows.prefect.client import Prefect, PrefectUnavailable
from flows.prefect.reconciliation import Reconciliation
from flows.prefect.runner import Runner


class _AsksAnother:
    """A Prefect that asks for another secret."""

    _client, paused = None, False

    def __getattr__(self, _name: str) -> Any:
        request = httpx.Request("GET", "http://127.0.0.1:1/api/admin/version")

        def refuse(_client: Any) -> Any:
            raise httpx.HTTPStatusError("", request=request, response=httpx.Response(401, request=request))

        return lambda *_args, **_more: Prefect.ask(self, refuse)  # type: ignore[arg-type]


def _look(one: Reconciliation | Runner) -> None:
    """One pass over what a Prefect that is away does not tell."""
    if isinstance(one, Reconciliation):
        assert one.once(None) == 0
    else:
        one.look_every_seconds = 0
        asked = one._show_worker

        def once() -> None:
            one._stopping.set()
            asked()

        one._show_worker = once  # type: ignore[method-assign]
        one._check_runs()
        one._show_worker = asked  # type: ignore[method-assign]
        one._stopping.clear()


@pytest.mark.parametrize("kind", [Reconciliation, Runner])
def test_a_secret_that_is_refused_is_said_at_once_and_which_setting_it_is(
    kind: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Waiting would change nothing."""
    one = kind(_AsksAnother(), None, None) if kind is Reconciliation else kind(_AsksAnother(), None)
    with caplog.at_level(logging.WARNING):
        _look(one)
        _look(one)
    assert len(caplog.messages) == 1
    assert "SUNWARD_PREFECT_SECRET" in caplog.text


def test_nobody_waits_for_as_long_as_an_answer_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in between may ask for a day. Prefect's own client would sleep it through, and the round with it."""
    slept = list[float]()
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(
        httpx.HTTPTransport,
        "handle_request",
        lambda _self, request: httpx.Response(429, headers={"Retry-After": "86400"}, request=request),
    )
    prefect = Prefect("http://127.0.0.1:1/api", "a:b")
    with pytest.raises(PrefectUnavailable):
        prefect.ensure_registered()
    with prefect.serve_engine() as opened, pytest.raises(httpx.HTTPStatusError):
        opened.client.read_flows()
    assert sum(slept) < 120
