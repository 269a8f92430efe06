"""Papers, templates and printed sheets."""

from core.i18n import Text, _

LABELS: dict[str, dict[str, Text]] = {
    "sheet.of": {
        "school": _(
            "只给这张卡片上的您本人。页面只问这位同学在学校怎么样，不显示别的。请不要告诉任何人，也不要留在桌上。"
        ),
        "mentor": _(
            "只给这张卡片上的您本人。页面只问他（她）在您那里怎么样，有要您确认的也在上面，不显示别的。请不要告诉任何人，也不要留在桌上。"
        ),
    },
}
