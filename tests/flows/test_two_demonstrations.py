"""Two demonstrations in one folder: neither takes the story from under the other, and the last one tidies up."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from time import sleep

import pytest

from app.demo_folder import shared_demo_folder
from tests.at_once import at_once


class Story:
    """A demonstration's folder, and how often its story was made."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.built, self.made = folder, folder / "demo.json", 0

    def build(self) -> None:
        self.folder.mkdir(parents=True)
        (self.folder / "record.db").write_text("half")
        sleep(0.05)
        self.built.write_text("whole")
        self.made += 1

    def lived(self, *, fresh: bool = False) -> AbstractContextManager[bool]:
        return shared_demo_folder(self.folder, self.built, self.build, fresh=fresh)


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path / "data" / "demo")


@pytest.mark.parametrize("who_stops", [0, 1], ids=["the first stops", "the second stops"])
def test_the_folder_stays_while_another_lives_in_it_and_goes_with_the_last(story: Story, who_stops: int) -> None:
    both = [ExitStack(), ExitStack()]
    assert [one.enter_context(story.lived()) for one in both] == [False, True]
    both.pop(who_stops).close()
    assert story.built.exists()
    both.pop().close()
    assert not story.folder.exists()
    assert story.made == 1


def test_of_two_that_start_at_once_one_makes_the_story_and_the_other_waits_for_it(story: Story) -> None:
    both_there = threading.Barrier(2, timeout=10)

    def live() -> str:
        with story.lived():
            both_there.wait()
            return story.built.read_text()

    live_twice: list[Callable[[], str]] = [live, live]
    assert at_once(*live_twice) == ["whole", "whole"]
    assert story.made == 1
    assert not story.folder.exists()


def test_after_a_power_cut_the_story_goes_on_unless_it_is_wanted_anew(story: Story) -> None:
    found: list[bool] = []

    def cut_off() -> None:
        with story.lived() as there:
            found.append(there)
            raise RuntimeError

    for _ in range(2):
        with pytest.raises(RuntimeError):
            cut_off()
    assert found == [False, True]
    with story.lived(fresh=True) as there:
        assert not there
    assert story.made == 2
    assert not story.folder.exists()
