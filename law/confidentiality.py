"""What stays unsaid: the sealed set, who need not report what, the certificate, and when a seal is lifted."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from core.i18n import _, listed, pgettext
from law.applied import applies
from law.finding import Finding
from law.rulebook import Rulebook
from law.transitions import PlanStatus


class Material(StrEnum):
    """What belongs to the sealed set, on paper and as data (Sealing Measures arts 2-3; PJD art 59(2))."""

    CASE_FILE = "case_file"
    SOCIAL_INVESTIGATION = "social_investigation"
    SUPERVISION = "supervision"
    PSYCHOLOGY = "psychology"
    JUDICIAL_AID = "judicial_aid"
    COMPULSORY_MEASURES = "compulsory_measures"
    DECISIONS = "decisions"
    POLICE_DECISIONS = "police_decisions"
    ELECTRONIC_DATA = "electronic_data"


MATERIAL_WORDS = {
    Material.CASE_FILE: _("案卷及文书"),
    Material.SOCIAL_INVESTIGATION: _("社会调查报告"),
    Material.SUPERVISION: pgettext("within a sentence", "监督考察记录"),
    Material.PSYCHOLOGY: _("心理测评和疏导记录"),
    Material.JUDICIAL_AID: _("司法救助记录"),
    Material.COMPULSORY_MEASURES: _("强制措施记录"),
    Material.DECISIONS: _("不起诉决定及撤销决定"),
    Material.POLICE_DECISIONS: _("治安处罚记录"),
    Material.ELECTRONIC_DATA: _("上述材料的电子数据"),
}


class Inquirer(StrEnum):
    """Who asks a person about the past."""

    EMPLOYER = "employer"
    SCHOOL = "school"
    MILITARY = "military"
    JUDICIAL_ORGAN_ON_A_NEW_SUSPICION = "judicial_organ_on_a_new_suspicion"


class UnsealingGround(StrEnum):
    """Why a seal is lifted (Rules art 485), or the own file read for the case (art 388)."""

    NEW_CRIME = "new_crime"
    MISSED_CRIME = "missed_crime"
    OWN_FILE_FOR_ARTICLE_388 = "own_file_for_article_388"
    CURIOSITY = "curiosity"


IDENTIFYING = frozenset(
    {"name", "image", "home", "school", "employer", "phone", "identity_number", "offence", "office"}
)
"""What tells who a minor of a case is, alone or together (Minors Protection Law art 103)."""


@applies("SE-05")
def finding_on_sealed_set(sealed: Collection[Material], held: Collection[Material], rulebook: Rulebook) -> Finding:
    """Whether everything the office holds about the person is under the seal (SE-05)."""
    missing = [material for material in Material if material in held and material not in sealed]
    because = (
        _("没有封存：{materials}。", materials=listed(MATERIAL_WORDS[each] for each in missing))
        if missing
        else _("持有的材料均已封存。")
    )
    return rulebook.finding("SE-05", not missing, because)


@applies("SE-08")
def finding_on_explaining_the_seal(
    minor_told: bool, representative_told: bool, of_age: bool, rulebook: Rulebook
) -> Finding:
    """Whether sealing and its rights were explained (SE-08); of age, to the person alone."""
    holds = minor_told and (representative_told or of_age)
    because = _("已说明封存制度和权利。") if holds else _("尚未向本人和法定代理人说明封存。")
    return rulebook.finding("SE-08", holds, because)


@applies("SE-09")
def finding_on_silence(asker: Inquirer, rulebook: Rulebook) -> Finding:
    """Whether the person may keep silent about a sealed record (SE-09): towards everybody but a judicial organ that
    suspects a new crime."""
    silent = asker is not Inquirer.JUDICIAL_ORGAN_ON_A_NEW_SUSPICION
    because = _("没有报告义务，可以回答没有犯罪记录。") if silent else _("再次被怀疑犯罪的，应当如实回答司法机关。")
    return rulebook.finding("SE-09", silent, because)


@applies("SE-10")
def finding_on_file_cover(shared_with_adults: bool, marked: bool, rulebook: Rulebook) -> Finding:
    """Whether a file shared with adults says on its cover that it holds sealed matter (SE-10)."""
    because = (
        _("卷宗封面没有注明含有封存信息。") if shared_with_adults and not marked else _("已注明，或者不需要注明。")
    )
    return rulebook.finding("SE-10", marked or not shared_with_adults, because)


@applies("SE-11")
def finding_on_certificate(asked_on: date, decided_on: date, rulebook: Rulebook) -> Finding:
    """Whether the person can get the certificate of no criminal record on that day (SE-11): from the first day of the
    period, from the police. Never tell a family to wait for the seal."""
    because = _("自考验期第一日起即可向公安机关申请，不必等封存。") if asked_on >= decided_on else _("决定尚未作出。")
    return rulebook.finding("SE-11", asked_on >= decided_on, because)


@applies("SE-12")
def finding_on_unsealing(
    ground: UnsealingGround, status_before: PlanStatus, total_months: int | None, on: date, rulebook: Rulebook
) -> Finding:
    """Whether that ground lifts the seal on that day (SE-12).

    `status_before` is where the plan stood before its seal, REVOKED for a judged case; `total_months` what a court
    ordered to be served for the new or missed crime together with what is sealed, None where no court has. The five
    years of art 485 fit judgments; a non-prosecution that is set aside is read by its own office for the case, with
    ground and log, and stays sealed for everybody else.
    """
    if ground is UnsealingGround.CURIOSITY:
        because = _("不是解除封存的法定情形。")
        return rulebook.finding("SE-12", False, because)
    if ground is UnsealingGround.OWN_FILE_FOR_ARTICLE_388:
        because = _("本院为办案查阅本院案卷，登记理由。")
        return rulebook.finding("SE-12", status_before is PlanStatus.NON_PROSECUTED, because)
    least = rulebook.number("unsealing_least_sentence_months", on=on)
    if status_before is not PlanStatus.REVOKED:
        because = _("该情形针对有罪判决，不适用于不起诉。")
    elif total_months is None:
        because = _("没有数罪并罚的生效判决。")
    else:
        because = _(
            "数罪并罚决定执行{total_months}个月，{least}个月以上的解除封存。", total_months=total_months, least=least
        )
    holds = status_before is PlanStatus.REVOKED and total_months is not None and total_months >= least
    return rulebook.finding("SE-12", holds, because)


@applies("SE-13")
def finding_on_disclosure(fields: Collection[str], rulebook: Rulebook) -> Finding:
    """Whether what is to leave the office tells who the minor is (SE-13): texts, previews, titles, figures."""
    found = sorted(IDENTIFYING & set(fields))
    because = _("含有可识别身份的内容：{fields}。", fields=", ".join(found)) if found else _("没有可识别身份的内容。")
    return rulebook.finding("SE-13", not found, because)
