"""Papers of a plan: whole or refused, numbered, kept in every version, handed out on record, and gone with the seal."""

import io
from collections import Counter
from copy import copy
from datetime import date
from itertools import chain
from typing import get_args

import docx
import pypdf
import pytest

from casework.acting.performing import perform_as
from casework.acting.rights import OPERATIONS
from casework.acting.rights.read_operations import READ_PAPER, READ_PLAN
from casework.documents.acts import MakeDecisionPack, MakePaper, PaperName
from casework.documents.case_volume import PACK, download_paper, load_volume
from casework.documents.chinese_format import GROUND, GROUND_BY_BASIS, SERVED
from casework.documents.create import PaperVersionResult, draft_paper
from casework.documents.sheets import load_typing_sheet
from casework.documents.tables import condition_rows
from casework.service.acts import RecordService
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.text.journal_text import act_sentence
from core.clock import local_date
from core.errors import Archived, BadInput, NotAllowed, NotFound, Refused
from documents.fill import extract_text
from documents.pack_pages import render_table
from documents.papers import PAPERS, PAPERS_BY_CODE, FieldSource
from models.database import Database
from models.document import Document, DocumentVersion
from models.office import Role
from tests.builders import (
    IDENTITY_NUMBER,
    SimulatedPlan,
    a_plan,
    an_announced_plan,
    conclude,
    enrol,
    open_view,
    start_plan,
)
from tests.cached_plans import cached_copy
from tests.casework.test_casework_at_once import a_life_at, performed_at_once

TRICKY = "甲 & 乙 <丙> “丁” {{ 戊 }}\n第二段 &amp; 到底"


def typed(paper: str) -> dict[str, str]:
    """Words for every field that somebody has to write."""
    return {field.name: TRICKY for field in PAPERS_BY_CODE[paper].typed if field.fill is FieldSource.TYPED}


def make(life: SimulatedPlan, paper: str, about: str = "", by: str = "prosecutor", **fields: str) -> PaperVersionResult:
    return perform_as(
        life.context, life.actor(by), life.number, MakePaper, paper=paper, about=about, fields=typed(paper) | fields
    )


def maker(paper: str) -> str:
    """Somebody who makes such a paper."""
    makers = PAPERS_BY_CODE[paper].makers
    return "prosecutor" if Role.PROSECUTOR in makers else makers[0].value


def text_in(life: SimulatedPlan, made: PaperVersionResult) -> str:
    return extract_text(
        download_paper(life.context, life.actor("prosecutor"), life.number, made.document, made.version).content
    )


@pytest.fixture(scope="module")
def ended() -> SimulatedPlan:
    """A life with something of everything that a paper can be about, decided on 4 September 2026, not yet sealed."""
    informed = [{"role": "form_teacher", "name": "班主任某", "since": "2026-03-01", "recorded_by": "gui.prosecutor"}]
    life = an_announced_plan(team_works=False, informed=informed, cadence={"thought_report": {}})
    life.on("2026-03-10 11:00")
    life.act(
        "minor",
        "ask_leave",
        leave="trip",
        from_on="2026-03-28",
        to_on="2026-03-29",
        destination="邻市",
        reason="探亲 & 看病",
    )
    life.act("prosecutor", "decide_leave", leave="trip", approved=True)
    life.act(
        "prosecutor",
        "report_incident",
        incident="x",
        kind="supervision_rules",
        done_on="2026-03-09",
        facts="晚归 <两次>",
    )
    life.act("prosecutor", "hear_minor", incident="x", text="末班车没了")
    life.act(
        "prosecutor", "close_incident", incident="x", finding="lesser_response", response="admonition", reason="提醒"
    )
    talk = life.items("prosecutor_talk")[0].due_on
    life.on(f"{talk} 15:00").act("prosecutor", "submit", item="prosecutor_talk", text="谈了工作 & 打算")
    life.skips_to("2026-09-02 00:00")
    life.on("2026-09-03 10:00").dismiss_open_items().act(
        "prosecutor", "write_opinion", proposal="non_prosecution", text="表现良好"
    )
    return life.on("2026-09-04 10:00").act("chief_prosecutor", "decide_non_prosecution")


