"""Reading what ActivityWatch exports. Every name here is invented."""

import json
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.errors import BadInput
from law.working_days import WorkingDays
from usage.categories import Category
from usage.day_codec import day_from_dict, day_to_dict
from usage.day_facts import DayFacts
from usage.day_kinds import DayKinds
from usage.facts import compute_facts
from usage.import_issues import IssueKind
from usage.limits import Limits
from usage.reading import Reading, read_source
from usage.sources import Device, DeviceOwnership, Source

SHANGHAI = ZoneInfo("Asia/Shanghai")
OWN = Device("phone", DeviceOwnership.OWN)
KINDS = DayKinds(WorkingDays())
TUESDAY = date(2026, 3, 10)


def event(at: str, seconds: Any, **data: Any) -> dict[str, Any]:
    return {"timestamp": at, "duration": seconds, "data": data}


def bucket(kind: str, *events: dict[str, Any], hostname: str | None = "a-desk") -> dict[str, Any]:
    return {
        "id": "b",
        "type": kind,
        "client": "c",
        "hostname": hostname,
        "created": "2026-01-01",
        "events": list(events),
    }


def export(*buckets: dict[str, Any]) -> bytes:
    return json.dumps({"buckets": {f"b{n}": each for n, each in enumerate(buckets)}}, ensure_ascii=False).encode()


def reading(content: bytes, **more: Any) -> Reading:
    return read_source(Source.ACTIVITYWATCH, OWN, "minor", SHANGHAI, content, **more)


def the_day(content: bytes, day: date = TUESDAY) -> DayFacts:
    (device,) = compute_facts([reading(content)], SHANGHAI, KINDS)
    return device.days[day]


def troubles(read_: Reading) -> set[IssueKind]:
    return {problem.kind for problem in read_.problems}


def test_a_desktop_counts_only_while_somebody_is_there() -> None:
    """Ten minutes in front, of which four at the desk, are four minutes."""
    content = export(
        bucket("currentwindow", event("2026-03-10T02:00:00Z", 600, app="WeChat.exe", title="和妈妈")),
        bucket(
            "afkstatus",
            event("2026-03-10T02:03:00Z", 240, status="not-afk"),
            event("2026-03-10T02:07:00Z", 900, status="afk"),
        ),
    )
    assert the_day(content).by_category == {Category.SOCIAL: timedelta(minutes=4)}


def test_a_phone_has_no_idle_time_and_counts_its_unlocks() -> None:
    """Android names the package; unlocks are a bucket of their own."""
    content = export(
        bucket(
            "currentwindow",
            event(
                "2026-03-10T04:00:00.123456789Z", 60, app="王者荣耀", package="com.tencent.tmgp.sgame", classname="x"
            ),
        ),
        bucket("os.lockscreen.unlocks", event("2026-03-10T04:00:00Z", 0), event("2026-03-10T05:00:00Z", 0)),
    )
    day = the_day(content)
    assert (day.by_category, day.unlocks) == ({Category.GAME: timedelta(minutes=1)}, 2)


def test_time_in_an_app_that_nobody_placed_is_use_of_no_known_kind() -> None:
    """Also of a table: what its apps leave of the total; where a kind is summed up by the phone, none of it is of that kind."""
    day = the_day(export(bucket("currentwindow", event("2026-03-10T02:00:00Z", 600, package="com.unknown.newgame"))))
    assert day.may_also_be(Category.GAME) == day.unclassified == timedelta(minutes=10)
    kept = day_from_dict(day_to_dict(day), day.day, day.source, day.grade, day.coverage)
    assert kept.unclassified == day.unclassified
    table = "日期,总时长,游戏\n2026-03-10,90分,20分\n".encode()
    (phone,) = compute_facts([read_source(Source.SHEET, OWN, "minor", SHANGHAI, table)], SHANGHAI, KINDS)
    day = phone.days[TUESDAY]
    assert (day.may_also_be(Category.GAME), day.may_also_be(Category.VIDEO)) == (timedelta(), timedelta(minutes=70))
    assert day_from_dict(day_to_dict(day), day.day, day.source, day.grade, 1.0).complete_categories == {Category.GAME}


def test_titles_addresses_and_names_of_machines_are_not_kept() -> None:
    """Nothing of them is anywhere in what was read."""
    content = export(
        bucket(
            "currentwindow",
            event("2026-03-10T02:00:00Z", 60, app="Chrome", title="a-secret-title"),
            hostname="secret-host",
        ),
        bucket(
            "web.tab.current", event("2026-03-10T02:00:00Z", 60, url="https://secret.example", title="a-secret-title")
        ),
    )
    parsed = reading(content)
    text = repr(parsed) + repr([list(each.front.named(list(parsed.names))) for each in parsed.machines.values()])
    assert "secret" not in text
    assert parsed.names == ("Chrome",)


