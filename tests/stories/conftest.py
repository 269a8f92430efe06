"""Stories that need a whole house begin in the one that the API is tested in."""

from tests.api.conftest import built_offices, offices

__all__ = ["built_offices", "offices"]
