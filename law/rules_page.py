"""The law on one page: rules, numbers, dates, who takes each step, how a case ends, and what is no rule."""

from collections.abc import Iterable, Iterator

from core.i18n import Bilingual, Language, Text, _, npgettext, pgettext
from law.articles import load_articles
from law.ends import load_ends
from law.entries import Number, Rule
from law.finding import Effect
from law.four_eyes import STEPS, ActorRole, Responsibility
from law.procedure import get_clock_numbers, load_procedure_dates, load_uncovered_rows
from law.rulebook import Rulebook

GROUPS = {
    "DT": _("日期与年龄"),
    "PR": _("适用条件"),
    "HR": _("听取意见与异议"),
    "DE": _("决定、送达、宣布"),
    "SV": _("送达对象"),
    "RE": _("复议、复核、申诉"),
    "PB": pgettext("column", "考验期"),
    "OB": _("义务与附带条件"),
    "SU": _("由谁考察"),
    "VI": _("违反与撤销"),
    "FI": _("考验期满"),
    "SE": _("封存与保密"),
    "AD": _("成年"),
    "DP": _("用网数据"),
    "GU": _("监护人、报告、救助、建议"),
    "FE": _("提请与决定分离"),
    "CA": _("卡和账户的限制"),
    "CH": _("设定数值"),
}

CONFIDENCES = {
    "V": _("已核对原文"),
    "V2": _("转引，未见原文"),
    "K": _("未经核实，不据以拒绝"),
    "P": _("推论或者本院做法"),
}

EFFECTS = {
    "refuses": _("拒绝"),
    "warns": pgettext("choice", "提示"),
    "starts_clock": _("起算"),
}

ROLE_LABELS = {
    ActorRole.PROSECUTOR: _("承办检察官"),
    ActorRole.ASSISTANT: _("检察官助理"),
    ActorRole.DEPARTMENT_HEAD: _("部门负责人"),
    ActorRole.CHIEF_PROSECUTOR: _("检察长"),
    ActorRole.DEPUTY: _("授权的副检察长"),
    ActorRole.CLERK: _("书记员"),
    ActorRole.SOCIAL_WORKER: _("司法社工"),
    ActorRole.MINOR: pgettext("role labels", "本人"),
    ActorRole.GUARDIAN: pgettext("role labels", "监护人"),
    ActorRole.ADMINISTRATOR: _("系统管理员"),
    ActorRole.SYSTEM: _("系统"),
    ActorRole.POLICE: _("执行机关"),
    ActorRole.OTHER_OFFICE: _("协助的检察院"),
    ActorRole.HIGHER_OFFICE: _("上级检察院"),
    ActorRole.COURT: _("法院"),
}

RESPONSIBILITY_LABELS = {
    Responsibility.PREPARES: _("准备"),
    Responsibility.PROPOSES: _("提请"),
    Responsibility.COUNTERSIGNS: _("会签"),
    Responsibility.DECIDES: pgettext("step", "决定"),
    Responsibility.RECORDS: pgettext("step", "登记"),
}

_MANY = 2
UNITS = {
    "days": npgettext("quantity", "日", _MANY),
    "working_days": npgettext("quantity", "个工作日", _MANY),
    "months": npgettext("quantity", "个月", _MANY),
    "years": npgettext("quantity", "周岁", _MANY),
    "calendar_years": npgettext("quantity", "年", _MANY),
    "hours": npgettext("quantity", "小时", _MANY),
    "metres": npgettext("quantity", "米", _MANY),
    "times": npgettext("quantity", "次", _MANY),
    "items": npgettext("quantity", "个", _MANY),
    "yuan": npgettext("quantity", "元", _MANY),
    "hour_of_day": npgettext("quantity", "时", _MANY),
    "month_of_year": npgettext("quantity", "月", _MANY),
    "day_of_month": npgettext("day of a month", "日", _MANY),
}


def get_unit(unit: str, value: object) -> Text:
    """What stands behind that number, such as "1 month" and "2 months"; behind several as behind many."""
    return UNITS[unit].for_number(value if isinstance(value, int) else _MANY)


def render_rules_page(language: Language, rulebook: Rulebook) -> str:
    """The whole page in Markdown, in that language. The same edition always gives the same page."""
    blocks = [
        _choose(language, "# 规则一览", "# The law, rule by rule"),
        _choose(
            language,
            "本页由 `law/` 生成，由 `sunward law --page zh-CN` 印出。每条规则的示例见 `sunward law PB-01`。",
            "Made from `law/`, printed by `sunward law --page en`. "
            "`sunward law PB-01` explains one rule and runs its examples.",
        ),
        _key(language),
    ]
    for prefix, title in GROUPS.items():
        rules = [rule for rule in rulebook.rules() if rule.id.startswith(prefix)]
        blocks += [f"## {title.in_(language)}", _rules(language, rules)]
    blocks += [
        _choose(language, "## 程序中的每个日期", "## Every date of the procedure"),
        _dates(language, rulebook),
        _choose(language, "## 每一步由谁", "## Who does each step"),
        _roles(language),
        _choose(language, "## 全部数值", "## All numbers"),
        _numbers(language, rulebook),
        _choose(language, "## 案件怎样终结", "## How a case ends"),
        _ends(language),
        _choose(language, "## 没有写成规则、但被引用的条文", "## Articles that are cited without a rule"),
        _articles(language),
        _choose(language, "## 不是系统规则的条目及理由", "## Rows that are not automated, and why"),
        render_markdown_table([("", ""), *((row.id, row.why.in_(language)) for row in load_uncovered_rows().values())]),
    ]
    return "\n\n".join(blocks) + "\n"


