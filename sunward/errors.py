"""The one family of errors a person may meet: each carries a reason and, where there is one, the article.

No text here may hold personal data: reasons travel to logs, API problems and Prefect.
"""

from sunward.words import Words, citation


class SunwardError(Exception):
    """Something was not done; `reason` says why in both languages, `article` where the law says so.

    `status` is the HTTP status an API answers with; `code` is stable and machine-readable.
    """

    status: int = 400
    code: str = "refused"

    def __init__(self, reason: Words, *, article: str | None = None) -> None:
        self.reason = reason
        self.article = citation(article) if article else None
        super().__init__(reason.en if self.article is None else f"{reason.en} [{self.article}]")


class Refused(SunwardError):
    """An act of ours that may not be done as things stand. Facts are never refused, only acts."""

    status = 409
    code = "refused"

    def __init__(self, reason: Words, *, article: str) -> None:
        super().__init__(reason, article=article)


class NotAsItStands(Refused):
    """Refused by how things stand in the record and by no text of the law: it is done already, nothing of the kind
    waits, a bound of the program is reached, an office's own way of working. It has no article."""

    def __init__(self, reason: Words) -> None:
        SunwardError.__init__(self, reason)


class NotAllowed(SunwardError):
    """The person asking has no right to this act on this plan. `reason` says whose act it is; `article` the rule that
    gives it to them, None where it is the office's own division of work."""

    status = 403
    code = "not-allowed"

    def __init__(self, reason: Words, *, article: str | None) -> None:
        super().__init__(reason, article=article)


class ConfirmFirst(SunwardError):
    """Whoever is signed in has the right, and is to say again who they are before a decision of weight."""

    status = 403
    code = "confirm-first"


class NotFound(SunwardError):
    """There is no such thing, or none that this person may know of."""

    status = 404
    code = "not-found"


class BadInput(SunwardError):
    """What was handed in cannot be read as what it should be. `mistakes` lists every one with its place."""

    status = 422
    code = "bad-input"

    def __init__(self, reason: Words, *, article: str | None = None, mistakes: "list[Mistake] | None" = None) -> None:
        super().__init__(reason, article=article)
        self.mistakes = mistakes or []


class Mistake:
    """One mistake in a file or request: its place (a dotted path), what is wrong, the rule and the article."""

    def __init__(self, place: str, wrong: Words, *, rule: str | None = None, article: str | None = None) -> None:
        self.place = place
        self.wrong = wrong
        self.rule = rule
        self.article = citation(article) if article else None

    def __str__(self) -> str:
        ending = "".join(f" [{part}]" for part in (self.rule, self.article) if part)
        return f"{self.place}: {self.wrong.zh} / {self.wrong.en}{ending}"
