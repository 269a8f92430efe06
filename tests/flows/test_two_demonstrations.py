"""A demonstration's folder is lived in by one demonstration at a time, which tidies up."""

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from app.demo_folder import is_in_use, open_demo_folder
from core.errors import StateConflict


class Story:
    """A demonstration's folder, and how often its story was made."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.built, self.made = folder, folder / "demo.json", 0

    def build(self) -> None:
        self.folder.mkdir(parents=True)
        (self.folder / "record.db").write_text("half")
        self.built.write_text("whole")
        self.made += 1

    def lived(self, *, fresh: bool = False) -> AbstractContextManager[bool]:
        return open_demo_folder(self.folder, self.built, self.build, fresh=fresh)


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path / "data" / "demo")


def test_a_second_one_is_refused_and_the_story_stays(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.demo_folder.compute_program_digest", lambda: "this one")
    with story.lived() as found:
        assert not found
        assert is_in_use(story.folder)
        with pytest.raises(StateConflict), story.lived():
            pass
        assert story.built.exists()
    assert not story.folder.exists()
    assert not is_in_use(story.folder)


def test_the_same_program_takes_the_copy_that_it_kept_and_another_makes_its_own(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was done in the first is not in the second."""
    for made in (1, 1):
        with story.lived():
            assert (story.folder / "record.db").read_text() == "half"
            (story.folder / "record.db").write_text("done in it")
        assert story.made == made
    monkeypatch.setattr("app.demo_folder.compute_program_digest", lambda: "another")
    with story.lived():
        assert story.made == 2
    with story.lived(fresh=True):
        assert story.made == 3
