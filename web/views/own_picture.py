"""The young person's own picture as it is drawn: a line of weeks between where it began and what was agreed.

A week that kept to the goal is a sun, on the goal's line where it is not known to the minute. Every other known week has
one and the same ring, however far it lies from the goal. A week of which only bounds are known is an open bar between
them, and one of which nothing is known a dash on the ground: nothing is drawn redder or in a row.
"""

from dataclasses import dataclass
from datetime import date

from casework.usage.own_picture import OwnPicture, PictureStep

LEFT, RIGHT, TOP, GROUND, LETTERS = 8, 254, 34, 134, 18
"""The drawing's room in pixels of a small phone, and how far two lines of letters are from each other. Right of it stand
the names of its lines."""


@dataclass(frozen=True)
class DrawnStep:
    """A week at its place. `mark` is 'good', 'known', 'range' or 'unknown'; `leg` the place of the week before, where both
    are known and stand side by side; `bar` the top and the foot of an open bar, where only bounds are known: it
    leaves the drawing at the top where the most lies above all that is drawn."""

    step: PictureStep
    x: float
    y: float
    mark: str
    leg: tuple[float, float] | None
    bar: tuple[float, float] | None


@dataclass(frozen=True)
class DrawnPicture:
    """The picture with its places: its weeks, and the heights at which it began and of what was agreed."""

    picture: OwnPicture
    steps: list[DrawnStep]
    start_y: float | None
    target_y: float | None
    start_label_y: float
    target_label_y: float
    """Where the names of the two lines stand: apart, also where the lines are close."""
    first_on: date | None
    last_on: date | None

    @property
    def marks(self) -> list[str]:
        """The marks that are drawn."""
        return [mark for mark in ("good", "known", "range", "unknown") if any(step.mark == mark for step in self.steps)]


def draw_own_pictures(pictures: list[OwnPicture]) -> list[DrawnPicture]:
    """Each with its places; one of which no week is known yet has none, and is told in words alone."""
    return [_drawn(each) for each in pictures]


def _drawn(picture: OwnPicture) -> DrawnPicture:
    values = [step.least for step in picture.steps if step.least is not None]
    if not values and not picture.good:
        return DrawnPicture(picture, [], None, None, 0, 0, None, None)
    highest = max([*values, picture.start or 0, picture.target or 0, 1])

    def height(value: int) -> float:
        return round(GROUND - (GROUND - TOP) * value / highest, 1)

    apart = (RIGHT - LEFT) / len(picture.steps)
    steps: list[DrawnStep] = []
    for place, step in enumerate(picture.steps):
        x = round(LEFT + apart * (place + 0.5), 1)
        before = steps[-1] if steps else None
        known = "unknown" if step.least is None else "range" if step.value is None else "known"
        mark = "good" if step.good else known
        joined = before is not None and not {before.mark, mark} & {"range", "unknown"}
        drawn = picture.target if step.good and step.value is None else step.value
        y = GROUND if drawn is None else height(drawn)
        leg = (before.x, before.y) if before is not None and joined else None
        bar = None
        if known == "range" and step.least is not None and step.most is not None:
            bar = (0.0 if step.most > highest else height(step.most)), height(step.least)
        steps.append(DrawnStep(step, x, y, mark, leg, bar))
    start_y = None if picture.start is None else height(picture.start)
    target_y = None if picture.target is None else height(picture.target)
    return DrawnPicture(
        picture,
        steps,
        start_y,
        target_y,
        *_labels(start_y, target_y),
        picture.steps[0].first_on,
        picture.steps[-1].last_on,
    )


def _labels(start_y: float | None, target_y: float | None) -> tuple[float, float]:
    """The foot of each name; where the lines are closer than letters are high, as far apart as those."""
    if start_y is None or target_y is None:
        return (start_y or 0) + 5, (target_y or 0) + 5
    push = max(LETTERS - abs(start_y - target_y), 0) / 2
    up, down = (-push, push) if start_y <= target_y else (push, -push)
    return round(start_y + 5 + up, 1), round(target_y + 5 + down, 1)
