"""While Prefect's server starts for the first time its silence is no news; afterwards it is."""

import logging
from datetime import timedelta
from typing import Any

import pytest

from core.clock import WallClock
from flows.prefect_client import START_TAKES, PrefectUnavailable
from flows.reconcile import Reconciliation
from flows.runner import Runner


class _Away:
    """A Prefect that does not answer."""

    def __getattr__(self, _name: str) -> Any:
        def asked(*_args: Any, **_more: Any) -> Any:
            raise PrefectUnavailable("ConnectError")

        return asked


def _reconciliation() -> Reconciliation:
    return Reconciliation(_Away(), None, None)  # type: ignore[arg-type]


def _runner() -> Runner:
    return Runner(_Away(), None)  # type: ignore[arg-type]


def _look(one: Reconciliation | Runner) -> None:
    """One pass over what a Prefect that is away does not tell."""
    if isinstance(one, Reconciliation):
        assert one.once(None) == 0
    else:
        one.look_every_seconds = 0
        asked = one._claim_what_is_due

        def once() -> None:
            one._stopping.set()
            asked()

        one._claim_what_is_due = once  # type: ignore[method-assign]
        one._check_runs()
        one._claim_what_is_due = asked  # type: ignore[method-assign]
        one._stopping.clear()


@pytest.mark.parametrize("make", [_reconciliation, _runner])
def test_nothing_is_said_while_it_starts_and_once_when_it_takes_too_long(
    make: Any, caplog: pytest.LogCaptureFixture
) -> None:
    one = make()
    with caplog.at_level(logging.WARNING):
        _look(one)
        assert caplog.messages == []
        one._began_at = WallClock().now() - START_TAKES - timedelta(seconds=1)
        _look(one)
        _look(one)
    assert len(caplog.messages) == 1


@pytest.mark.parametrize("make", [_reconciliation, _runner])
def test_one_that_answered_before_is_missed_at_once(make: Any, caplog: pytest.LogCaptureFixture) -> None:
    one = make()
    one._has_answered = True
    with caplog.at_level(logging.WARNING):
        _look(one)
    assert len(caplog.messages) == 1
