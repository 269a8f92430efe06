"""The page on this computer alone: what would leave, and the family's answer to it."""

from __future__ import annotations

import hmac
import secrets
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs

from sunward_collector.collector import Collector, Sending
from sunward_collector.memory import ALWAYS, ASK, STOPPED
from sunward_collector.words import Words

_MOST_TYPED = 10_000
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 44rem; margin: 0 auto;
  padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .4rem;
  border-bottom: 1px solid GrayText; }
pre { border: 1px solid GrayText; padding: .6rem; white-space: pre-wrap; max-height: 24rem; overflow: auto; }
button { font: inherit; padding: .5rem 1rem; min-height: 2.75rem; margin: .2rem .4rem .2rem 0; }
input { font: inherit; width: 100%; box-sizing: border-box; padding: .4rem; min-height: 2.75rem; }
.said { border-left: .3rem solid; padding: .4rem .8rem; }
@media (max-width: 30rem) { thead { display: none; } tr, td, th { display: block; border: 0; padding: .1rem 0; }
  tr { border-bottom: 1px solid GrayText; padding: .5rem 0; } td::before { content: attr(data-name); color: GrayText;
  margin-right: .5rem; } }
"""


class LocalPage:
    """Served at 127.0.0.1 under a secret that is new at each start; whoever does not know it sees nothing."""

    def __init__(self, collector: Collector, port: int = 0) -> None:
        self.secret = secrets.token_urlsafe(24)
        collector_of, page = collector, self

        class Handler(_Handler):
            collector = collector_of
            secret = page.secret

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        Handler.port = self.server.server_port
        self.server.daemon_threads = True

    @property
    def address(self) -> str:
        """Where it is opened."""
        return f"http://127.0.0.1:{self.server.server_port}/{self.secret}/"


class _Handler(BaseHTTPRequestHandler):
    collector: ClassVar[Collector]
    secret: ClassVar[str]
    port: ClassVar[int]
    server_version, sys_version = "sunward-collector", ""

    def do_GET(self) -> None:
        """The page, or its style."""
        if self._is_ours():
            if self.path.endswith("/style.css"):
                self._answer(200, "text/css", _STYLE)
            else:
                self._answer(200, "text/html", render(self.collector, self._words()))

    def do_POST(self) -> None:
        """What somebody decided on the page; then the page again."""
        if not self._is_ours():
            return
        size = int(self.headers.get("Content-Length") or 0)
        typed = {name: values[0] for name, values in parse_qs(self.rfile.read(min(size, _MOST_TYPED)).decode()).items()}
        said = decide(self.collector, self._words(), typed)
        self._answer(200, "text/html", render(self.collector, self._words(), said, typed))

    def log_message(self, *_: object) -> None:
        """Nothing is written down: the address holds the secret."""

    def _is_ours(self) -> bool:
        """Whether it was asked for under the secret, by this host's name, and by no page of another site."""
        own = f"127.0.0.1:{self.port}"
        under = self.path.split("/")[1] if "/" in self.path else ""
        origin = self.headers.get("Origin") or f"http://{own}"
        ours = self.headers.get("Host") == own and origin == f"http://{own}"
        if not (ours and hmac.compare_digest(under.encode(), self.secret.encode())):
            self._answer(404, "text/plain", "404")
            return False
        return True

    def _words(self) -> Words:
        tag = self.headers.get("Accept-Language") or "zh-CN"
        self.collector.language = "en" if Words(tag).english else "zh-CN"
        return Words(tag)

    def _answer(self, status: int, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def decide(collector: Collector, words: Words, typed: dict[str, str]) -> str:
    """What was decided is done. Returns what is said to it."""
    did = typed.get("did", "")
    if did == "begin":
        collector.begin(typed.get("office", ""), typed.get("token", ""))
    elif did == "send":
        sending = collector.would_leave()
        if sending is None or sending.digest != typed.get("digest"):
            return words["changed"]
        return words["sent_now"] if collector.send(sending) else ""
    elif did == "hold_back":
        collector.hold_back(typed.get("day", ""))
    elif did == "end":
        collector.end()
    elif did in (ALWAYS, ASK, STOPPED):
        {ALWAYS: collector.agree_to_all, ASK: collector.ask_each_time, STOPPED: collector.stop}[did]()
    return ""


def render(collector: Collector, words: Words, said: str = "", typed: dict[str, str] | None = None) -> str:
    """The page. What was typed to set it up, and could not be checked, stands in its fields again."""
    sending = collector.would_leave()
    told = [said, collector.trouble, words[collector.memory.ended] if collector.memory.ended else ""]
    collector.trouble = ""
    parts = [f"<h1>{words['title']}</h1>", f"<p>{words['what']}</p>"]
    parts += [f'<p class="said" role="status">{escape(each)}</p>' for each in told if each]
    parts += _working(collector, words, sending) if collector.set_up else _set_up(words, typed or {})
    language = "en" if words.english else "zh-CN"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{words["title"]}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="style.css">'
        f"</head><body><main>{''.join(parts)}</main></body></html>"
    )


