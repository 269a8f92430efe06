"""What a decision of conditional non-prosecution says, by its places in the form of a new plan, each with the words it came
from. Read by rules, from the format of 2020; what no rule finds stays empty and is asked."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.plan.decision_paper.sentences import DAY, Section, Sentence, split_decision
from core.errors import BadInput
from core.i18n import Text, _
from law.age import age_in_years_and_months
from law.period import expected_end

_NAME = r"([\u4e00-\u9fa5·]{2,12}?)"
_AFTER_NAME = r"(?=[（(，,。；;：:]|$)"
_PLACE = r"([^，,。；;（(]{4,80})"
_OTHER_PAPERS = (
    "撤销附条件不起诉决定书", "延长考验期决定书", "附条件不起诉考察意见书", "社会调查报告", "社会调查评估", "起诉意见书", "不起诉决定书", "起诉书",
)  # fmt: skip
_TITLE = "附条件不起诉决定书"
_RELATIONS = (
    ("grandmother", "外祖母|祖母|奶奶|外婆|姥姥"), ("grandfather", "外祖父|祖父|爷爷|外公|姥爷"),
    ("aunt", "姑母|姑妈|姑姑|姨母|姨妈|伯母|舅母|婶"), ("uncle", "伯父|叔父|叔叔|舅父|舅舅|姑父|姨父"),
    ("brother", "哥哥|兄"), ("sister", "姐姐|姊"), ("mother", "母亲|之母|母"), ("father", "父亲|之父|父"),
)  # fmt: skip
_REPENTANCE = (
    ("plea", "认罪认罚"), ("restitution", "退赔|退赃|退缴|赔偿"), ("apology", "道歉"), ("forgiveness", "谅解"), ("surrender", "自首"),
    ("help_in_recovery", "协助[^，。]{0,8}(?:追回|追缴|挽回)"),
)  # fmt: skip
_KINDS = (
    ("A3", "不得|禁止|不与|不接触|不进入|远离"), ("A1", "心理|咨询|戒瘾|戒断|治疗|辅导"), ("A2", "公益|志愿|社区服务|义务劳动"), ("A4", "赔偿|退赔|道歉"),
    ("A5", "课程|学习|教育|培训|讲座"),
)  # fmt: skip
_STATUTORY = re.compile(
    r"遵守法律(?:、行政)?法规|报告(?:自己的|本人的|个人的)?活动|离开所居住|^[^，。]{0,20}接受矫治和教育$"
)
_PARTIES = (
    ("police", "公安机关|侦查机关"), ("victim", "被害人"), ("minor", "被附条件不起诉人|犯罪嫌疑人|被不起诉人|未成年人本人"),
    ("legal_representative", "法定代理人"), ("defender", "辩护人|值班律师"),
)  # fmt: skip
_AFTER_THE_ACT = re.compile(r"案发|抓获|到案|归案|投案|传唤|查获|报警|报案|退赔|退赃|退缴|赔偿|谅解|道歉")
_FACTS_HEADING = r"^[^：:]{0,24}?查明[：:，,]?"
_MAX_LINE = 400


@dataclass
class Reading:
    """A decision as it was read. `sources` has the words of the paper for each place that was read or that they answer."""

    typed: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, list[Text]] = field(default_factory=dict)
    beside: list[tuple[Text, str]] = field(default_factory=list)
    """Facts for which the form has no field, each with the paper's words."""
    rest: dict[str, Any] = field(default_factory=dict)
    """What a plan file has and the form does not."""

    def put(self, place: str, value: str, source: str) -> None:
        """Keep the value and its words, unless the place was read before."""
        if value and place not in self.typed:
            self.typed[place] = value
            self.sources.setdefault(place, source)

    def doubt(self, place: str, reason: Text) -> None:
        """Keep a reason for which a person looks at the place."""
        self.doubts.setdefault(place, []).append(reason)


@dataclass(frozen=True)
class _Rule:
    """Where a place is read: in the sentences of a section, by a pattern over figures, or over words."""

    place: str
    section: Section
    pattern: str
    value: str | Callable[[re.Match[str]], str] = ""
    """What is typed; without it, what the first group has."""
    in_words: bool = False

    def parse(self, found: re.Match[str]) -> str:
        """Return what is typed for a match."""
        if callable(self.value):
            return self.value(found)
        return self.value or str(found[1])


