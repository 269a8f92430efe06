"""What a family may read of what sealing means and what may be said when asked: fixed words, which stand on its last page
only in an office in which two people have put them in force, as they do with a template."""

import uuid
from hashlib import sha256

from sqlmodel import Session, col, exists, select

from core.i18n import Text, _
from models.document import PaperTemplate

LAST_PAGE = "last_page"
"""How the words are called among the templates of an office."""
LAST_PAGE_WORDS = _("家庭页面最后一页的用语")
NOT_CONVICTED = _("因为这件事，你没有被判过刑。")
CHILD_NOT_CONVICTED = _("因为这件事，孩子没有被判过刑。")
NEED_NOT_SAY = _("别人问起，可以不说。")
NEED_NOT_REPORT = _("参军、找工作时，不用报告这件事。")
IF_ASKED = _("司法机关依法问时，要如实说。")
IT_IS_SEALED = _("这段记录会封存起来。除了法律允许的，谁也不能查，也不能往外说。")
SIGNED: tuple[Text, ...] = (
    NOT_CONVICTED, CHILD_NOT_CONVICTED, NEED_NOT_SAY, NEED_NOT_REPORT, IF_ASKED, IT_IS_SEALED,
)  # fmt: skip


def get_words() -> bytes:
    """Return all words as they are signed. If one is changed, all are signed again."""
    return "\n".join(words.zh for words in SIGNED).encode()


def are_in_force(session: Session, office_id: uuid.UUID) -> bool:
    """Return whether two people of the office have put these very words in force."""
    row = exists().where(
        col(PaperTemplate.office_id) == office_id,
        col(PaperTemplate.paper) == LAST_PAGE,
        col(PaperTemplate.sha256) == sha256(get_words()).hexdigest(),
        col(PaperTemplate.approved_at).is_not(None),
        col(PaperTemplate.ended_at).is_(None),
    )
    return bool(session.exec(select(row)).one())
