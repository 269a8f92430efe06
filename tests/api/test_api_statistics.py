"""Figures are of whole years, and of an office with few cases there are none."""

from models.office import Role
from tests.api.two_offices import TwoOffices


def test_figures_are_of_whole_years(offices: TwoOffices) -> None:
    head = offices.as_role(Role.DEPARTMENT_HEAD)
    body = head.get("/api/v1/statistics").json()
    assert body["offices"] == [{"office": "癸县", "figures": None}]
    assert (body["from_on"], body["to_on"], body["as_of"]) == ("2025-01-01", "2025-12-31", "2025-12-31")
    refused = head.get("/api/v1/statistics?from_on=2025-01-02&to_on=2025-12-31")
    assert refused.status_code == 422
    assert "1月1日到12月31日" in refused.text
