"""Words that no message may show: each would tell a bystander what this is about."""

import re

from core.i18n import Language

TELLING = re.compile("检察|检方|未检|公安|派出所|警|法院|司法|矫正|矫治|帮教|罪")
"""Authorities, and what they do: not even in a sender's filed name."""

CHINESE = re.compile(
    f"{TELLING.pattern}|社工|考察|考验|监管|监督|涉案|案|嫌疑|起诉|撤销|训诫|"
    "违规|违反|处罚|拘留|取保|保释|封存|诈骗|帮信|银行|断卡|网瘾|心理|戒|学校|班|老师"
)

ENGLISH = re.compile(
    r"\b(procurat|prosecut|police|court|judge|judicia|probation|supervis|correction|monitor|offen|crim|guilt|suspect|"
    r"charge|accus|sentenc|convict|revo|violat|breach|penal|punish|arrest|detention|detain|bail|seal|fraud|scam|bank|"
    r"addict|psych|school|class|teacher|lawyer|counsel|victim)|\b(case|cases|law|social worker)\b",
    re.IGNORECASE,
)

LINK = re.compile(r"http|www|://", re.IGNORECASE)


def find_forbidden_words(text: str, language: Language) -> list[str]:
    """The refused words that occur in the text; an empty list is what a message needs."""
    looked_for = (LINK, CHINESE, ENGLISH) if language == "en" else (LINK, CHINESE)
    return [match[0].lower() for words in looked_for for match in words.finditer(text)]
