"""What is uploaded in base64: what cannot be read is refused in words, and never taken without the file."""

from models.item import Submission
from tests.api.two_offices import TwoOffices


def test_content_that_cannot_be_read_is_a_mistake_with_its_place(offices: TwoOffices) -> None:
    minor, lines = offices.as_("minor"), len(offices.rows(Submission))
    for field in ("photo_base64", "sheet_base64", "voice_base64"):
        for sent in ("!!!", "", "abc", "照片"):
            body = {"did": "submit", "item": "weekly_note", field: sent}
            answer = minor.post(f"/api/v1/plans/{offices.number}/acts", json=body)
            assert answer.status_code == 422, (field, sent)
            assert [mistake["place"] for mistake in answer.json()["mistakes"]] == [field]
    assert len(offices.rows(Submission)) == lines