ABOUT = {
    "leave_form": "trip", "admonition": "x", "service_receipt": "non_prosecution.police",
    "thought_report": "", "supervision_record": "",
}  # fmt: skip


def about(life: SimulatedPlan, paper: str) -> str:
    """A thing that such a paper is about."""
    if paper == "thought_report":
        return life.items("thought_report")[0].due_on.isoformat()
    if paper == "supervision_record":
        return next(item for item in life.items("prosecutor_talk") if item.received_at).due_on.isoformat()
    return ABOUT.get(paper, "")


NOT_IN_THIS_LIFE = {"other_non_prosecution", "handover_letter", "period_change", "revocation", "set_aside"}


def test_the_pack_holds_every_part_with_its_hash(ended: SimulatedPlan) -> None:
    """One PDF: who made it and when, contents with pages and hashes, the newest version of each paper, ledger and course;
    its own hash is in the journal; made again unchanged it is the same one. (First in this file: each paper that has been
    made by then is printed.)"""
    opinion = make(ended, "opinion")
    made = perform_as(ended.context, ended.actor("assistant"), ended.number, MakeDecisionPack)
    assert perform_as(ended.context, ended.actor("assistant"), ended.number, MakeDecisionPack) == made
    assert ended.lines("make_decision_pack")[-1].note["sha256"] == made.sha256
    out = download_paper(ended.context, ended.actor("chief_prosecutor"), ended.number, made.document, made.version)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(out.content)).pages]
    first, whole = pages[0], "".join(pages).replace("\n", "")
    for words in ("决定材料包", ended.number, "制作人", "2026年9月4日"):
        assert words in first
    assert opinion.sha256 in whole
    assert "甲 & 乙 <丙>" in whole
    assert "义务履行情况" in whole
    kept = [
        each
        for each in open_view(
            load_volume, ended.context, ended.actor("prosecutor"), ended.number, right=READ_PAPER
        ).kept
        if each.paper == PACK
    ]
    assert kept[0].versions[0].sha256 == made.sha256
    with pytest.raises(NotAllowed):
        download_paper(ended.context, ended.actor("social_worker"), ended.number, made.document, made.version)


@pytest.mark.parametrize("paper", [paper.code for paper in PAPERS if paper.code not in NOT_IN_THIS_LIFE])
def test_every_paper_is_made_whole(ended: SimulatedPlan, paper: str) -> None:
    """Opened again, it holds every typed word with what follows & and <, what the record knows, and no open brace of its
    own."""
    made = make(ended, paper, about(ended, paper), by=maker(paper))
    content = download_paper(ended.context, ended.actor("prosecutor"), ended.number, made.document, 1).content
    text = extract_text(content)
    if typed(paper):
        for line in TRICKY.splitlines():
            assert line in text
    assert text.replace("{{ 戊 }}", "").count("{{") == 0
    assert made.version == 1
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text


def test_what_the_record_knows_stands_in_the_papers(ended: SimulatedPlan) -> None:
    """Number, dates, notice and duty in the decision; destination in the leave form; the minor's words in the admonition."""
    decision = text_in(ended, make(ended, "conditional_decision"))
    for words in (IDENTITY_NUMBER, "考验期为六个月，自2026年3月2日起至2026年9月1日止", "涉嫌帮助信息网络犯罪活动罪，", "第二百八十七条之二",
                  "接受心理辅导6次", "向上一级人民检察院申诉", "癸县检未附不诉〔2026〕1号", "离开所居住的市、县或者迁居"):  # fmt: skip
        assert words in decision, words
    assert "探亲 & 看病" in text_in(ended, make(ended, "leave_form", "trip"))
    assert "末班车没了" in text_in(ended, make(ended, "admonition", "x"))
    opinion = text_in(ended, make(ended, "opinion"))
    assert "建议对其作出不起诉决定" in opinion
    assert "成立，不构成撤销情形" in opinion
    receipt = text_in(ended, make(ended, "service_receipt", "non_prosecution.police"))
    assert "不起诉决定书" in receipt
    assert "公安机关" in receipt


