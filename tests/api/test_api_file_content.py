"""What is uploaded in base64: what cannot be read is refused in words, and never taken without the file."""

import pytest

from models.item import Submission
from tests.api.two_offices import TwoOffices


@pytest.mark.parametrize("sent", ["!!!", "", "abc", "照片"])
@pytest.mark.parametrize("field", ["photo_base64", "sheet_base64", "voice_base64"])
def test_content_that_cannot_be_read_is_a_mistake_with_its_place(offices: TwoOffices, field: str, sent: str) -> None:
    lines = len(offices.rows(Submission))
    answer = offices.as_("minor").post(
        f"/api/v1/plans/{offices.number}/acts", json={"did": "submit", "item": "weekly_note", field: sent}
    )
    assert answer.status_code == 422
    assert [mistake["place"] for mistake in answer.json()["mistakes"]] == [field]
    assert len(offices.rows(Submission)) == lines