def _months(found: re.Match[str]) -> str:
    return str(int(found[1]) * (12 if found[2] == "年" else 1))


_RULES = (
    _Rule("minor.name", Section.PERSON, rf"不起诉人[：:]?(?:姓名[：:]?)?{_NAME}{_AFTER_NAME}", in_words=True),
    _Rule("minor.sex", Section.PERSON, r"(?:[，,、]|性别[：:]?)男(?:性)?(?=[，,、。；]|$)", "M"),
    _Rule("minor.sex", Section.PERSON, r"(?:[，,、]|性别[：:]?)女(?:性)?(?=[，,、。；]|$)", "F"),
    _Rule("minor.born_on", Section.PERSON, rf"{DAY}(?:出生|生)"),
    _Rule("minor.born_on", Section.PERSON, rf"(?:出生(?:日期|年月日|时间)?|生于)[于为：:]*{DAY}"),
    _Rule("minor.identity_number", Section.PERSON, r"(?<!\d)(\d{17}[\dXx])(?!\d)"),
    _Rule(
        "minor.nationality",
        Section.PERSON,
        r"国籍[：:为]?((?!中国|中华)[\u4e00-\u9fa5]{2,12}?)(?=[，,。；])",
        in_words=True,
    ),
    _Rule(
        "minor.nationality",
        Section.PERSON,
        r"[，,]((?!中国)[\u4e00-\u9fa5]{2,10}?)(?:国籍|籍)(?=[，,。；])",
        in_words=True,
    ),
    _Rule("minor.foreign_document", Section.PERSON, r"(护照(?:号码)?[：:为]?[A-Za-z0-9]{5,20})", in_words=True),
    _Rule(
        "minor.address",
        Section.PERSON,
        rf"(?:现住址?|现居住|居住地|居住在|经常居住地)[：:在于为]*{_PLACE}",
        in_words=True,
    ),
    _Rule("minor.address", Section.PERSON, rf"(?<!籍)(?:住址|住所地?|住)[：:在于为]*(?!院){_PLACE}", in_words=True),
    _Rule("minor.address", Section.PERSON, rf"户籍(?:所在)?地(?:址)?[：:在于为]*{_PLACE}", in_words=True),
    _Rule("case.counsel", Section.DEFENDER, r"法律援助|指派", "legal_aid"),
    _Rule("case.counsel", Section.DEFENDER, r"委托", "retained"),
    _Rule("review.received_on", Section.COURSE, rf"本院于{DAY}(?:受理|收到|收案|立案)"),
    _Rule("review.received_on", Section.COURSE, rf"{DAY}(?:(?!重新|再次|又)[^，。；]){{0,12}}移送(?!.{{0,8}}补充)"),
    _Rule(
        "review.extended",
        Section.COURSE,
        r"延长(?:了)?(?:审查起诉|审查|办案)?(?:期限)?(?:15日|15天|半个月|1次|一次)?",
        "yes",
    ),
    _Rule("case.no_victim", Section.COURSE, r"(?:无|没有)被害人", "yes"),
    _Rule("case.no_victim", Section.FACTS, r"(?:无|没有)被害人", "yes"),
    _Rule("case.victims", Section.FACTS, r"被害人[^，。]{0,12}?(\d+)(?:人|名)"),
    _Rule("case.victims", Section.FACTS, r"(\d+)名?被害人"),
    _Rule("decision.months", Section.DUTIES, r"考验期(?:限)?(?:确定)?[为是：:]?(\d+)(个月|月|年)", _months),
    _Rule("decision.period_written_from", Section.DUTIES, rf"[从自]{DAY}起?"),
    _Rule("decision.period_written_to", Section.DUTIES, rf"[至到]{DAY}"),
    _Rule("decision.on", Section.TAIL, rf"^{DAY}$"),
    _Rule("decision.on", Section.DUTIES, rf"于{DAY}(?:作出|决定)"),
)
_BESIDE = (
    (_("决定书文号"), Section.HEAD, r"(?:^|决定书)([\u4e00-\u9fa5]{2,16}[〔﹝\[(（].{4}[〕﹞\])）].{1,6}号)"),
    (_("民族"), Section.PERSON, r"(?:[，,]|民族[：:])([\u4e00-\u9fa5]{1,6}族)(?=[，,。；])"),
    (_("文化程度"), Section.PERSON, r"(?:文化程度[：:为])?((?<=程度[：:为])[^，,。；]{2,8}|[^，,。；：:]{1,8}(?:文化|毕业|肄业|在读))"),
    (_("学校或者工作"), Section.PERSON, r"[，,](?:系|原系|现系)?((?!现?住|户籍)[^，,。；]{0,30}(?:学校|中学|学院|技校|学生|无业|务工|员工)[^，,。；]{0,16})"),
    (_("侦查机关"), Section.COURSE, r"(?:本案|该案|此案)(?:由|系|经)([^，,。]{3,30}?)(?=侦查)"),
    (_("涉嫌罪名"), Section.COURSE, r"涉嫌([^，,。；]{2,40}罪)"),
    (_("辩护人"), Section.DEFENDER, r"(?:辩护人|辩护律师)[：:]?([^。]{2,60})"),
    (_("拘留、逮捕"), Section.PERSON, r"([^，,。]{0,40}(?:刑事拘留|逮捕))"),
)  # fmt: skip


