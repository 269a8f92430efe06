"""Results of questionnaires: with the version, both consents, the error of measurement, and never a diagnosis.

A result is reference material (PJD art 51): it decides nothing, and nothing that decides reads it.
"""

from dataclasses import dataclass
from datetime import date

from casework.acting.acts.verbs import verb
from casework.acting.date_limits import check_not_before_birth
from casework.acting.open_plan import OpenPlan
from casework.evaluation.acts import RecordQuestionnaire
from casework.shared.text.text_checks import check_lengths, text_or_none
from core.errors import BadInput, Mistake, Refused
from core.i18n import Text, _, verbatim
from evaluation.instruments import (
    Licence,
    Norms,
    Score,
    ScoreChange,
    SourceConfidence,
    calculate_score,
    compare_scores,
    score_from_total,
)
from law.examination import finding_on_assessment
from models.base import new_id
from models.evaluation import QuestionnaireResult

FIELD = "questionnaire_result.document"


@dataclass(frozen=True)
class QuestionnaireResultView:
    """One result: its total with the range of error, its band and other possible bands, and the comparison with the
    previous one of the same version."""

    code: str
    name: Text
    version: str
    taken_on: date
    total: float | None
    low: float | None
    high: float | None
    lowest: int | None
    highest: int | None
    bands: list[Text]
    since: ScoreChange | None
    needed_for_change: float | None
    minor_consented_on: date
    representative_consented_on: date | None
    given_by: str | None
    reliability_source: str | None
    caveat: Text | None
    """Where the bands need not hold."""
    norms: Norms | None
    """Of whom the bands are."""
    confidence: SourceConfidence | None
    """How sure we are of the bands."""
    licence: Licence | None


@verb(RecordQuestionnaire)
def record_questionnaire(open_plan: OpenPlan, act: RecordQuestionnaire) -> None:
    """The result is on the file, sealed; of the same questionnaire of one day there is one.

    Refused unless both consented before it was taken, of age the person alone (PJD art 51; PR-13). BadInput for an
    unknown questionnaire, for answers that it does not have, and unless there are either answers or a total.
    """
    check_lengths(given_by=act.given_by)
    known = open_plan.context.questionnaires
    if act.questionnaire not in known:
        raise _wrong("questionnaire", _("没有这个量表的计分数据。"))
    if act.taken_on > open_plan.today:
        raise _wrong("taken_on", _("还没到这一天。"))
    if (act.answers is None) == (act.total is None):
        raise _wrong("total", _("填答案或总分，二者之一。"))
    check_not_before_birth(
        open_plan, taken_on=act.taken_on, minor_consented_on=act.minor_consented_on,
        representative_consented_on=act.representative_consented_on,
    )  # fmt: skip
    finding = finding_on_assessment(
        act.taken_on,
        act.minor_consented_on,
        act.representative_consented_on,
        act.taken_on >= open_plan.of_age_on,
        open_plan.rulebook,
    )
    if not finding.holds:
        raise Refused(finding.because, article=finding.article)
    one = known[act.questionnaire]
    scored = calculate_score(one, act.answers) if act.answers is not None else score_from_total(one, act.total or 0)
    before = next(
        (each for each in load_results(open_plan) if (each.code, each.taken_on) == (act.questionnaire, act.taken_on)),
        None,
    )
    if before is not None:
        consents = (before.minor_consented_on, before.representative_consented_on)
        if (before.total, *consents) == (scored.total, act.minor_consented_on, act.representative_consented_on):
            return
        raise Refused(
            _("{taken_on}的这份量表已经登记，结果与此不同。", taken_on=act.taken_on),
            article=finding.article,
        )  # fmt: skip
    row_id = new_id(open_plan.now)
    document = {
        "questionnaire": one.code,
        "version": one.version,
        "answers": list(act.answers) if act.answers is not None else None,
        "total": scored.total,
        "answered": scored.answered,
        "scales": dict(scored.scales),
        "given_by": text_or_none(act.given_by),
        "minor_consented_on": str(act.minor_consented_on),
        "representative_consented_on": str(act.representative_consented_on)
        if act.representative_consented_on
        else None,
    }
    open_plan.session.add(
        QuestionnaireResult(
            id=row_id,
            plan_id=open_plan.plan.id,
            taken_on=act.taken_on,
            recorded_at=open_plan.now,
            recorded_by=open_plan.actor.id,
            document=open_plan.seal(FIELD, row_id, document),
        )
    )
    open_plan.record(article=finding.article, note={"rule": finding.rule, "taken_on": act.taken_on})


def load_results(open_plan: OpenPlan) -> list[QuestionnaireResultView]:
    """Every result, in the order of its days; what the current edition does not score is shown without a band."""
    before: dict[str, Score] = {}
    views = []
    for row in sorted(open_plan.rows(QuestionnaireResult), key=lambda row: row.taken_on):
        words = open_plan.open(FIELD, row.id, row.document)
        code = words["questionnaire"]
        one = open_plan.context.questionnaires.get(code)
        if one is not None and one.version != words["version"]:
            one = None
        scored = Score(code, words["version"], words["total"], words["answered"], words["scales"])
        span = scored.span(one) if one else None
        first = before.get(code)
        before.setdefault(code, scored)
        views.append(
            QuestionnaireResultView(
                code=code,
                name=one.name if one else verbatim(code),
                version=words["version"],
                taken_on=row.taken_on,
                total=scored.total,
                low=round(span.low, 1) if span else None,
                high=round(span.high, 1) if span else None,
                lowest=one.lowest if one else None,
                highest=one.highest if one else None,
                bands=[band.words for band in scored.bands(one)] if one else [],
                since=compare_scores(first, scored, one) if first and one else None,
                needed_for_change=round(one.reliable_difference, 1) if one else None,
                minor_consented_on=date.fromisoformat(words["minor_consented_on"]),
                representative_consented_on=_day(words["representative_consented_on"]),
                given_by=words["given_by"],
                reliability_source=one.reliability_source if one else None,
                caveat=one.caveat if one else None,
                norms=one.norms if one else None,
                confidence=one.confidence if one else None,
                licence=one.licence if one else None,
            )
        )
    return views


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _wrong(place: str, wrong: Text) -> BadInput:
    return BadInput(_("有1处需要改正。"), mistakes=[Mistake(place, wrong)])
