"""An article that a page names opens what our files say of it, with how sure we are."""

from law.articles import articles_by_citation
from law.cited_articles import parse_citation, summarize_article
from models.office import Role
from tests.web.visitors import Pages, parse_page


def test_every_article_that_our_files_cite_says_something_when_it_is_opened() -> None:
    """Or the citation names no article at all, such as a practice."""
    for citation in articles_by_citation():
        for article in parse_citation(citation):
            assert summarize_article(article), article
            assert article.words.in_("zh-CN").startswith(("《", "2025年")), article
        assert bool(parse_citation(citation)) == any(word.startswith("art") for word in citation.split()), citation


def test_a_citation_is_read_article_by_article() -> None:
    for citation, articles in {
        "CPL art 283(3)(2)": ["CPL art 283(3)(2)"],
        "CPL art 172(2); art 175": ["CPL art 172(2)", "CPL art 175"],
        "CPL arts 16, 282(3)": ["CPL art 16", "CPL art 282(3)"],
        "Rules arts 379-381": ["Rules art 379", "Rules art 380", "Rules art 381"],
        "inferred from CPL art 284(1); Rules art 479(3), (4)": ["CPL art 284(1)", "Rules art 479(3)"],
        "the office's own practice, not law": [],
    }.items():
        assert [article.words.in_("en") for article in parse_citation(citation)] == articles


def test_what_is_said_of_a_paragraph_concerns_its_article_and_not_its_neighbour() -> None:
    (whole,), (second,), (first,) = (parse_citation(f"CPL art 283{inner}") for inner in ("", "(2)", "(1)"))
    titles = {summary.title.in_("en") for summary in summarize_article(second)}
    assert titles <= {summary.title.in_("en") for summary in summarize_article(whole)}
    assert titles - {summary.title.in_("en") for summary in summarize_article(first)}


def test_an_article_named_on_a_plan_leads_to_its_summary_with_how_sure_we_are(pages: Pages) -> None:
    browser = pages.as_role(Role.PROSECUTOR)
    plan = parse_page(browser.get(f"/plans/{pages.offices.number}"))
    address = next(address for address in plan.addresses if address.startswith("/rules?of="))
    page = parse_page(browser.get(address))
    assert "已核对原文" in page.text
    assert "不是条文原文" in page.text
    part = browser.get("/rules?of=CPL+art+283(2)&part=true").text
    assert part.lstrip().startswith('<span class="cited">')
    assert "<html" not in part, "opened in place"
    assert browser.get("/rules?of=practice").status_code == 404, "it names no article"
    assert any(each.startswith("/rules/") and "?" not in each for each in page.addresses)


def test_a_date_that_rests_on_practice_names_no_article(pages: Pages) -> None:
    """Its field of the API is for a citation; the practice stands in words beside it."""
    clocks = pages.as_role(Role.PROSECUTOR).get(f"/api/v1/plans/{pages.offices.number}").json()["clocks"]
    assert all(parse_citation(one["article"]) for one in clocks if one["article"] is not None)
    assert all((one["article"] is None) == (one["practice"] is not None) for one in clocks)


def test_a_rule_stands_beside_the_wording_of_its_article(pages: Pages) -> None:
    """Or says what was not read: a jurist compares on one page."""
    browser = pages.as_role(Role.PROSECUTOR)
    read = parse_page(browser.get("/rules/FI-16")).text
    assert "没有新的事实或者新的证据，人民检察院不得再行起诉。" in read
    assert "以原文为准" in read
    assert "未见原文" not in read
    assert "未见原文" in parse_page(browser.get("/rules/SE-07")).text