def test_a_moment_without_an_offset_is_utc_and_an_offset_is_obeyed() -> None:
    """All three are ten in the morning in Shanghai."""
    for at in ("2026-03-10T02:00:00", "2026-03-10T02:00:00Z", "2026-03-10T10:00:00+08:00"):
        machine = reading(export(bucket("currentwindow", event(at, 1, app="QQ")))).machines
        assert [each.front.starts[0] for each in machine.values()] == [1773108000 * 1_000_000]


@pytest.mark.parametrize("hostname", ["unknown", "", None, "客厅的电脑"])
def test_any_hostname_will_do(hostname: str | None) -> None:
    """Browsers and phones often do not know where they are."""
    assert the_day(
        export(bucket("currentwindow", event("2026-03-10T02:00:00Z", 60, app="QQ"), hostname=hostname))
    ).total


def test_two_machines_in_one_file_are_reported_apart() -> None:
    """Their minutes are never added; what names no machine stands apart as well."""
    content = export(
        bucket("currentwindow", event("2026-03-10T02:00:00Z", 60, app="QQ"), hostname="one"),
        bucket("currentwindow", event("2026-03-10T03:00:00Z", 120, app="QQ"), hostname="two"),
    )
    parsed = reading(content)
    found = compute_facts([parsed], SHANGHAI, KINDS)
    assert sorted(each.days[TUESDAY].total or timedelta() for each in found) == [
        timedelta(minutes=1),
        timedelta(minutes=2),
    ]
    assert IssueKind.SEVERAL_MACHINES in troubles(parsed)


def test_old_and_new_watcher_of_one_phone_count_once() -> None:
    """Overlapping buckets of one machine are merged."""
    one = event("2026-03-10T02:00:00Z", 600, app="抖音", package="com.ss.android.ugc.aweme")
    two = event("2026-03-10T02:05:00Z", 600, app="抖音", package="com.ss.android.ugc.aweme")
    assert the_day(export(bucket("currentwindow", one), bucket("currentwindow", two))).total == timedelta(minutes=15)


def test_kinds_and_machines_may_come_after_the_events() -> None:
    """The order of keys in an export means nothing."""
    content = b"""{"other": [1, {"a": [null]}], "buckets": {"x": {"events": [
        {"data": {"status": "not-afk"}, "duration": 60, "timestamp": "2026-03-10T02:00:00Z"}], "type": "afkstatus"},
        "y": {"events": [{"data": {"title": "},{", "app": "QQ"}, "timestamp": "2026-03-10T02:00:30Z", "duration": 60}],
        "type": "currentwindow", "hostname": "unknown"}}}"""
    assert the_day(content).total == timedelta(seconds=30)


def test_one_bucket_alone_and_buckets_in_a_list_are_read_too() -> None:
    """Servers differ; what they mean does not."""
    lone = bucket("currentwindow", event("2026-03-10T02:00:00Z", 60, app="QQ"))
    assert the_day(json.dumps(lone).encode()).total == timedelta(minutes=1)
    assert the_day(json.dumps({"buckets": [lone]}).encode()).total == timedelta(minutes=1)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_does_no_harm(encoding: str) -> None:
    """Some editors add one."""
    text = export(bucket("currentwindow", event("2026-03-10T02:00:00Z", 60, app="微信"))).decode()
    assert the_day(text.encode(encoding)).by_category == {Category.SOCIAL: timedelta(minutes=1)}


@pytest.mark.parametrize(
    ("bad", "issue"),
    [
        ({"timestamp": "2026-03-10T02:00:00Z", "duration": -1, "data": {}}, IssueKind.IMPOSSIBLE_DURATION),
        ({"timestamp": "2026-03-10T02:00:00Z", "duration": float("nan"), "data": {}}, IssueKind.IMPOSSIBLE_DURATION),
        ({"timestamp": "2026-03-10T02:00:00Z", "duration": float("inf"), "data": {}}, IssueKind.IMPOSSIBLE_DURATION),
        ({"timestamp": "2026-03-10T02:00:00Z", "duration": int("9" * 4000), "data": {}}, IssueKind.IMPOSSIBLE_DURATION),
        ({"timestamp": "2026-03-10T02:00:00Z", "duration": "60", "data": {}}, IssueKind.IMPOSSIBLE_DURATION),
        ({"timestamp": "9999-12-31T23:59:59-14:00", "duration": 1, "data": {}}, IssueKind.IMPOSSIBLE_DATE),
        ({"timestamp": "0001-01-01T00:00:00+14:00", "duration": 1, "data": {}}, IssueKind.IMPOSSIBLE_DATE),
        ({"timestamp": "yesterday", "duration": 1, "data": {}}, IssueKind.NO_MOMENT),
        ({"timestamp": 1773108000, "duration": 1, "data": {}}, IssueKind.NO_MOMENT),
        ({"duration": 1}, IssueKind.NO_MOMENT),
        (7, IssueKind.UNREADABLE),
    ],
)
def test_an_impossible_event_is_named_by_its_number_and_the_others_count(bad: Any, issue: IssueKind) -> None:
    """The second of three cannot be; the file stands without it."""
    good = event("2026-03-10T02:00:00Z", 60, app="QQ")
    parsed = reading(export(bucket("currentwindow", good, bad, event("2026-03-10T02:02:00Z", 60, app="QQ"))))
    assert [(problem.kind, problem.at) for problem in parsed.problems] == [(issue, 2)]
    assert sum(len(each.front) for each in parsed.machines.values()) == 2