def read_decision(text: str, office: str = "") -> Reading:
    """Return what the decision says. `office` is the name of the office in which the plan is opened.

    Raises BadInput, which names the paper, where it is another one."""
    sentences = split_decision(text)
    _ensure_decision(sentences, text)
    reading = Reading()
    for rule in _RULES:
        for sentence, found in _find(sentences, rule.section, rule.pattern, in_words=rule.in_words):
            reading.put(rule.place, rule.parse(found), sentence.quote(*found.span(), in_words=rule.in_words))
    for caption, section, pattern in _BESIDE:
        words = [found[1].strip("：:") for _sentence, found in _find(sentences, section, pattern, in_words=True)]
        if words:
            reading.beside.append((caption, "；".join(dict.fromkeys(words))))
    for read in (
        _read_representatives, _read_measures, _read_course, _read_opinions, _read_offence, _read_facts, _read_conditions,
    ):  # fmt: skip
        read(sentences, reading)
    _compare(sentences, reading, office)
    return reading


def _find(
    sentences: list[Sentence], section: Section, pattern: str, *, in_words: bool = False
) -> Iterator[tuple[Sentence, re.Match[str]]]:
    for sentence in sentences:
        if sentence.section == section:
            for found in re.finditer(pattern, sentence.text if in_words else sentence.figures):
                yield sentence, found


def _ensure_decision(sentences: list[Sentence], text: str) -> None:
    start = "".join(text[:600].split())
    titles = sorted((start.find(title), -len(title), title) for title in (*_OTHER_PAPERS, _TITLE) if title in start)
    if titles and (title := titles[0][2]) != _TITLE:
        raise BadInput(_("这是《{title}》，不是附条件不起诉决定书。", title=title))
    if not any(sentence.section == Section.DUTIES for sentence in sentences) or "附条件不起诉" not in "".join(
        text.split()
    ):
        raise BadInput(_("没有认出附条件不起诉决定书：找不到被附条件不起诉人、考验期。请核对文件，或者直接填写。"))


def _read_representatives(sentences: list[Sentence], reading: Reading) -> None:
    """Each representative with relation: in a sentence of their own, or after the one before."""
    row = 0
    for sentence, found in _find(
        sentences, Section.REPRESENTATIVE, rf"(?:法定代理人[：:]?(?:姓名[：:]?)?|^){_NAME}{_AFTER_NAME}", in_words=True
    ):
        name = found[1].removeprefix("法定代理人")
        relation = next((code for code, words in _RELATIONS if re.search(words, sentence.text[found.end() :])), "")
        if not relation or not name:
            continue
        row += 1
        phone = re.search(r"(?<!\d)1\d{10}(?!\d)", sentence.figures)
        told = (
            ("name", name),
            ("relation", relation),
            ("legal_representative", "yes"),
            ("phone", phone[0] if phone else ""),
        )
        for key, value in told:
            reading.put(f"guardian[{row}].{key}", value, sentence.text.strip("。；;"))


