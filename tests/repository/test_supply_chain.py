"""What the program is made of is known to the file, and a package that its makers withdrew is noticed."""

import json
import re
from pathlib import Path

from tools.audit import find_withdrawn
from tools.sbom import make_sbom

LOCK = Path(__file__).parents[2] / "requirements.lock"


def test_the_bill_of_materials_has_every_locked_package_with_its_hashes() -> None:
    made = json.loads(make_sbom())
    locked = set(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    assert {(each["name"], each["version"]) for each in made["components"]} == locked
    assert all(each["hashes"] for each in made["components"])
    assert sum("licenses" in each for each in made["components"]) > 0.9 * len(locked)


def test_a_withdrawn_package_is_named_with_its_reason() -> None:
    """As uv says it."""
    said = 'Would install 2 packages\n + one==1.0\nwarning: `one==1.0` is yanked (reason: "broken")\nwarning: `two==2` is yanked'
    assert find_withdrawn(said) == ['one==1.0: "broken"', "two==2: -"]
    assert find_withdrawn("Would install 1 package\n + one==1.0") == []
