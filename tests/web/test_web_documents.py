"""The tab of papers, the templates of an office, and what is printed: in a browser without JavaScript."""

import io
import re

import docx
import pypdf

from casework.messages.addresses import get_code_word
from documents.build_templates import SOURCES, TEMPLATES, build_template
from documents.papers import PAPERS_BY_CODE, FieldSource
from models.document import DocumentVersion, PaperTemplate
from models.office import Role, Staff
from tests.offence import ARTICLE
from tests.web.visitors import Pages, follow, parse_page

PLAN = "/documents/make?paper=supervision_plan"


def words(paper: str) -> dict[str, str]:
    """Something for every field that needs words."""
    return {
        f"f.{field.name}": "甲 & 乙 <丙>" for field in PAPERS_BY_CODE[paper].typed if field.fill is FieldSource.TYPED
    }


def test_a_paper_is_drafted_made_and_fetched(pages: Pages) -> None:
    """What is missing is told beside its field, what was typed stays; made, its hash is shown; fetched, it opens in Word
    with nothing lost, under a name that tells nothing."""
    browser = pages.as_role(Role.PROSECUTOR)
    volume = parse_page(browser.get(pages.plan("/documents")))
    assert pages.plan("/documents/make?paper=supervision_plan") in volume.addresses
    unfinished = browser.post(pages.plan(PLAN), data={"f.goals": "复学 & <就业>", "_go": "make"})
    assert unfinished.status_code == 422
    assert "复学 &amp; &lt;就业&gt;" in unfinished.text
    assert "#f.needs" in parse_page(unfinished).addresses
    drafted = browser.post(pages.plan(PLAN), data=words("supervision_plan") | {"_go": "draft"})
    assert '<p class="body">甲 &amp; 乙 &lt;丙&gt;</p>' in drafted.text
    assert pages.offices.rows(DocumentVersion) == []
    landed = follow(browser, browser.post(pages.plan(PLAN), data=words("supervision_plan") | {"_go": "make"}))
    (kept,) = pages.offices.rows(DocumentVersion)
    assert kept.sha256 in landed.text
    (word,) = [each for each in parse_page(landed).addresses if each.endswith("/word")]
    got = browser.get(word)
    assert re.fullmatch(
        rf'attachment; filename="{pages.offices.number}-[0-9a-f]{{6}}-v1.docx"', got.headers["content-disposition"]
    )
    assert got.headers["cache-control"] == "no-store"
    assert "甲 & 乙 <丙>" in {each.text for each in docx.Document(io.BytesIO(got.content)).paragraphs}


def test_an_offices_template_is_used_once_a_second_person_agrees(pages: Pages) -> None:
    """Offered by the administrator, seen by nobody's paper until then; approved by the head; from then on papers say what it
    says; ended, ours is used again."""
    code = "certificate_guidance"
    ours = (SOURCES / f"{code}.txt").read_text(encoding="utf-8")
    own = build_template(ours + "\n本院补充的话。")
    administrator, head = pages.as_role(Role.ADMINISTRATOR), pages.as_role(Role.DEPARTMENT_HEAD)
    refused = administrator.post(
        "/rules/papers", data={"paper": code}, files={"file": ("a.docx", build_template(ours + "\n{{ name }}"))}
    )
    assert refused.status_code == 422
    assert "这种文书没有这一栏：name" in refused.text
    named = {"file": ("a.docx", build_template(ours + "\n{{ 姓名 }}"))}
    assert "这种文书没有这一栏：姓名" in administrator.post("/rules/papers", data={"paper": code}, files=named).text
    empty = administrator.post("/rules/papers", data={"paper": code}, files={"file": ("", b"")})
    assert "请选一个文件。" in empty.text
    assert f'<option value="{code}" selected>' in empty.text, "the next try is for the same paper"
    follow(administrator, administrator.post("/rules/papers", data={"paper": code}, files={"file": ("a.docx", own)}))
    (offered,) = pages.offices.rows(PaperTemplate)
    page, worker = f"/rules/papers/{offered.id}", pages.as_role(Role.SOCIAL_WORKER)
    draft = pages.plan(f"/documents/make?paper={code}")
    assert "本院补充的话" not in worker.get(draft).text
    (to_read,) = [each for each in parse_page(head.get("/rules")).addresses if "version=" in each]
    assert head.get(to_read).content == own, "nobody approves what they cannot read"
    assert head.get(to_read.replace("version=1", "version=2")).status_code == 404
    assert administrator.post(f"{page}/approve").status_code == 403
    follow(head, head.post(f"{page}/approve"))
    assert "本院补充的话" in worker.get(draft).text
    assert head.get(f"/rules/papers/{code}").content == own
    follow(head, head.post(f"{page}/end"))
    assert "本院补充的话" not in worker.get(draft).text
    assert head.get(f"/rules/papers/{code}").content == (TEMPLATES / f"{code}.docx").read_bytes()
    assert pages.as_("ren.department_head").post(f"{page}/approve").status_code == 404


