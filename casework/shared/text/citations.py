"""Articles of the law as a reader of either language writes them.

An article is stored and answered as a citation, "CPL art 284(1)" (`core.words.citation`); here alone it is said.
"""

from core.i18n import Language, split_citation
from law.articles import articles_by_citation, load_law_names


def format_article(language: Language, article: str) -> str:
    """The article in that language. What the law's files do not cite stands as it was written."""
    written = split_citation(article) or articles_by_citation().get(article)
    if written is None:
        return article
    return written.en if language == "en" else _with_marks(written.zh)


def _with_marks(article: str) -> str:
    """Every law's name between the marks of a title."""
    for name in set(load_law_names().values()):
        article = article.replace(name, f"《{name}》")
    return article