def _choose(language: Language, zh: str, en: str) -> str:
    return Bilingual(zh, en).in_(language)


def _key(language: Language) -> str:
    sure = [(f"`{code}`", words.in_(language)) for code, words in CONFIDENCES.items()]
    return render_markdown_table([(_choose(language, "把握程度", "certainty"), ""), *sure])


def _rules(language: Language, rules: Iterable[Rule]) -> str:
    head = (_choose(language, "编号", "id"), _choose(language, "内容", "rule"), _choose(language, "依据", "article"),
            _choose(language, "把握", "certainty"), _choose(language, "效果", "effect"))  # fmt: skip
    rows = [
        (rule.id, rule.title.in_(language), rule.article, f"`{rule.confidence}`",
         _effect(language, rule))
        for rule in sorted(rules, key=lambda rule: rule.id)
    ]  # fmt: skip
    return render_markdown_table([head, *rows])


def _effect(language: Language, rule: Rule) -> str:
    """What it does; and that it starts a clock, where it warns of what is late."""
    both = [EFFECTS[rule.effect.value]]
    if get_clock_numbers(rule.id) and rule.effect is not Effect.STARTS_CLOCK:
        both.append(EFFECTS["starts_clock"])
    return _choose(language, "、", ", ").join(words.in_(language) for words in both)


def _dates(language: Language, rulebook: Rulebook) -> str:
    head = (_choose(language, "自", "from"), _choose(language, "长度", "length"), _choose(language, "规则", "rule"))
    rows = []
    for each in load_procedure_dates():
        entry = rulebook.entry(each.number)
        rows.append((each.begins.in_(language), f"{entry.meaning.in_(language)}: {_value(language, entry)}", each.rule))
    return render_markdown_table([head, *rows])


def _roles(language: Language) -> str:
    head = (_choose(language, "步骤", "step"), *(words.in_(language) for words in RESPONSIBILITY_LABELS.values()))
    comma = _choose(language, "、", ", ")
    rows = [
        (step.meaning.in_(language),
         *(comma.join(ROLE_LABELS[role].in_(language) for role in step.hands(column)) for column in RESPONSIBILITY_LABELS))
        for step in STEPS
    ]  # fmt: skip
    return render_markdown_table([head, *rows])


def _numbers(language: Language, rulebook: Rulebook) -> str:
    head = ("", _choose(language, "数值", "value"), _choose(language, "可选范围", "may be chosen within"),
            _choose(language, "依据", "article"), _choose(language, "把握", "certainty"))  # fmt: skip
    rows = [
        (entry.meaning.in_(language), _value(language, entry),
         f"{entry.least}–{entry.most}" if entry.may_be_chosen else "", entry.article, f"`{entry.confidence}`")
        for entry in rulebook.entries()
    ]  # fmt: skip
    return render_markdown_table([head, *rows])


def _ends(language: Language) -> str:
    head = ("", _choose(language, "由谁决定", "decided by"), _choose(language, "文书", "paper"),
            _choose(language, "依据", "article"), _choose(language, "把握", "certainty"),
            _choose(language, "请检察官核对", "what a prosecutor is asked"))  # fmt: skip
    rows = [
        (end.title.in_(language), ROLE_LABELS[end.decided_by].in_(language), end.paper.in_(language), end.article,
         f"`{end.confidence}`", end.ask.in_(language) if end.ask else "")
        for end in load_ends()
    ]  # fmt: skip
    return render_markdown_table([head, *rows])


def _articles(language: Language) -> str:
    head = (_choose(language, "编号", "id"), _choose(language, "内容", "what it says"), _choose(language, "依据", "article"),
            _choose(language, "把握", "certainty"))  # fmt: skip
    rows = [
        (f"`{each.id}`", each.title.in_(language), each.article, f"`{each.confidence}`") for each in load_articles()
    ]  # fmt: skip
    return render_markdown_table([head, *rows])


def _value(language: Language, entry: Number) -> str:
    """The value that was put in force last."""
    last = entry.values[-1].value
    text = ", ".join(map(str, last)) if isinstance(last, tuple) else str(last)
    return f"{text}{_choose(language, '', ' ')}{get_unit(entry.unit, last).in_(language)}"


def render_markdown_table(rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown, its head first."""
    return "\n".join(_lines(rows))


def _lines(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for place, row in enumerate(rows):
        yield "| " + " | ".join(cell.replace("|", "/") for cell in row) + " |"
        if place == 0:
            yield "|" + "---|" * len(row)
