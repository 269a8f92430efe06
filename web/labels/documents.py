"""Papers, templates and printed sheets."""

from core.words import Words

LABELS: dict[str, dict[str, Words]] = {
    "sheet.of": {
        "school": Words(
            "只给这张卡片上的您本人。页面只问这位同学在学校怎么样，不显示别的。请不要告诉任何人，也不要留在桌上。",
            "For you alone. The page asks how this pupil is at school and shows nothing else. Please tell nobody, and leave this card on no desk.",
        ),
        "mentor": Words(
            "只给这张卡片上的您本人。页面只问他（她）在您那里怎么样，有要您确认的也在上面，不显示别的。请不要告诉任何人，也不要留在桌上。",
            "For you alone. The page asks how this young person is with you, has what you are asked to confirm, and shows nothing else. Please tell nobody, and leave this card on no desk.",
        ),
    },
}
