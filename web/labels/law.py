"""The pages of the law, and of the office's calendar."""

from core.words import Words

LABELS: dict[str, dict[str, Words]] = {
    "law.answer": {
        "holds": Words("成立", "met"),
        "warns": Words("提示", "warns"),
        "refuses": Words("拒绝", "refuses"),
        "true": Words("是", "yes"),
        "false": Words("否", "no"),
    },
}
