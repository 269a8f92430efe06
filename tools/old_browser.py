"""A family's saved page in a real engine of 2018 (Chromium 69, as Qt WebEngine 5.12 carries it), from the code to the receipt:

    python3 -m venv old-engine && old-engine/bin/pip install 'PyQt5==5.12.*' 'PyQtWebEngine==5.12.*'
    ./run demo                                                     in another window; it prints pages and codes
    old-engine/bin/python tools/old_browser.py PAGE CODE FOLDER       such as http://127.0.0.1:8460/p/… 0000 pictures

Each page that the first one leads to is opened and pictured; the note or sheet is sent. It belongs to no requirement of
the program: that engine has long had no mending and must not meet the open network.
"""

import os
import sys
from importlib import import_module
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"

WIDTH, HEIGHT, PATIENCE = 360, 740, 20_000
LINKS = "[...document.querySelectorAll('a[href^=\"/p/\"]')].map(a => a.href).join(' ')"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PRESS = "document.querySelector('main form button').click()"


class Phone:
    """The old engine with one page in it."""

    def __init__(self, folder: str) -> None:
        core, widgets = import_module("PyQt5.QtCore"), import_module("PyQt5.QtWidgets")
        engine = import_module("PyQt5.QtWebEngineWidgets")
        self.core: Any = core
        self.application = widgets.QApplication(["old engine", "--no-sandbox", "--disable-gpu"])
        self.view = engine.QWebEngineView()
        self.view.resize(WIDTH, HEIGHT)
        self.view.show()
        self.folder, self.taken = folder, 0

    def asked(self, script: str) -> Any:
        """What the script answers."""
        loop = self.core.QEventLoop()
        answers: list[Any] = []

        def take(answer: Any) -> None:
            answers.append(answer)
            loop.quit()

        self.view.page().runJavaScript(script, take)
        self.core.QTimer.singleShot(PATIENCE, loop.quit)
        loop.exec_()
        return answers[0] if answers else None

    def visit(self, address: str | None, name: str, script: str = "") -> None:
        """To the address, or wherever the script leads; pictured when it stands there."""
        loop = self.core.QEventLoop()
        self.view.loadFinished.connect(loop.quit)
        self.core.QTimer.singleShot(PATIENCE, loop.quit)
        if address:
            self.view.load(self.core.QUrl(address))
        else:
            self.view.page().runJavaScript(script)
        loop.exec_()
        self.view.loadFinished.disconnect()
        self.core.QTimer.singleShot(700, loop.quit)
        loop.exec_()
        self.taken += 1
        self.view.grab().save(f"{self.folder}/{self.taken:02}-{name}.png")
        wide = "  scrolls sideways" if self.asked(SIDEWAYS) else ""
        sys.stdout.write(f"{self.taken:02} {name}: {self.view.title()}{wide}\n")


def main() -> None:
    """The whole way, a line for each page."""
    page, code, folder = sys.argv[1:4]
    os.makedirs(folder, exist_ok=True)
    phone = Phone(folder)
    sys.stdout.write(phone.view.page().profile().httpUserAgent() + "\n")
    phone.visit(page, "door")
    phone.asked(f"document.querySelector('input.code').value = '{code}'")
    phone.visit(None, "inside", PRESS)
    links = [link for link in str(phone.asked(LINKS)).split() if "/p/" in link]
    for link in links:
        phone.visit(link, link.split("/p/")[1].split("/")[1] if link.count("/") > 4 else "page")
    form = next((link for link in links if "/fill/" in link), None)
    if form:
        phone.visit(form, "form")
        phone.asked("document.querySelector('textarea').value = '都好 & <b>'")
        phone.visit(None, "sent", PRESS)
    sys.stdout.flush()
    os._exit(0)  # it does not come down in order


if __name__ == "__main__":
    main()
