"""Every paper of a case, made from lives of the sample caseload and turned into PDF by LibreOffice, to be looked at:

    .venv/bin/python -m tools.papers FOLDER

Each kind is made from the first life in which it can be, with words in every field that must survive a word processor
(& < > and quotation marks). What is missing, refused, or left with an open brace is said, and then the result is 1.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import select

from casework.acting.context import Context
from casework.acting.performing import perform_as
from casework.acting.script_actors import resolve_actor
from casework.documents.acts import MakePaper
from casework.documents.case_volume import download_paper
from casework.shared.files.parsing import read_acts_path, read_plan_path
from core.errors import SunwardError
from documents.fill import extract_text
from documents.papers import PAPERS, FieldSource, Paper, PaperSubject
from flows.rehearsal import Rehearsal, rehearse
from models.decision import Incident, Leave, ServiceReceipt
from models.item import Item

SCENARIOS = (
    ("14-chushu", date(2026, 11, 11)), ("09-mangzhong", date(2026, 9, 20)), ("17-hanlu", date(2026, 11, 24)),
    ("21-daxue", date(2026, 11, 24)), ("11-xiaoshu", date(2026, 10, 6)),
)  # fmt: skip
"""Each until a day on which its file is still open."""
WORDS = "甲 & 乙 <丙> “丁” 'e' \"f\"\n第二段 &amp; 到底"
CASELOAD = Path("examples") / "caseload"


@dataclass(frozen=True)
class MadePaper:
    """One paper as a Word file, with what it says."""

    paper: Paper
    content: bytes
    text: str


def make_all() -> Iterator[MadePaper | tuple[Paper, list[str]]]:
    """Each kind once; where no life has it, why not, life by life."""
    rehearsals = [_rehearsed(name, until) for name, until in SCENARIOS]
    for paper in PAPERS:
        wrong: list[str] = []
        made = next(filter(None, (_made(life, paper, wrong) for life in rehearsals)), None)
        yield made or (paper, wrong)


def _rehearsed(name: str, until: date) -> Rehearsal:
    plan, acts = read_plan_path(CASELOAD / f"{name}.toml"), read_acts_path(CASELOAD / f"{name}.acts.toml").acts
    # No life of the sample has an admonition: here the talk that ends a matter is one.
    acts = [
        act.model_copy(update={"response": "admonition"}) if getattr(act, "response", None) == "talk" else act
        for act in acts
    ]
    return rehearse(plan, acts, until)


def _made(life: Rehearsal, paper: Paper, wrong: list[str]) -> MadePaper | None:
    typed = {field.name: WORDS for field in paper.typed if field.fill in (FieldSource.TYPED, FieldSource.OPTIONAL)}
    for about in _abouts(life.context, life.number, paper):
        for role in paper.makers:
            try:
                by = resolve_actor(life.context, life.number, role.value)
                kept = perform_as(life.context, by, life.number, MakePaper, paper=paper.code, about=about, fields=typed)
                content = download_paper(life.context, by, life.number, kept.document, kept.version).content
            except SunwardError as refused:
                wrong.append(f"{life.number} {role.value}: {refused.reason.en}")
                continue
            return MadePaper(paper, content, extract_text(content))
    return None


def _abouts(context: Context, number: str, paper: Paper) -> list[str]:
    """Everything in that life that such a paper may be about."""
    with context.database.reading() as session:
        here = context.plan_id(session, number)
        match paper.about:
            case PaperSubject.LEAVE:
                return [row.label for row in session.exec(select(Leave).where(Leave.plan_id == here))]
            case PaperSubject.INCIDENT:
                return [row.label for row in session.exec(select(Incident).where(Incident.plan_id == here))]
            case PaperSubject.SERVICE:
                receipts = session.exec(select(ServiceReceipt).where(ServiceReceipt.plan_id == here))
                return [f"{row.decision}.{row.addressee}" for row in receipts]
            case PaperSubject.CHANGE:
                return ["1"]
            case PaperSubject.DAY:
                return sorted(
                    {row.due_on.isoformat() for row in session.exec(select(Item).where(Item.plan_id == here))}
                )
    return [""]


def main() -> None:
    """The Word files and, where LibreOffice is installed, their PDFs in the folder; each told with what is wrong."""
    asked = argparse.ArgumentParser(description="Make every paper from the sample caseload, to be looked at.")
    asked.add_argument("folder", type=Path)
    folder: Path = asked.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    bad = 0
    for made in make_all():
        paper = made.paper if isinstance(made, MadePaper) else made[0]
        if not isinstance(made, MadePaper):
            bad += 1
            sys.stdout.write(f"{paper.code:24} NOT MADE: {'; '.join(made[1][-3:])}\n")
            continue
        file = folder / f"{paper.code}.docx"
        file.write_bytes(made.content)
        typed = [field for field in paper.typed if field.fill in (FieldSource.TYPED, FieldSource.OPTIONAL)]
        lost = [line for line in WORDS.splitlines() if typed and line not in made.text]
        remark = f"loses {lost}" if lost else "an open brace" if "{{" in made.text else "whole"
        bad += remark != "whole"
        sys.stdout.write(f"{paper.code:24} {len(made.content) // 1024:4} KB  {remark}\n")
    office = shutil.which("soffice")
    if office is not None:
        subprocess.run([office, "--headless", "--convert-to", "pdf", "--outdir", str(folder),
                        *map(str, sorted(folder.glob("*.docx")))], check=True, capture_output=True)  # fmt: skip
        sys.stdout.write(f"{len(list(folder.glob('*.pdf')))} of them as PDF\n")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
