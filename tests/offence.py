"""The article of the invented cases' offence, looked for where chance also writes digits."""

import re

ARTICLE = re.compile(r"(?<![0-9A-Za-z_-])287(?![0-9A-Za-z_])")
"""`287` as an article is written (`287-2`, `第287条之二`), and not inside an id, a one-time code or an address."""