def _set_up(words: Words, typed: dict[str, str]) -> list[str]:
    office, token = (escape(typed.get(name, "")) for name in ("office", "token"))
    return [
        f"<h2>{words['set_up']}</h2><form method='post'><input type='hidden' name='did' value='begin'>",
        f"<p><label>{words['office']}<input name='office' type='url' required placeholder='https://' value='{office}'>"
        "</label></p>",
        f"<p><label>{words['token']}<input name='token' required autocomplete='off' value='{token}'></label></p>",
        f"<p>{words['set_up_sends_nothing']}</p><p><button>{words['check']}</button></p></form>",
    ]


def _working(collector: Collector, words: Words, sending: Sending | None) -> list[str]:
    memory = collector.memory
    parts = [f"<h2>{words['leaves']}</h2>"]
    if sending is None:
        parts.append(f"<p>{words['mode_stopped' if memory.mode == STOPPED else 'nothing']}</p>")
    else:
        parts += [
            _table(words, sending),
            f"<p>{words['night_means']} {words['held_back_means']}</p><h2>{words['json']}</h2>",
            f"<pre tabindex='0'>{escape(sending.body.decode())}</pre>",
            _button("send", words["agree"], digest=sending.digest),
        ]
    ways = {ASK: [ALWAYS, STOPPED], ALWAYS: [ASK, STOPPED], STOPPED: [ASK]}[memory.mode]
    names = {ALWAYS: "always", ASK: "resume" if memory.mode == STOPPED else "ask", STOPPED: "stop"}
    parts.append(f"<h2>{words['settings']}</h2><p>{words['mode_' + memory.mode]}</p>")
    parts += [_button(way, words[names[way]]) for way in ways]
    if memory.terms:
        parts.append(f"<p>{words['until'].format(day=escape(str(memory.terms['last_on'])))}</p>")
    parts += [f"<p>{words['end_means']}</p>", _button("end", words["end"])]
    if memory.sent:
        days = "".join(f"<li>{escape(day)}</li>" for day in sorted(memory.sent, reverse=True)[:31])
        parts.append(f"<details><summary>{words['sent']}</summary><ul>{days}</ul></details>")
    return parts


def _table(words: Words, sending: Sending) -> str:
    heads = [words["day"], words["total"], words["night"], words["by_kind"], ""]
    rows = []
    for day in sending.days:
        kinds = sorted(day.minutes.items(), key=lambda each: (-each[1], each[0]))
        told = "<br>".join(f"{words.kind(kind)} {_minutes(words, minutes)}" for kind, minutes in kinds) or "–"
        cells = [_minutes(words, day.total), _minutes(words, day.night_minutes), told]
        rows.append(
            f"<tr><th scope='row'>{day.day}</th>"
            + "".join(f"<td data-name='{head}'>{cell}</td>" for head, cell in zip(heads[1:], cells))
            + f"<td>{_button('hold_back', words['hold_back'], day=day.day.isoformat())}</td></tr>"
        )
    head = "".join(f"<th scope='col'>{each}</th>" for each in heads[:-1])
    return f"<table><thead><tr>{head}<td></td></tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _minutes(words: Words, minutes: int) -> str:
    return words["minutes"].format(n=minutes)


def _button(did: str, name: str, **more: str) -> str:
    hidden = "".join(f"<input type='hidden' name='{key}' value='{escape(value)}'>" for key, value in more.items())
    return f"<form method='post'>{hidden}<button name='did' value='{did}'>{name}</button></form>"