def _read_measures(sentences: list[Sentence], reading: Reading) -> None:
    """The last bail or residential surveillance with its organ and since when, and those before it beside the form. What
    the paper implies of the organ, that of the measure before, is taken."""
    organ, last = "", ""
    measures: list[dict[str, str]] = []
    sources: list[str] = []
    pattern = rf"{DAY}(?P<way>[^。；]{{0,40}}?)(?P<measure>刑事拘留|逮捕|取保候审|监视居住|释放)"
    for sentence, found in _find(sentences, Section.PERSON, pattern):
        way, last = found["way"], found["measure"]
        before = sentence.figures[: found.start()].rpartition("。")[2][-24:]
        for code, words in (("police", "公安"), ("procuratorate", "本院|检察院"), ("court", "法院")):
            if re.search(words, way) or (not organ and re.search(words, before)):
                organ = code
        if measure := {"取保候审": "bail", "监视居住": "residential_surveillance"}.get(last):
            measures.append({"decided_by": organ, "measure": measure, "from_on": found[1]})
            sources.append(sentence.quote(*found.span(), in_words=False))
    if last in ("刑事拘留", "逮捕"):
        reading.doubt("case.in_custody", _("决定书里最后写的是{measure}：如果还在押，请勾选。", measure=last))
    if not measures:
        return
    for key, value in measures[-1].items():
        reading.put(f"case.bail[1].{key}", value, sources[-1])
    if not measures[-1]["decided_by"]:
        reading.doubt("case.bail[1].decided_by", _("决定书里没有写明由哪个机关决定。"))
    if sources[:-1]:
        reading.beside.append((_("先前的取保候审、监视居住"), "；".join(sources[:-1])))


def _read_course(sentences: list[Sentence], reading: Reading) -> None:
    """The days on which the case came back from supplementary investigation: the form has no field for them."""
    pattern = rf"{DAY}[^，。；]{{0,20}}?(?:补充侦查完毕|补侦完毕|补查重报|重新移送|再次移送|重报)"
    returned = [found[1] for _sentence, found in _find(sentences, Section.COURSE, pattern)]
    if returned:
        reading.rest = {"review": {"returned_on": returned}}
        reading.beside.append((_("补充侦查后重新移送"), "，".join(returned)))


def _read_opinions(sentences: list[Sentence], reading: Reading) -> None:
    """Whose opinion was heard, with the day where the clause has one."""
    name = reading.typed.get("minor.name", "")
    pattern = rf"(?:{DAY}[^。；]{{0,40}}?)?听取(?:了)?(?P<whose>[^。；]{{2,80}}?)的?意见"
    for section in (Section.COURSE, Section.REASONS):
        for sentence, found in _find(sentences, section, pattern):
            for party, words in _PARTIES:
                named = name if party == "minor" else ""
                if re.search(words, found["whose"]) or (named and named in found["whose"]):
                    source = sentence.quote(*found.span(), in_words=False)
                    reading.put(f"case.opinions.{party}.state", "heard", source)
                    reading.put(f"case.opinions.{party}.on", found[1] or "", source)
    if reading.typed.get("case.no_victim"):
        reading.put("case.opinions.victim.state", "not_in_this_case", reading.sources["case.no_victim"])


def _read_offence(sentences: list[Sentence], reading: Reading) -> None:
    """The article of the special part under which the act falls. Where there are several, the first, with a doubt."""
    articles: dict[str, str] = {}
    for section in (Section.REASONS, Section.DUTIES):
        for sentence in (each for each in sentences if each.section == section):
            for law in re.finditer(r"刑法》?([^《]*?)(?=规定|《|。|$)", sentence.figures):
                for found in re.finditer(r"第(\d{3})条(?:之(\d))?", law[1]):
                    if 102 <= int(found[1]) <= 451:
                        articles.setdefault(
                            "-".join(filter(None, found.groups())), sentence.quote(*law.span(), in_words=False)
                        )
    for article, source in articles.items():
        reading.put("case.offence_article", article, source)
    if len(articles) > 1:
        reading.doubt("case.offence_article", _("决定书里写了几个条文：{articles}。", articles="、".join(articles)))


