"""Articles of the law as a reader of either language writes them.

An article is stored and answered as a citation, "CPL art 284(1)" (`sunward.words.citation`); here alone it is said.
"""

from law.articles import in_words, laws
from sunward.words import Language, in_both


def article_in(language: Language, article: str) -> str:
    """The article in that language. What the law's files do not cite stands as it was written."""
    written = in_both(article) or in_words().get(article)
    if written is None:
        return article
    return written.en if language == "en" else _with_marks(written.zh)


def _with_marks(article: str) -> str:
    """Every law's name between the marks of a title."""
    for name in set(laws().values()):
        article = article.replace(name, f"《{name}》")
    return article
