"""The one family of errors a person may meet, whole: each carries a reason and, where there is one, the article.

No other file defines one, so that what a caller has to expect is read here.

No text here may hold personal data: reasons travel to logs, API problems and Prefect.
"""

import secrets

from core.i18n import Language, Text, short_citation


class SunwardError(Exception):
    """Something was not done; `reason` says why in both languages, `article` where the law says so.

    `status` is the HTTP status an API answers with; `code` is stable and machine-readable.
    """

    status: int = 400
    code: str = "refused"

    def __init__(self, reason: Text, *, article: str | None = None) -> None:
        self.reason = reason
        self.article = short_citation(article) if article else None
        super().__init__(reason.en if self.article is None else f"{reason.en} [{self.article}]")


class Refused(SunwardError):
    """Raised when an act of ours may not be done as things stand. Facts are never refused, only acts."""

    status = 409
    code = "refused"

    def __init__(self, reason: Text, *, article: str) -> None:
        super().__init__(reason, article=article)


class StateConflict(Refused):
    """Raised when the record as it stands refuses and no text of the law: it is done already, nothing of the kind waits, a bound of the program is reached, an office's own way of working. It has no article."""

    def __init__(self, reason: Text) -> None:
        SunwardError.__init__(self, reason)


class AlreadySubmitted(StateConflict):
    """Raised when somebody else has handed it in since the person looked. Nothing is lost: they decide what becomes of
    theirs."""

    code = "already-submitted"


class PdfUnavailable(StateConflict):
    """Raised when a PDF cannot be made here: what sets it does not load."""

    code = "pdf-unavailable"


class NotAllowed(SunwardError):
    """Raised when the person asking has no right to this act on this plan. `reason` says whose act it is; `article` the rule that
    gives it to them, None where it is the office's own division of work."""

    status = 403
    code = "not-allowed"

    def __init__(self, reason: Text, *, article: str | None) -> None:
        super().__init__(reason, article=article)


class ReauthenticationRequired(SunwardError):
    """Raised when the signed-in person has the right, and must confirm again who they are before a decision of
    weight."""

    status = 403
    code = "reauthentication-required"


class NotFound(SunwardError):
    """Raised when there is no such thing, or none that this person may know of."""

    status = 404
    code = "not-found"


class BadInput(SunwardError):
    """Raised when what was handed in cannot be read as what it should be. `mistakes` lists every one with its place."""

    status = 422
    code = "bad-input"

    def __init__(self, reason: Text, *, article: str | None = None, mistakes: "list[Mistake] | None" = None) -> None:
        super().__init__(reason, article=article)
        self.mistakes = mistakes or []


class Unreadable(BadInput):
    """Raised when a file cannot be read whole. `rest` is what can be read of it, to be asked what else is wrong."""

    def __init__(self, error: BadInput, rest: object | None) -> None:
        super().__init__(error.reason, article=error.article, mistakes=error.mistakes)
        self.rest = rest


class CannotFill(SunwardError):
    """Raised when a template and its fields do not go together: a mistake of the template, found before a paper is
    kept."""

    status = 422
    code = "cannot-fill"


class UnsupportedFormat(SunwardError):
    """Raised when the content is neither TOML nor JSON, by its own account."""

    status = 415
    code = "unsupported-media-type"


class VersionConflict(SunwardError):
    """Raised when the plan was changed since the person saw it."""

    status = 412
    code = "version-conflict"


class PreviewOutdated(VersionConflict):
    """Raised when what is to be done is not what the person saw in the preview."""

    code = "preview-outdated"


class IdempotencyKeyReused(SunwardError):
    """Raised when the idempotency key belongs to a request with another content."""

    status = 422
    code = "idempotency-key-reused"


class NotSignedIn(SunwardError):
    """Raised when nobody is signed in, or nobody could be with what was handed in."""

    status = 401
    code = "not-signed-in"


class SecondFactorRequired(NotSignedIn):
    """Raised when the password was right and the second factor is still to come."""

    code = "second-factor-required"


class SecondFactorMissing(NotSignedIn):
    """Raised when somebody who needs a second factor has none yet, and is to set one up before anything else."""

    code = "second-factor-missing"


class AccessEnded(NotSignedIn):
    """Raised when the code was right, and this person has no access. The reason is not disclosed."""


class InvalidSignature(SunwardError):
    """Raised when the signature of a receipt or reply is missing, wrong, or too old."""

    status = 401
    code = "invalid-signature"


class CrossSite(SunwardError):
    """Raised when the browser says that another site has sent this."""

    status = 403
    code = "cross-site"


class TooManyRequests(SunwardError):
    """Raised when too much was asked in too short a time. `retry_after` says in how many seconds to ask again."""

    status = 429
    code = "too-many-requests"

    def __init__(self, reason: Text, *, retry_after: int = 60) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Gone(SunwardError):
    """Raised when the address of a calendar was ended, or what it showed is sealed."""

    status = 410
    code = "gone"


class DeletedByPolicy(Gone):
    """Raised when the time of a record was over and a named person had it deleted, for actors who may know that there
    was one."""

    code = "deleted-by-policy"


class Archived(SunwardError):
    """Raised when the case is sealed: only the holder of the archive's key can open it."""

    status = 404
    code = "archived"


class DecryptionError(SunwardError):
    """Raised when a sealed text is damaged, or was sealed for another case, field or row."""

    status = 500
    code = "cannot-open"


class KeyStoreError(SunwardError):
    """Raised when a key is missing, damaged, or not the right one. The text never names a person or a case."""

    status = 500
    code = "key-trouble"


class KeysAway(KeyStoreError):
    """Raised when the folder of keys cannot be read or written just now, or another, empty one lies in its place."""

    code = "keys-away"


class WrongClock(SunwardError):
    """Raised when this machine's clock is not that of the database server: it is not known what is due."""

    status = 503
    code = "wrong-clock"


class NoRecord(SunwardError):
    """Raised when there is no record to work at, and this process may not begin one."""

    status = 500
    code = "no-record"


class Mistake:
    """One mistake in a file or request: its place (a dotted path), what is wrong, the rule and the article."""

    def __init__(self, place: str, wrong: Text, *, rule: str | None = None, article: str | None = None) -> None:
        self.place = place
        self.wrong = wrong
        self.rule = rule
        self.article = short_citation(article) if article else None

    def __str__(self) -> str:
        return f"{self.place}: {self.wrong.zh} / {self.wrong.en}{self._ending()}"

    def in_(self, language: Language) -> str:
        """The mistake as one line in that language."""
        return f"{self.place}: {self.wrong.in_(language)}{self._ending()}"

    def _ending(self) -> str:
        return "".join(f" [{part}]" for part in (self.rule, self.article) if part)


def new_reference() -> str:
    """A short random mark by which a person finds a failure again in the log."""
    return secrets.token_hex(4)
