"""All that is said of an act is declared with it: no second list names it, and who asks finds it there."""

from pkgutil import resolve_name

from casework.kinds import KINDS
from casework.rights import OPERATIONS


def test_what_an_act_needs_can_be_asked() -> None:
    """Its open items are of kinds that there are, and a question of another module is a function there."""
    for operation in OPERATIONS.values():
        assert set(operation.needs_open) <= set(KINDS), operation.code
        for name in (operation.does, operation.ready):
            assert not isinstance(name, str) or not name or callable(resolve_name(name)), operation.code
