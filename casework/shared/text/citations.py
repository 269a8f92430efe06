"""Articles of the law as a reader of either language writes them.

An article is stored and answered as a citation, "CPL art 284(1)" (`core.words.citation`); here alone it is said.
"""

import re
from functools import cache

from core.i18n import Language, split_citation
from law.articles import articles_by_citation, load_law_names


def format_article(language: Language, article: str) -> str:
    """The article in that language. An article that the law's files do not cite is returned as it was written."""
    written = split_citation(article) or articles_by_citation().get(article)
    if written is None:
        return article
    return written.en if language == "en" else _with_marks(written.zh)


def _with_marks(article: str) -> str:
    """Every law's name between the marks of a title."""
    return _law_names().sub(r"《\g<0>》", article)


@cache
def _law_names() -> re.Pattern[str]:
    """The name of any law, the longest first: the title of an interpretation holds the name of what it interprets."""
    names = sorted(set(load_law_names().values()), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))