def _read_facts(sentences: list[Sentence], reading: Reading) -> None:
    """The first sentence of the facts, the days of the act, the victims' names and what shows repentance."""
    facts = [sentence for sentence in sentences if sentence.section == Section.FACTS]
    told = re.sub(_FACTS_HEADING, "", "".join(sentence.text for sentence in facts))
    sentence_of_facts = re.split(r"(?<=。)", told)[0]
    reading.put("case.facts_line", sentence_of_facts[:_MAX_LINE], sentence_of_facts)
    if len(sentence_of_facts) > _MAX_LINE:
        reading.doubt("case.facts_line", _("决定书里这一句太长，只取了前面{count}字。", count=_MAX_LINE))
    days = dict(_days_of_the_act(facts))
    reading.put("case.act_dates", "，".join(days), "；".join(dict.fromkeys(days.values())))
    if len(days) > 1:
        reading.doubt("case.act_dates", _("查明的事实里有{count}个日期：请核对哪些是行为的日期。", count=len(days)))
    _count_victims(sentences, reading)
    for section in (Section.FACTS, Section.REASONS):
        for code, words in _REPENTANCE:
            for sentence, found in _find(sentences, section, rf"[^，,。；]*?(?:{words})", in_words=True):
                if not re.search("未|没有|不|拒|尚", found[0]):
                    reading.put(f"case.repentance.{code}", "yes", sentence.quote(*found.span(), in_words=True))


def _days_of_the_act(facts: list[Sentence]) -> Iterator[tuple[str, str]]:
    """Each day with its clause, up to the clause that tells what followed the act: the surrender, the arrest, the payment."""
    clauses = [pair for sentence in facts for pair in zip(sentence.clauses, sentence.in_figures, strict=True)]
    for (clause, figures), (following, _figures) in zip(clauses, [*clauses[1:], ("", "")], strict=True):
        if _AFTER_THE_ACT.search(clause + following):
            return
        for found in re.finditer(DAY, figures):
            yield found[1], re.sub(_FACTS_HEADING, "", clause).strip("，,。；;")


def _count_victims(sentences: list[Sentence], reading: Reading) -> None:
    following = r"的|于|在|共|被|向|将|从|、|，|。|（|[(]|和|及|与|遭|损失|人民币|转|陈述|经济|表示|对|出具|谅解|\d"
    named = (
        rf"被害(?:人|单位)(?!谅解|陈述|经济|损失|及|的|报)([\u4e00-\u9fa5]某[某甲乙丙丁戊己]?|{_NAME}(?={following}))"
    )
    names = {
        found[1]: sentence.quote(*found.span(), in_words=True)
        for sentence, found in _find(sentences, Section.FACTS, named, in_words=True)
        if len(found[1]) <= 4 or "被害单位" in found[0]
    }
    if not names:
        return
    reading.beside.append((_("被害人"), "、".join(names)))
    if "case.victims" not in reading.typed and "case.no_victim" not in reading.typed:
        reading.put("case.victims", str(len(names)), next(iter(names.values())))
        reading.doubt("case.victims", _("按决定书里写到的姓名数出：{names}。", names="、".join(names)))


def _read_conditions(sentences: list[Sentence], reading: Reading) -> None:
    """The entries of the list after the period that are not the duties of everybody under the law."""
    row = 0
    duties = [sentence for sentence in sentences if sentence.section == Section.DUTIES and sentence.item]
    for sentence in duties:
        text = _without_number(sentence.text)
        if _STATUTORY.search(text) or not text:
            continue
        row += 1
        place, source = f"condition[{row}]", sentence.text.strip("。；;")
        reading.sources |= {f"{place}.{asked}": source for asked in ("evidence", "confirmed_by", "unit")}
        reading.put(f"{place}.text", text[:_MAX_LINE], source)
        kind = next((code for code, words in _KINDS if re.search(words, text)), "A6")
        reading.put(f"{place}.kind", kind, source)
        if kind == "A6":
            reading.doubt(f"{place}.kind", _("从文字看不出属于哪一类，暂列“其他”。"))
        if re.search(r"^(?:其)?(?:法定代理人|监护人|父母|父亲|母亲)", text):
            reading.put(f"{place}.owner", "guardian", source)
        _read_amount(sentence, place, reading)
        if found := re.search(rf"{DAY}(?:之前|以前|前|止)", sentence.figures):
            reading.put(f"{place}.by_on", found[1], sentence.quote(*found.span(), in_words=False))
    if not row:
        reading.doubt("condition[1].text", _("没有读到分项写明的附带条件：请看原文。"))


