"""Results of questionnaires: with the version, both consents, the error of measurement, and never a diagnosis.

A result is reference material (PJD art 51): it decides nothing, and nothing that decides reads it.
"""

from dataclasses import dataclass
from datetime import date

from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.evaluation.acts import RecordQuestionnaire
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
    minor_consented_on: date | None
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
    known = open_plan.context.questionnaires
    if act.questionnaire not in known:
        raise _wrong("questionnaire", _("没有这个量表的计分数据。"))
    if (act.answers is None) == (act.total is None):
        raise _wrong("total", _("填答案或总分，二者之一。"))
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
    keep_entry(
        open_plan,
        act,
        article=finding.article,
        note={"rule": finding.rule, "taken_on": act.taken_on},
        computed={
            "version": one.version,
            "total": scored.total,
            "answered": scored.answered,
            "scales": dict(scored.scales),
        },
    )


def load_results(open_plan: OpenPlan) -> list[QuestionnaireResultView]:
    """Every result, in the order of its days; what the current edition does not score is shown without a band."""
    before: dict[str, Score] = {}
    views = []
    for entry in sorted(list_entries(open_plan, RecordQuestionnaire), key=lambda entry: entry.fields.taken_on):
        fields, computed = entry.fields, entry.computed
        code = fields.questionnaire
        one = open_plan.context.questionnaires.get(code)
        if one is not None and one.version != computed["version"]:
            one = None
        scored = Score(code, computed["version"], computed["total"], computed["answered"], computed["scales"])
        span = scored.span(one) if one else None
        first = before.get(code)
        before.setdefault(code, scored)
        views.append(
            QuestionnaireResultView(
                code=code,
                name=one.name if one else verbatim(code),
                version=computed["version"],
                taken_on=fields.taken_on,
                total=scored.total,
                low=round(span.low, 1) if span else None,
                high=round(span.high, 1) if span else None,
                lowest=one.lowest if one else None,
                highest=one.highest if one else None,
                bands=[band.words for band in scored.bands(one)] if one else [],
                since=compare_scores(first, scored, one) if first and one else None,
                needed_for_change=round(one.reliable_difference, 1) if one else None,
                minor_consented_on=fields.minor_consented_on,
                representative_consented_on=fields.representative_consented_on,
                given_by=fields.given_by,
                reliability_source=one.reliability_source if one else None,
                caveat=one.caveat if one else None,
                norms=one.norms if one else None,
                confidence=one.confidence if one else None,
                licence=one.licence if one else None,
            )
        )
    return views


def _wrong(place: str, wrong: Text) -> BadInput:
    return BadInput(_("有1处需要改正。"), mistakes=[Mistake(place, wrong)])