def test_the_card_tells_the_word_the_days_and_neither_offence_nor_office(pages: Pages) -> None:
    """One page that may lie on a kitchen table. With a new page it holds address and code, once, to be cut apart; so does its
    PDF. The month has room for what is said each week."""
    worker = pages.as_role(Role.SOCIAL_WORKER)
    for relation, duty in (("minor", "每周小结"), ("mother", "一周手机使用小表")):
        blank = worker.get(pages.plan(f"/sheets/card?relation={relation}")).text
        given = worker.post(pages.plan(f"/sheets/card?relation={relation}")).text
        sheet = worker.get(pages.plan(f"/sheets/month?relation={relation}&month=2026-03")).text
        for text in (blank, given, sheet):
            assert (get_code_word(pages.offices.plan().id.hex) in text) is (text is not sheet), "none beside a number"
            without_nav = re.sub(r"<nav.*?</nav>", "", text, flags=re.DOTALL)
            assert not re.search("检察|公安|起诉|考察|考验|帮信|银行|癸县|芒果|社工|案", without_nav)
            assert not ARTICLE.search(without_nav)
        assert duty in blank
        assert "每星期" in blank
        assert "【向阳】" in blank.partition("短信是这个样子")[2], "what a genuine text looks like"
        assert "□" in sheet
        assert sheet.count("<p><b><time") == (4 if relation == "minor" else 0)
        assert [part.count("号码： <b>") + 2 * part.count("/p/") for part in given.split('class="cut"')[1:]] == [2, 1]
        (secret,), (code,) = re.findall(r"/p/([\w-]+)", given)[:1], re.findall(r"号码： <b>(\d{4})</b>", given)
        assert pages.stranger().post(f"/p/{secret}", data={"code": code}).status_code == 303


def test_a_sheet_as_pdf_says_what_the_page_says(pages: Pages) -> None:
    worker = pages.as_role(Role.ASSISTANT)
    for sheet, words in {
        "card": "有事打电话",
        "month": "每周小结",
        "typing": "帮助信息网络犯罪活动",
    }.items():
        query = "month=2026-03&" if sheet == "month" else ""
        answer = worker.get(pages.plan(f"/sheets/{sheet}?{query}as_pdf=true"))
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
        assert words in text.replace("\n", ""), sheet
    given = pages.as_role(Role.SOCIAL_WORKER).post(pages.plan("/sheets/card"), data={"as_pdf": "yes"})
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(given.content)).pages)
    text = re.sub(r"[\s\u200b]", "", text)
    secret, code = re.findall(r"/p/([\w-]{24})", text)[0], re.findall(r"号码：(\d{4})", text)[0]
    assert pages.stranger().post(f"/p/{secret}", data={"code": code}).status_code == 303


def test_the_card_has_the_number_that_the_texts_name(pages: Pages) -> None:
    """Every page of a family says to call the number on the card. Where none was entered there is room to write one."""
    worker = pages.as_role(Role.SOCIAL_WORKER)
    blank = worker.get(pages.plan("/sheets/card")).text
    assert 'class="fill"' in blank.partition("有事打电话")[2].partition("<h2>")[0]
    with pages.offices.context.database.transaction() as session:
        staff = session.get_one(Staff, pages.offices.staff("gui.social_worker").id)
        staff.phone = "0900-8600099"
        session.add(staff)
    for answer in (worker.get(pages.plan("/sheets/card")), worker.post(pages.plan("/sheets/card?relation=mother"))):
        assert "0900-8600099" in answer.text.partition("有事打电话")[2].partition("<h2>")[0]