def _without_number(item: str) -> str:
    return re.sub(r"^(?:[（(].{1,3}[)）]|.{1,3}[.、]|[①-⑳])", "", item).strip("，,。；;：:")


def _read_amount(sentence: Sentence, place: str, reading: Reading) -> None:
    """The whole amount. How much in each week or month is not one."""
    whole = r"(?:不少于|不低于|累计|总计|合计|共计|共|满|完成)(?:不少于|不低于|满)?"
    for index, clause in enumerate(sentence.in_figures):
        found = re.search(rf"{whole}(\d+)个?(小时|次|元|项)", clause) or re.search(r"()(\d+)(元)", clause)
        if not found:
            continue
        if re.search(r"每(?:周|月|天|日|个月|季|半月|两周|\d)", clause[: found.start()]) and not re.search(
            "共|累计|总计|合计", found[0]
        ):
            reading.doubt(f"{place}.amount", _("写的是每周、每月的数量：总共多少，请按考验期填写。"))
            continue
        number, unit = found.groups()[-2:]
        source = _without_number(sentence.clauses[index])
        reading.put(f"{place}.amount", number, source)
        units = {"小时": "hours", "次": "times", "元": "yuan", "项": "items"}
        reading.put(f"{place}.unit", units[unit], source)
        reading.put(f"{place}.measure", source[:200], source)
        return


def _compare(sentences: list[Sentence], reading: Reading, office: str) -> None:
    """What contradicts itself, with both sides; nothing is corrected."""
    typed = reading.typed
    start, end, months = (
        typed.get(f"decision.{key}") for key in ("period_written_from", "period_written_to", "months")
    )
    if (
        start
        and end
        and months
        and (computed := expected_end(date.fromisoformat(start), int(months))).isoformat() != end
    ):
        reading.doubt(
            "decision.period_written_to",
            _("决定书写到{written}；{months}个月从{start}起，算出来是{computed}。以送达的决定书为准，请核对是否需要更正。",
              written=date.fromisoformat(end), months=int(months), start=date.fromisoformat(start), computed=computed),
        )  # fmt: skip
    _compare_person(sentences, reading)
    names = {typed["minor.name"]} if "minor.name" in typed else set()
    named = rf"决定对(?:被附条件不起诉人|犯罪嫌疑人)?{_NAME}(?:作出)?附条件不起诉"
    for section in (Section.REASONS, Section.DUTIES):
        names |= {found[1] for _sentence, found in _find(sentences, section, named, in_words=True)}
    if len(names) > 1:
        reading.doubt(
            "minor.name", _("决定书里有两个姓名：{names}。请核对是不是这个人的决定书。", names="、".join(sorted(names)))
        )
    heading = "".join(sentence.text for sentence in sentences if sentence.section == Section.HEAD)
    issued = re.search(r"([\u4e00-\u9fa5]{2,30}?人民检察院)", heading)
    if issued and office and not (issued[1].endswith(office) or office.endswith(issued[1])):
        reading.doubt("", _("这份决定书是{issued}的，方案在{office}建立。", issued=issued[1], office=office))


def _compare_person(sentences: list[Sentence], reading: Reading) -> None:
    typed = reading.typed
    born, number = typed.get("minor.born_on"), typed.get("minor.identity_number")
    if number and born and number[6:14] != born.replace("-", ""):
        reading.doubt("minor.born_on", _("与公民身份号码里的出生日期（{digits}）不一致。", digits=number[6:14]))
    if number and (sex := typed.get("minor.sex")) and (int(number[16]) % 2 == 1) != (sex == "M"):
        reading.doubt("minor.sex", _("与公民身份号码不一致。"))
    for _sentence, found in _find(sentences, Section.PERSON, r"(\d{2})周?岁"):
        days = [typed[place] for place in ("decision.on", "review.received_on") if place in typed]
        days += typed.get("case.act_dates", "").split("，")
        ages = (
            {age_in_years_and_months(date.fromisoformat(born), date.fromisoformat(day))[0] for day in days if day}
            if born
            else set()
        )
        if ages and int(found[1]) not in range(min(ages), max(ages) + 1):
            reading.doubt(
                "minor.born_on",
                _("决定书写{told}岁；按出生日期算是{ages}岁。", told=found[1], ages="、".join(map(str, sorted(ages)))),
            )
