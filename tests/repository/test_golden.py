"""Two sets of golden files are equal only where they are, and what is replaced by a marker is only what no two records share."""

import shutil
from pathlib import Path

import pytest

from tools.golden.__main__ import main
from tools.golden.normalise import normal


@pytest.fixture
def sets(tmp_path: Path) -> tuple[Path, Path]:
    """Two equal sets."""
    before, after = tmp_path / "before", tmp_path / "after"
    files = {
        "openapi/openapi.json": '{"paths": {"/plans": {"get": {"summary": "The plans."}}}}',
        "forms/zh-CN/jia.worker/submit.html": "<h2>提交</h2>\n<p>一</p>\n",
        "api/minor/plan.txt": '200\n{"title": "没有", "title_en": "None"}',
        "lives/01.jsonl": '{"happening": "refused"}\n',
        "messages/zh-CN/S1.txt": "提醒\n",
    }
    for name, text in files.items():
        (before / name).parent.mkdir(parents=True, exist_ok=True)
        (before / name).write_text(text, encoding="utf-8")
    shutil.copytree(before, after)
    return before, after


def test_one_changed_character_is_seen_in_a_file_of_any_kind(
    sets: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = sets
    for path in sorted(each for each in after.rglob("*") if each.is_file()):
        kept = path.read_bytes()
        path.write_bytes(kept[:-3] + bytes([kept[-3] ^ 1]) + kept[-2:] if path.suffix == ".html" else kept + b"x")
        assert main(["compare", str(before), str(after)]) == 1, path
        assert f"+++ after/{path.relative_to(after).as_posix()}" in capsys.readouterr().out
        path.write_bytes(kept)


def test_a_file_too_few_and_one_too_many_are_named(sets: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    before, after = sets
    (after / "messages/zh-CN/S1.txt").rename(after / "messages/zh-CN/S2.txt")
    assert main(["compare", str(before), str(after)]) == 1
    text = capsys.readouterr().out
    assert "missing: messages/zh-CN/S1.txt" in text
    assert "new: messages/zh-CN/S2.txt" in text


def test_a_marker_stands_for_an_id_and_not_for_a_day_a_code_or_a_number_of_a_plan() -> None:
    drawn = 'href="/messages/01a08f7b-0800-7000-8002-e25e28d5b6e2" name="_token" value="kk4p5e-WDpDMEeFa4EM8umAd"'
    assert normal(drawn, []) == 'href="/messages/<id>" name="_token" value="<token>"'
    kept = '{"due_on": "2026-11-24", "number": "SW-ESNJ-PF8C", "code": "check_in_last_day", "edition": "ea466fcd0c9d"}'
    assert normal(kept, ["a-password"]) == kept
    assert normal("/p/EVmWuhZfNy9pmZgvYA0qgy5P/leave", ["EVmWuhZfNy9pmZgvYA0qgy5P"]) == "/p/<secret>/leave"
