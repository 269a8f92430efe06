"""Numbers of papers: per office, kind and year, without a gap and none twice, however many hands ask at once."""

import uuid

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from documents.papers import Paper
from models.document import PaperNumber


def next_number(session: Session, office_id: uuid.UUID, paper: Paper, year: int) -> int:
    """The next number; nobody else is given one until this transaction has ended, and if it comes to nothing so does
    the number."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    given = (
        insert(PaperNumber)
        .values(office_id=office_id, paper=paper.code, year=year, last=1)
        .on_conflict_do_update(index_elements=["office_id", "paper", "year"], set_={"last": col(PaperNumber.last) + 1})
        .returning(col(PaperNumber.last))
    )
    return int(session.execute(given).scalar_one())


def format_number(office: str, paper: Paper, year: int | None, sequence: int | None) -> str:
    """甲区检未附不诉〔2026〕3号; or what stands there on a draft, or on a paper that has no number."""
    if paper.number_word is None:
        return "无文号"
    head = f"{office.removesuffix('人民检察院')}检未{paper.number_word}"
    if year is None or sequence is None:
        return f"{head}〔　　〕　号（草稿，制作时编号）"
    return f"{head}〔{year}〕{sequence}号"