def test_a_file_in_which_nothing_can_be_used_is_refused_with_its_mistakes() -> None:
    """Silence would look like a week without a phone."""
    with pytest.raises(BadInput) as refused:
        reading(export(bucket("currentwindow", event("9999-01-01T00:00:00Z", 60, app="QQ"))))
    assert [mistake.place for mistake in refused.value.mistakes] == ["event 1"]


def test_a_day_without_an_end_is_kept_to_be_looked_at_and_counts_as_missing() -> None:
    """A screen that shows one thing for two days says nothing about a person."""
    content = export(bucket("currentwindow", event("2026-03-09T15:00:00Z", 48 * 3600, app="抖音")))
    (device,) = compute_facts([reading(content)], SHANGHAI, KINDS)
    assert device.days[TUESDAY].impossible
    assert TUESDAY in device.gaps(TUESDAY, TUESDAY)
    assert {problem.at for problem in device.problems} == {"2026-03-10"}


def test_the_same_bytes_have_the_same_hash_and_count_once() -> None:
    """A file handed in twice is recognised."""
    content = export(bucket("currentwindow", event("2026-03-10T02:00:00Z", 60, app="QQ")))
    one, two = reading(content), reading(content)
    assert one.sha256 == two.sha256
    (device,) = compute_facts([one, two], SHANGHAI, KINDS)
    assert device.days[TUESDAY].total == timedelta(minutes=1)


def test_more_events_names_or_machines_than_allowed_are_refused() -> None:
    """Each bound has its own words."""
    few = Limits(events=3, names=2, machines=1)
    one = [event("2026-03-10T02:00:00Z", 1, app="QQ")]
    apps = [event("2026-03-10T02:00:00Z", 1, app=f"app {n}") for n in range(3)]
    for content, word in [
        (export(bucket("currentwindow", *one * 4)), "events"),
        (export(bucket("currentwindow", *apps)), "names"),
        (export(bucket("currentwindow", *one, hostname="a"), bucket("currentwindow", *one, hostname="b")), "machines"),
    ]:
        with pytest.raises(BadInput, match=word):
            reading(content, limits=few)


def test_what_a_browser_was_used_for_is_known_by_the_sites_of_the_list() -> None:
    """Ten minutes of a browser: four on a listed site, of which one while nobody was there; the rest stays a browser's.
    A page in a browser that is not in front adds nothing, and of an unlisted site nothing is kept."""
    content = export(
        bucket("web.tab.current",
               event("2026-03-10T02:01:00Z", 240, url="https://www.bilibili.com/video/secret?x=1", title="secret"),
               event("2026-03-10T02:05:00Z", 60, url="https://secret.example/", title="secret"),
               event("2026-03-10T02:12:00Z", 300, url="https://www.bilibili.com/", title="secret"), hostname="unknown"),
        bucket("currentwindow", event("2026-03-10T02:00:00Z", 600, app="msedge.exe", title="secret"),
               event("2026-03-10T02:10:00Z", 600, app="WINWORD.EXE", title="secret")),
        bucket("afkstatus", event("2026-03-10T02:00:00Z", 180, status="not-afk"),
               event("2026-03-10T02:03:00Z", 60, status="afk"),
               event("2026-03-10T02:04:00Z", 960, status="not-afk")),
    )  # fmt: skip
    day = the_day(content)
    minutes = {category.value: day.minutes(category) for category in day.by_category}
    assert minutes == {"video": 3, "tool": 6, "study": 10}
    assert day.total == timedelta(minutes=19)
    assert not any("secret" in name for name in reading(content).names)


def test_pages_without_a_window_record_add_no_time() -> None:
    """A tab left open overnight is nobody's use."""
    tabs = export(bucket("web.tab.current", event("2026-03-10T02:01:00Z", 240, url="https://bilibili.com/")))
    assert [facts.days for facts in compute_facts([reading(tabs)], SHANGHAI, DayKinds(WorkingDays()))] in ([], [{}])