def test_a_paper_needs_all_its_words_and_says_which_are_missing(ended: SimulatedPlan) -> None:
    """Nothing is kept, no number is spent."""
    numbers = [(row.paper, row.sequence) for row in ended.rows(Document)]

    def missing_in(fields: dict[str, str]) -> set[str]:
        with pytest.raises(BadInput) as found:
            perform_as(
                ended.context,
                ended.actor("prosecutor"),
                ended.number,
                MakePaper,
                paper="supervision_plan",
                fields=fields,
            )
        return {mistake.place for mistake in found.value.mistakes}

    assert missing_in({"needs": "x" * 4001, "office": "别的院"}) == {"fields.needs"}
    places = {"fields.needs", "fields.office", "fields.nickname", "fields.goals", "fields.digital_use"}
    assert places <= missing_in({"office": "别的院", "nickname": "某"})
    assert [(row.paper, row.sequence) for row in ended.rows(Document)] == numbers


def test_a_draft_keeps_nothing_and_takes_the_records_suggestions(ended: SimulatedPlan) -> None:
    """It tells what is missing, what it would say, and that it has no number yet."""
    before = len(ended.rows(DocumentVersion))
    draft = draft_paper(ended.context, ended.actor("assistant"), ended.number, paper="sealing_notice")
    assert draft.missing == []
    assert draft.page is not None
    assert "公安机关" in draft.page
    # Art 286 of the Criminal Procedure Law is of the sentenced; whoever was not prosecuted was sentenced to nothing.
    assert "依照《人民检察院刑事诉讼规则》第四百八十六条、《预防未成年人犯罪法》第五十九条第二款的规定" in draft.page
    assert "二百八十六" not in draft.page
    unfinished = draft_paper(ended.context, ended.actor("assistant"), ended.number, paper="agreement")
    assert {words.zh for words in unfinished.missing} == set()
    plan = draft_paper(
        ended.context, ended.actor("assistant"), ended.number, paper="supervision_plan", fields={"goals": "复学"}
    )
    assert "情况和需要" in {words.zh for words in plan.missing}
    assert plan.page is None
    assert next(field.value for field in plan.fields if field.name == "goals") == "复学"
    assert len(ended.rows(DocumentVersion)) == before


