"""What helps beside minutes: an office's own words stand above the program's, for its own families alone."""

import pytest

from casework.shared.rights import Actor
from casework.usage.helps import load_helps, load_own_helps, write_help
from core.errors import BadInput, NotAllowed
from models.office import Role
from tests.builders import SimulatedPlan, announce_and_serve, start_plan
from tests.cached_plans import cached_copy
from usage.helps import load_shipped_helps


@cached_copy
def a_household() -> SimulatedPlan:
    return announce_and_serve(start_plan(team_works=False, weekly=None), "2026-03-04")


def test_every_piece_of_advice_says_where_it_comes_from_and_how_sure_that_is() -> None:
    """One without lines is the office's to write, and has nothing to cite."""
    for each in load_shipped_helps().helps:
        assert bool(each.lines) is bool(each.sources), each.code
        assert all(source.sure in ("V2", "K", "P") for source in each.sources), each.code


def test_a_family_reads_the_office_s_words_and_nothing_that_is_hidden_or_not_written_yet() -> None:
    """Taken back, the program's words are there again; hidden, none are."""
    life = a_household()
    worker, minor = life.actor("social_worker"), life.actor("minor")

    def read(code: str) -> list[str] | None:
        helps = load_own_helps(life.context, minor, life.number)
        return next(([line.zh for line in each.lines] for each in helps if each.code == code), None)

    shipped = read("bedtime")
    assert shipped is not None
    assert read("own_contact") is None
    write_help(life.context, worker, code="own_contact", title="心理咨询", text="周三下午，社工站二楼\n\n电话见卡片")
    assert read("own_contact") == ["周三下午，社工站二楼", "电话见卡片"]
    write_help(life.context, worker, code="bedtime", title="睡前", text="十点关灯")
    assert read("bedtime") == ["十点关灯"]
    write_help(life.context, worker, code="bedtime", title="", text="")
    assert read("bedtime") == shipped
    write_help(life.context, worker, code="bedtime", title="", text="", shown=False)
    assert read("bedtime") is None
    (hidden,) = [each for each in load_helps(life.context, worker).helps if not each.shown]
    assert (hidden.code, hidden.own, hidden.written_by) == ("bedtime", False, life.staff("social_worker").display_name)


def test_only_who_works_with_families_writes_for_their_office() -> None:
    life = a_household()
    with pytest.raises(NotAllowed):
        write_help(life.context, life.actor("clerk"), code="x", title="x", text="x")
    with pytest.raises(BadInput):
        write_help(life.context, life.actor("social_worker"), code="own_1", title="没有内容", text=" ")
    elsewhere = life.actor("social_worker")
    other = Actor("staff", Role.SOCIAL_WORKER, elsewhere.id, None, None)
    with pytest.raises(NotAllowed):
        write_help(life.context, other, code="own_1", title="x", text="x")
    assert not any(each.own for each in load_helps(life.context, elsewhere).helps)
