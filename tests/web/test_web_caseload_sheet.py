"""The present caseload of an office read in from a spreadsheet, on its pages."""

import io
import re

from openpyxl import load_workbook

from models.office import Role
from models.plan import Plan
from models.plan_draft import DraftKind, PlanDraft
from tests.api.test_api_caseload_sheets import REGISTER, a_sheet
from tests.web.visitors import Pages, parse_page

FOR_ALL = {
    "case.no_victim": "yes", "case.counsel": "legal_aid", "case.opinions.victim.state": "not_in_this_case",
    "cadence.weekly_note.on": "Mon",
} | {
    f"case.opinions.{party}.{name}": said
    for party in ("police", "minor", "legal_representative", "defender")
    for name, said in (("state", "heard"), ("on", "2026-03-02"))
}  # fmt: skip


def test_rows_are_read_in_looked_over_and_the_ticked_ones_opened(pages: Pages) -> None:
    """Each page is whole; a mistake names its cell and leads on as a draft; sent twice, a row is opened once."""
    prosecutor = pages.as_role(Role.PROSECUTOR)
    before = len(pages.offices.rows(Plan))
    raw = a_sheet(REGISTER, REGISTER | {"姓名": "谷雨", "性别": "不详"})
    here = prosecutor.post("/caseload-sheet", files={"file": ("cases.csv", raw)}).headers["location"]
    columns = prosecutor.get(here)
    assert parse_page(columns).all_mistakes == []
    chosen = dict(re.findall(r'<select id="(column-\d+)".*?<option value="([^"]*)" selected>', columns.text))
    assert chosen["column-1"] == "minor.name"
    twice = prosecutor.post(here, data=chosen | FOR_ALL | {"column-0": "minor.name"})
    assert twice.status_code == 422
    assert "column-1-wrong" in twice.text
    assert prosecutor.post(here, data=chosen | FOR_ALL).headers["location"] == here
    assert 'value="legal_aid" selected' in prosecutor.get(here).text

    check = prosecutor.get(here)
    assert parse_page(check).all_mistakes == []
    assert "2行：1行可以建立，0行已经建立，1行还有要改的。" in check.text
    assert "<b>C3</b>" in check.text
    ticked = {"row-2": "yes", "seen": parse_page(check).fields["seen"]}
    assert prosecutor.post(f"{here}/open", data=ticked | {"seen": "0" * 32}).status_code == 409
    none = prosecutor.post(f"{here}/open", data={"seen": ticked["seen"]})
    assert (none.status_code, "没有选中任何一行" in none.text) == (422, True)
    opened = prosecutor.post(f"{here}/open", data=ticked)
    assert opened.headers["location"] == f"{here}?opened=1"
    assert prosecutor.post(f"{here}/open", data=ticked).status_code == 409
    assert len(pages.offices.rows(Plan)) == before + 1
    again = prosecutor.get(opened.headers["location"]).text
    assert "已建立1个方案。" in again
    (number,) = re.findall(r'href="/plans/([A-Z0-9-]+)">', again)
    assert "新芽" in prosecutor.get(f"/plans/{number}").text
    draft = prosecutor.post(f"{here}/draft", data={"line": "3"}).headers["location"]
    assert "谷雨" in prosecutor.get(draft.replace("check", "person")).text
    assert "公民身份号码里的" not in check.text
    assert prosecutor.post(f"{here}/discard").status_code == 303
    assert [row.kind for row in pages.offices.rows(PlanDraft)] == [DraftKind.PLAN]
    assert prosecutor.post("/caseload-export", data={"reason": ""}).status_code == 422
    prosecutor.post("/caseload-export", data={"reason": "核对台账"})
    head = pages.as_role(Role.DEPARTMENT_HEAD)
    assert "有1份案件表格等人同意导出" in head.get("/approvals").text
    (way,) = re.findall(r'action="(/caseload-export/[^"]+/approve)"', head.get("/caseload-export").text)
    assert prosecutor.post(way).status_code == 403
    assert head.post(way).status_code == 303
    (file,) = re.findall(r'href="(/caseload-export/[^"]+/caseload.xlsx)"', prosecutor.get("/caseload-export").text)
    book = load_workbook(io.BytesIO(prosecutor.get(file).content))
    assert book.active.max_row == 3


def test_a_row_whose_identity_number_tells_of_another_birth_date_says_so(pages: Pages) -> None:
    prosecutor = pages.as_role(Role.PROSECUTOR)
    raw = a_sheet(REGISTER | {"序号": "999001200807010018"}).decode("gb18030").replace("序号", "身份证号").encode()
    here = prosecutor.post("/caseload-sheet", files={"file": ("cases.csv", raw)}).headers["location"]
    chosen = dict(
        re.findall(r'<select id="(column-\d+)".*?<option value="([^"]*)" selected>', prosecutor.get(here).text)
    )
    prosecutor.post(here, data=chosen | FOR_ALL)
    check = prosecutor.get(here)
    assert "1行可以建立" in check.text
    assert "公民身份号码里的出生日期，与填写的出生日期不一致" in check.text


def test_a_file_that_is_no_table_says_so_at_its_field_and_anothers_is_not_found(pages: Pages) -> None:
    prosecutor = pages.as_role(Role.PROSECUTOR)
    for files in ({}, {"file": ("cases.xlsx", b"PK nothing")}):
        answer = prosecutor.post("/caseload-sheet", files=files)
        assert answer.status_code == 422
        assert 'id="file-wrong"' in answer.text
    raw = a_sheet(REGISTER)
    here = prosecutor.post("/caseload-sheet", files={"file": ("cases.csv", raw)}).headers["location"]
    for address in (here, "/caseload-sheet/none"):
        assert pages.as_role(Role.ASSISTANT).get(address).status_code == 404
