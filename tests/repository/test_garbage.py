"""What a program has loaded is not looked through again and again while people wait."""

import subprocess
import sys

LOOKS = """
import gc
from core.garbage import collect_rarely, keep_what_is_loaded
collect_rarely()
gone, kept = [], [[]] * 9
gone.append(gone)
del gone
keep_what_is_loaded()
print(gc.get_threshold()[0] > 10_000, any(each is kept for each in gc.get_objects()), gc.get_freeze_count() > 0, gc.collect())
"""


def test_what_is_loaded_is_looked_through_once_and_then_never_again() -> None:
    told = subprocess.run([sys.executable, "-c", LOOKS], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "False", "True", "0"]
