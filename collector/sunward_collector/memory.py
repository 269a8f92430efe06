"""What the program keeps on this computer, in one file that only its owner can read; at the end the file is deleted."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ASK, ALWAYS, STOPPED = "ask", "always", "stopped"
_NEW: dict[str, Any] = {
    "office": "",
    "token": "",
    "mode": ASK,
    "terms": None,
    "number": 0,
    "sent": {},
    "held_back": [],
    "ended": "",
}


@dataclass
class Memory:
    """The server, the token, what was agreed, and which days went with which figures. No app, title or address."""

    file: Path
    office: str = ""
    token: str = ""
    mode: str = ASK
    terms: dict[str, Any] | None = None
    number: int = 0
    sent: dict[str, Any] = field(default_factory=dict)
    """By day, the figures as they were sent."""
    held_back: list[str] = field(default_factory=list)
    """Days that the family did not want to send."""
    ended: str = ""
    """Why nothing is sent any more, as the page says it; empty while it goes on."""

    @classmethod
    def load(cls, file: Path) -> Memory:
        """What the file holds; nothing where there is none, or where it cannot be understood: then the family connects once
        more, and is asked about each day."""
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
            return cls(file, **{name: kept[name] for name in _NEW if name in kept})
        except (FileNotFoundError, ValueError, TypeError):
            return cls(file)

    def save(self) -> None:
        """The file holds it, for its owner alone, also after the power has failed."""
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = asdict(self)
        del kept["file"]
        beside = self.file.with_suffix(".new")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            json.dump(kept, out, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(self.file)

    def forget(self, why: str) -> None:
        """The file is gone, and with it the token and every figure; only this run still knows why."""
        self.file.unlink(missing_ok=True)
        for name, value in _NEW.items():
            setattr(self, name, type(value)() if isinstance(value, (dict, list)) else value)
        self.ended = why
