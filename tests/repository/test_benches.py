"""./run bench: what is found, and how a figure is judged."""

from bench.benches import find_benches
from bench.result import Figure, ratio_at_least, value_at_most


def test_every_module_that_measures_is_a_bench_and_says_what_it_measures() -> None:
    found = find_benches()
    assert set(found) == {"messages", "monday", "pages", "parked", "wakes"}
    assert all(found.values())


def test_a_figure_is_met_by_the_number_that_the_wish_speaks_of() -> None:
    assert Figure("waking", 100, "/s", 0.2, "floor", ratio_at_least(0.18)).is_met
    assert not Figure("waking", 100, "/s", 0.1, "floor", ratio_at_least(0.18)).is_met
    assert Figure("page", 99, "ms", 30, "floor", value_at_most(100)).is_met
    assert not Figure("page", 101, "ms", 0.5, "floor", value_at_most(100)).is_met
    assert Figure("page", 101, "ms").is_met is None
