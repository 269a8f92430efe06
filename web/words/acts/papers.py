"""Papers and the decision pack."""

from sunward.words import Words

TITLES: dict[str, Words] = {
    "make_paper": Words("制作文书", "Make a paper"),
    "make_pack": Words("制作决定材料包", "Put the decision pack together"),
}

FIELDS: dict[str, Words] = {
    "paper": Words("哪种文书", "Which paper"),
    "make_paper.about": Words("所涉事项", "What it is about"),
}
