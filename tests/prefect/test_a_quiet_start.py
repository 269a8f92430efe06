"""While Prefect's server starts for the first time its silence is no news; afterwards it is."""

import logging
import time
from datetime import timedelta
from typing import Any

import httpx
import pytest

from core.clock import WallClock
from flows.prefect.client import START_TAKES, Prefect, PrefectUnavailable
from flows.prefect.reconciliation import Reconciliation
from flows.prefect.runner import Runner


class _Away:
    """A Prefect that does not answer."""

    _client, paused = None, False

    def __getattr__(self, _name: str) -> Any:
        def asked(*_args: Any, **_more: Any) -> Any:
            raise PrefectUnavailable("ConnectError")

        return asked


class _AsksAnother(_Away):
    """A Prefect that asks for another secret."""

    def __getattr__(self, _name: str) -> Any:
        request = httpx.Request("GET", "http://127.0.0.1:1/api/admin/version")

        def refuse(_client: Any) -> Any:
            raise httpx.HTTPStatusError("", request=request, response=httpx.Response(401, request=request))

        return lambda *_args, **_more: Prefect.ask(self, refuse)  # type: ignore[arg-type]


def _reconciliation(prefect: Any = None) -> Reconciliation:
    return Reconciliation(prefect or _Away(), None, None)  # type: ignore[arg-type]


def _runner(prefect: Any = None) -> Runner:
    return Runner(prefect or _Away(), None)  # type: ignore[arg-type]


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


@pytest.mark.parametrize("make", [_reconciliation, _runner])
def test_nothing_is_said_while_it_starts_and_once_when_it_takes_too_long(
    make: Any, caplog: pytest.LogCaptureFixture
) -> None:
    one = make()
    with caplog.at_level(logging.WARNING):
        _look(one)
        assert caplog.messages == []
        one.availability._began_at = WallClock().now() - START_TAKES - timedelta(seconds=1)
        _look(one)
        _look(one)
    assert len(caplog.messages) == 1


@pytest.mark.parametrize("make", [_reconciliation, _runner])
def test_one_that_answered_before_is_missed_at_once(make: Any, caplog: pytest.LogCaptureFixture) -> None:
    one = make()
    one.availability._has_answered = True
    with caplog.at_level(logging.WARNING):
        _look(one)
    assert len(caplog.messages) == 1


@pytest.mark.parametrize("make", [_reconciliation, _runner])
def test_a_secret_that_is_refused_is_said_at_once_and_which_setting_it_is(
    make: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Waiting would change nothing."""
    one = make(_AsksAnother())
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