@pytest.mark.parametrize(
    ("paper", "about", "error"),
    [
        ("revocation", "", Refused),
        ("handover_letter", "", Refused),
        ("leave_form", "", BadInput),
        ("leave_form", "no-such", NotFound),
        ("thought_report", "soon", BadInput),
        ("thought_report", "2026-03-03", NotFound),
        ("service_receipt", "non_prosecution.school", NotFound),
        ("agreement", "trip", BadInput),
        ("no_such", "", BadInput),
    ],
)
def test_what_has_not_happened_has_no_paper(
    ended: SimulatedPlan, paper: str, about: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        perform_as(ended.context, ended.actor("prosecutor"), ended.number, MakePaper, paper=paper, about=about)


def test_a_changed_word_makes_a_second_version_under_the_same_number(ended: SimulatedPlan) -> None:
    """The first stays as it was; both have their hash in the journal. Made again from the same words it is the same."""
    first = make(ended, "sealed_items")
    assert make(ended, "sealed_items") == first
    second = make(ended, "sealed_items", volumes="纸质卷宗两册")
    assert (first.document, first.version + 1) == (second.document, second.version)
    assert "第二段" in text_in(ended, first)
    assert "纸质卷宗两册" in text_in(ended, second)
    hashes = {line.note["sha256"] for line in ended.lines("make_paper")}
    assert {first.sha256, second.sha256} <= hashes


def _versions(life: SimulatedPlan) -> set[str]:
    return {str(row.id) for row in (*life.rows(Document), *life.rows(DocumentVersion))}


def test_a_decision_that_leads_to_no_court_is_not_made_while_it_speaks_of_one(ended: SimulatedPlan) -> None:
    """Whoever typed it, or wrote it into an office's own template: it is refused whole, and nothing is kept."""
    before = _versions(ended)
    with pytest.raises(Refused, match="cannot be taken to court"):
        make(ended, "non_prosecution", performance="被害人可以直接向人民法院起诉")
    assert _versions(ended) == before


def test_the_list_of_what_is_sealed_names_what_is_held_and_is_warned_of_what_it_leaves_out(
    ended: SimulatedPlan,
) -> None:
    """By itself it names everything; who writes a shorter one is told what is missing, and it is made."""
    made = perform_as(ended.context, ended.actor("prosecutor"), ended.number, MakePaper, paper="sealed_items")
    assert "监督考察记录" in text_in(ended, made)
    assert "warnings" not in ended.lines("make_paper")[-1].note
    make(ended, "sealed_items", volumes="案卷及文书")
    assert ended.lines("make_paper")[-1].note["warnings"] == ["SE-05"]


def test_who_makes_what(ended: SimulatedPlan) -> None:
    """The worker writes records and agreements, sees those, and neither makes nor sees the office's decisions."""
    make(ended, "agreement", by="social_worker")
    with pytest.raises(NotAllowed):
        make(ended, "conditional_decision", by="social_worker")
    decision = make(ended, "conditional_decision")
    with pytest.raises(NotAllowed):
        download_paper(ended.context, ended.actor("social_worker"), ended.number, decision.document, 1)
    papers = {
        kept.paper
        for kept in open_view(
            load_volume, ended.context, ended.actor("social_worker"), ended.number, right=READ_PAPER
        ).kept
    }
    assert "agreement" in papers
    assert "conditional_decision" not in papers
    assert MakePaper.operation.by.keys() == {role for paper in PAPERS for role in paper.makers}


def test_every_hand_out_is_on_record_each_time(ended: SimulatedPlan) -> None:
    made = make(ended, "certificate_guidance")
    before = len(ended.lines("read_paper"))
    for _ in range(2):
        out = download_paper(ended.context, ended.actor("clerk"), ended.number, made.document, 1)
    handed_out = ended.lines("read_paper")[before:]
    assert [line.note["sha256"] for line in handed_out if "sha256" in line.note] == [made.sha256] * 2
    assert out.name == f"{ended.number}-{made.document.hex[-6:]}-v1.docx"
    with pytest.raises(NotFound):
        download_paper(ended.context, ended.actor("clerk"), ended.number, made.document, 2)


def test_what_has_happened_asks_for_its_paper_until_it_is_made() -> None:
    """The announcement asks for agreement and guidance, an open service for its receipt; what is made is asked for no more,
    and a changed condition asks for the plan anew."""
    life = an_announced_plan(team_works=False).on("2026-03-06 10:00")
    wanted = {
        one.paper
        for one in open_view(load_volume, life.context, life.actor("prosecutor"), life.number, right=READ_PAPER).wanted
    }
    assert {
        "conditional_decision",
        "supervision_plan",
        "agreement",
        "confidentiality",
        "certificate_guidance",
    } == wanted
    make(life, "supervision_plan")
    life.on("2026-03-09 10:00")
    assert "supervision_plan" not in {
        one.paper
        for one in open_view(load_volume, life.context, life.actor("prosecutor"), life.number, right=READ_PAPER).wanted
    }
    life.act("prosecutor", "change_condition", condition="A1", text="改为八次", reason="需要", heard=True)
    (again,) = [
        one
        for one in open_view(load_volume, life.context, life.actor("prosecutor"), life.number, right=READ_PAPER).wanted
        if one.paper == "supervision_plan"
    ]
    assert again.because.zh == "变更了附带条件"
    assert {one.paper for one in open_view(load_volume, life.context, life.actor("clerk"), life.number, right=READ_PAPER).wanted} == {
        "confidentiality", "certificate_guidance",
    }  # fmt: skip


def test_every_paper_is_asked_for_by_something_that_happens() -> None:
    """And the acts file knows each of them by name."""
    for paper in PAPERS:
        assert paper.asked_by, paper.code
        assert set(paper.asked_by) <= set(OPERATIONS), paper.code
    assert set(get_args(PaperName)) == set(PAPERS_BY_CODE)
    assert Role.MINOR not in set(chain.from_iterable(paper.makers for paper in PAPERS))


def test_a_school_that_the_prosecutor_added_has_its_receipt(ended: SimulatedPlan) -> None:
    """Asked for as any other service is; before that there is none to be made."""
    with pytest.raises(NotFound):
        make(ended, "service_receipt", "non_prosecution.school")
    ended.act("prosecutor", "add_addressee", to="school", decision="non_prosecution", reason="需要协助复学")
    volume = open_view(load_volume, ended.context, ended.actor("clerk"), ended.number, right=READ_PAPER)
    assert [one.about for one in volume.wanted if one.about.endswith(".school")] == ["non_prosecution.school"]
    assert "学校" in text_in(ended, make(ended, "service_receipt", "non_prosecution.school"))


def test_numbers_have_no_gap_and_none_is_given_twice(postgresql_database: Database) -> None:
    """Four hands at once, one of them failing: the numbers are 1 to 3, also where a writer does not lock the whole record."""
    life = a_life_at(postgresql_database)
    life.on("2026-03-06 10:00")
    for n in range(3):
        life.act(
            "prosecutor",
            "report_incident",
            incident=f"i{n}",
            kind="supervision_rules",
            done_on="2026-03-05",
            facts="晚归",
        )
        life.act("prosecutor", "hear_minor", incident=f"i{n}", text="堵车")
        life.act(
            "prosecutor",
            "close_incident",
            incident=f"i{n}",
            finding="lesser_response",
            response="admonition",
            reason="提醒",
        )
    by, number = life.actor("prosecutor"), life.number

    def admonish(label: str, fields: dict[str, str]) -> object:
        return lambda context: perform_as(
            context, by, number, MakePaper, paper="admonition", about=label, fields=fields
        )

    acts = [admonish("i0", {"rule": "x"}), *(admonish(f"i{n}", typed("admonition")) for n in range(3))]
    results = performed_at_once(life, *acts)  # type: ignore[arg-type]
    assert [type(answer) for answer in results].count(PaperVersionResult) == 3
    assert sorted(row.sequence for row in life.rows(Document)) == [1, 2, 3]
    assert {answer.number for answer in results if isinstance(answer, PaperVersionResult)} == {
        f"癸县检未训诫〔2026〕{n}号" for n in range(1, 4)
    }


def test_the_numbers_begin_anew_each_year() -> None:
    life = an_announced_plan(a_plan("2026-12-28"), team_works=False, told_on="2026-12-29")
    assert make(life, "conditional_decision").number == "癸县检未附不诉〔2026〕1号"
    enrol(life.context, "壬县", "social_worker ren.worker")
    life.jumps_to("2027-01-04 10:00")
    life.act("prosecutor", "assist_elsewhere", office="壬县")
    assert make(life, "handover_letter").number == "癸县检未协考〔2027〕1号"
    assert make(life, "conditional_decision", facts="更正").number == "癸县检未附不诉〔2026〕1号"


def test_sealed_papers_are_out_of_reach() -> None:
    """Neither made, drafted, listed nor handed out: for who may know of the plan it is sealed, for all others not there."""
    life = an_announced_plan(team_works=False)
    made = make(life, "certificate_guidance")
    conclude(life, opinion_on="2026-09-03", decided_on="2026-09-04", announced_on="2026-09-07")
    life.on("2026-09-08 09:00")
    by = life.actor("prosecutor")
    for attempt in (
        lambda: download_paper(life.context, by, life.number, made.document, 1),
        lambda: open_view(load_volume, life.context, by, life.number, right=READ_PAPER),
        lambda: make(life, "certificate_guidance"),
        lambda: draft_paper(life.context, by, life.number, paper="certificate_guidance"),
        lambda: perform_as(life.context, by, life.number, MakeDecisionPack),
    ):
        with pytest.raises((NotFound, Archived)) as refused:
            attempt()
        assert refused.value.status == 404
    assert Counter(row.paper for row in life.rows(Document)) == {"certificate_guidance": 1}


def test_whatever_can_be_served_is_called_by_its_name_on_paper() -> None:
    """No sheet and no pack prints a code; the police's own answer is no paper of ours."""
    served = set(get_args(RecordService.model_fields["decision"].annotation)) - {"sealing"}
    assert served <= SERVED.keys()


@cached_copy
def _before_the_court() -> SimulatedPlan:
    """A life revoked on 6 March 2026 and indicted on the 9th."""
    life = an_announced_plan(team_works=False, days_left=20).on("2026-03-06 10:00")
    life.act("prosecutor", "report_incident", incident="x", kind="new_crime", done_on="2026-03-05", facts="又骗两人")
    life.act("prosecutor", "hear_minor", incident="x", text="承认")
    life.act("prosecutor", "close_incident", incident="x", finding="ground", reason="事实清楚")
    life.act("prosecutor", "revoke", incident="x", reason="考验期内再犯")
    return life.on("2026-03-09 10:00").act("prosecutor", "prosecute")


def test_nobody_is_asked_to_seal_a_case_that_is_before_the_court() -> None:
    """Whether it is sealed depends on a judgment that nobody knows yet; with more than five years it never is."""
    life = _before_the_court()
    for paper in ("sealing_notice", "sealed_items"):
        with pytest.raises(Refused, match="No judgment in force has reached the office"):
            make(life, paper)
    life.jumps_to("2026-04-09 10:00")
    life.act("assistant", "record_judgment", sentence_months=72, effective_on="2026-04-08")
    for paper in ("sealing_notice", "sealed_items"):
        with pytest.raises(Refused, match="72 months"):
            make(life, paper)


def test_the_sealing_notice_after_a_judgment_tells_the_judgments_day() -> None:
    """And not that of the conditional decision, on which nothing was judged."""
    life = _before_the_court().jumps_to("2026-04-09 10:00")
    life.act("assistant", "record_judgment", sentence_months=8, effective_on="2026-04-08")
    text = text_in(life, make(life, "sealing_notice"))
    assert "一案，2026年4月8日判决生效。" in text
    assert "2026年3月2日" not in text


def test_a_decision_made_out_later_says_what_was_decided() -> None:
    """Condition, period, representative and bail of its own day. What was changed since, and who has come of age since, stands
    in the opinion and on the sheet that is typed elsewhere."""
    life = an_announced_plan(
        a_plan(born_on="2008-05-01", case={"bail": [{"decided_by": "police", "from_on": "2026-01-10"}]})
    )
    before = text_in(life, make(life, "conditional_decision"))
    assert "法定代理人：芒果的母亲（母亲）。" in before
    assert "强制措施：取保候审（公安机关决定，2026年1月10日起）。" in before
    life.skips_to("2026-05-06 10:00").act("prosecutor", "record_measure", measure="bail", decided_by="police",
                                    from_on="2026-01-10", lifted_on="2026-05-06")  # fmt: skip
    life.act(
        "prosecutor",
        "change_condition",
        condition="A1",
        text="参加两次小组活动",
        amount=2,
        heard=True,
        reason="本人提出",
    )
    life.act("chief_prosecutor", "change_period", new_end_on="2026-10-01", reason="课程还没有完成")
    assert text_in(life, make(life, "conditional_decision")) == before
    sheet = load_typing_sheet(life.context, life.actor("prosecutor"), life.number)
    typed_there = {words.zh: value for section in sheet for words, value in section.fields}
    assert typed_there["考验期止"] == "2026年10月1日"
    assert typed_there["考验期月数"] == "六个月（2026年5月6日决定延长至2026年10月1日）"
    assert typed_there["第1项"].startswith("参加两次小组活动")
    assert typed_there["强制措施"] == "无"
    assert typed_there["法定代理人"] == "无（本人已满十八周岁）"


def test_an_opinion_tells_of_a_condition_that_was_changed_too() -> None:
    """Whoever reads it sees what was asked at first, and that what was done of it counts."""
    life = an_announced_plan(a_plan())
    for day, text, amount in (("2026-05-06", "参加四次小组活动", 4), ("2026-05-08", "参加两次小组活动", 2)):
        life.skips_to(f"{day} 10:00").act(
            "prosecutor", "change_condition", condition="A1", text=text, amount=amount, heard=True, reason="本人提出"
        )
    with life.context.open_for_reading(life.number, life.actor("prosecutor"), READ_PLAN) as open_plan:
        rows = condition_rows(open_plan)
    assert [row["text"] for row in rows] == ["接受心理辅导6次", "参加四次小组活动", "参加两次小组活动"]
    assert [row["done"].partition("变更")[0] for row in rows] == ["2026年5月6日", "2026年5月8日", "0/2次"]


def test_an_offence_that_the_law_file_does_not_name_is_called_by_its_article() -> None:
    """Article 276 is in the chapter on property, and no table of ours has its name."""
    life = start_plan(a_plan(case={"offence_article": "276"}))
    assert "涉嫌刑法第二百七十六条规定的犯罪，" in text_in(life, make(life, "conditional_decision"))


def test_a_table_of_the_pack_has_a_title_for_each_column() -> None:
    """The evaluations had a third column, with the reasons, under no title."""
    with pytest.raises(ValueError, match="longer"):
        render_table(("日期", "结果"), [("2026年6月24日", "按方案继续", "小结按时")])


def test_each_ground_of_revocation_names_its_article_in_full() -> None:
    """It stands alone on the paper: no article before it that 同条 could mean."""
    for words in (*GROUND.values(), *GROUND_BY_BASIS.values()):
        assert "《人民检察院刑事诉讼规则》第四百七十九条第" in words


def test_what_the_machine_did_is_no_fault_of_the_machine() -> None:
    """系统逾期未办 said that the system was late."""
    for act in ("pass_on", "bring_up_again"):
        assert "系统" not in act_sentence(act, "system", ITEM_KINDS["opinion"]).zh


def test_nobody_of_age_is_asked_for_a_representatives_signature() -> None:
    """Whoever is eighteen has no legal representative: the agreement names none as a party, and the lines say so."""
    life = an_announced_plan(a_plan(born_on="2008-01-05"))
    agreement = text_in(life, make(life, "agreement"))
    assert "丙方（法定代理人）：无（本人已满十八周岁）\n" in agreement
    assert "丙方（签名，乙方已成年的免签）：" in agreement
    assert "法定代理人（签名，本人已成年的免签）：" in text_in(life, make(life, "supervision_plan"))


def test_a_decision_about_somebody_in_custody_says_so() -> None:
    """On the day of the decision he was held; released two days later, he was held that day all the same."""
    life = start_plan(a_plan(case={"in_custody": True}))
    assert "强制措施：羁押。" in text_in(life, make(life, "conditional_decision"))
    life.on("2026-03-05 10:00").act("prosecutor", "record_measure", measure="custody", decided_by="police",
                                    from_on="2026-03-02", lifted_on="2026-03-04")  # fmt: skip
    assert "强制措施：羁押。" in text_in(life, make(life, "conditional_decision"))
    sheet = load_typing_sheet(life.context, life.actor("prosecutor"), life.number)
    assert {words.zh: value for part in sheet for words, value in part.fields}["强制措施"] == "无"


def test_a_receipt_is_asked_for_by_the_decision_that_is_served() -> None:
    """And not by the day on which the plan was opened, half a year before."""
    life = _before_the_court()
    volume = open_view(load_volume, life.context, life.actor("clerk"), life.number, right=READ_PAPER)
    asked = [one for one in volume.wanted if one.about.startswith("revocation.")]
    assert asked
    assert {(one.because.zh, local_date(one.since)) for one in asked} == {("撤销了附条件不起诉", date(2026, 3, 6))}


@pytest.mark.parametrize("paper", ["conditional_decision", "non_prosecution"])
def test_a_victims_copy_holds_no_school_address_or_identity_number(ended: SimulatedPlan, paper: str) -> None:
    with ended.context.open_for_reading(ended.number, ended.actor("prosecutor"), READ_PLAN) as open_plan:
        minor = open_plan.minor()
        address = open_plan.open("person.document", minor.id, minor.document)["address"]
    kept = (IDENTITY_NUMBER, "甲 & 乙职校", address)
    made = make(ended, paper, school_or_work="甲 & 乙职校", facts=f"在甲 & 乙职校门口，{address}")
    whole = text_in(ended, made)
    assert all(word in whole for word in kept)
    copy = extract_text(
        download_paper(
            ended.context, ended.actor("clerk"), ended.number, made.document, made.version, for_victim=True
        ).content
    )
    assert not [word for word in kept if word in copy]
    assert "（略）" in copy
    assert len(copy) > len(whole) / 2
    assert ended.lines("read_paper")[-1].note["for_victim"] is True


def test_who_was_not_prosecuted_has_no_record_of_a_crime(ended: SimulatedPlan) -> None:
    assert "犯罪记录封存" not in text_in(ended, make(ended, "sealing_notice"))


@pytest.mark.parametrize(
    "paper",
    [
        paper.code
        for paper in PAPERS
        if (paper.field("made_on") or paper.field("decided_on")) and paper.code not in NOT_IN_THIS_LIFE
    ],
)
def test_a_paper_bears_the_day_of_its_act_however_late_it_is_printed(ended: SimulatedPlan, paper: str) -> None:
    life = copy(ended).on("2026-09-04 15:00").act("prosecutor", "announce_outcome").on("2026-09-05 00:30")
    first = draft_paper(
        life.context, life.actor("prosecutor"), life.number, paper=paper, about=about(life, paper), fields=typed(paper)
    )
    assert first.page is not None
    acts = {"agreement": "2026年3月2日", "supervision_plan": "2026年3月2日", "admonition": "2026年3月10日",
            "opinion": "2026年9月3日", "non_prosecution": "2026年9月4日",
            "sealing_notice": "2026年9月4日", "sealed_items": "2026年9月4日", "access_log": "2026年9月4日"}  # fmt: skip
    assert acts.get(paper, "") in first.page
    assert "2026年9月5日" not in first.page


def test_a_changed_period_has_its_own_decision_with_the_day_and_number_of_the_first() -> None:
    life = an_announced_plan(team_works=False).on("2026-04-01 10:00")
    first = make(life, "conditional_decision")
    life.act("prosecutor", "propose", step="change_period", new_end_on="2026-11-01", reason="仍需帮扶")
    life.act("department_head", "countersign", step="change_period")
    life.act("chief_prosecutor", "change_period", new_end_on="2026-11-01", reason="同意")
    typed_words = {"reasoning": ""}
    made = make(life.on("2026-04-09 10:00"), "period_change", "1", **typed_words)
    text = text_in(life, made)
    for words in (
        "延长考验期决定书",
        first.number,
        "2026年9月1日止",
        "2026年11月1日止",
        "本院认为，仍需帮扶",
        "2026年4月1日",
    ):
        assert words in text
    assert "同意" not in text
    assert "2026年4月9日" not in text


def test_a_foreign_minor_stands_on_the_paper_by_nationality_and_document() -> None:
    foreign = {"identity_number": None, "nationality": "虚构国", "foreign_document": "护照X0001"}
    life = an_announced_plan(a_plan(minor=foreign))
    assert "虚构国，护照X0001" in text_in(life, make(life, "conditional_decision"))


def test_a_second_change_of_the_period_has_its_own_number_in_the_year_of_its_act() -> None:
    life = an_announced_plan(team_works=False)
    for day, end, reason in (("2026-08-10", "2026-11-01", "仍需帮扶"), ("2026-10-20", "2027-01-20", "课程未完")):
        life.skips_to(f"{day} 10:00")
        life.act("prosecutor", "propose", step="change_period", new_end_on=end, reason=reason)
        life.act("department_head", "countersign", step="change_period")
        life.act("chief_prosecutor", "change_period", new_end_on=end, reason="同意")
    life.skips_to("2027-01-04 10:00")
    second = make(life, "period_change", "2", reasoning="")
    first = make(life, "period_change", "1", reasoning="")
    assert [second.number[-7:], first.number[-7:]] == ["2026〕1号", "2026〕2号"]
    assert first.document != second.document
    assert "仍需帮扶" in text_in(life, first)
    assert "2026年11月1日止，" not in text_in(life, second).split("本院认为")[1]
    assert "课程未完" in text_in(life, second)
    with pytest.raises(NotFound):
        make(life, "period_change", "3")
