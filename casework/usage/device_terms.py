"""What would be collected of devices, said before anybody agrees: one source for the family's page, the paper and the API."""

from dataclasses import dataclass
from datetime import date

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_DEVICE_AGREEMENT, READ_EVALUATION, READ_PLAN, READ_USAGE
from casework.shared.device_consent import get_device_consent
from casework.shared.device_ways import WAYS, DataWay
from casework.shared.text.labels import ROLES
from casework.usage.view import DeviceConsentView, to_consent_view
from core.i18n import Text, _, listed, pgettext
from law.device_data import WhoseConsent
from models.office import Role
from usage.categories import Category


@dataclass(frozen=True)
class TermsSection:
    """One question about what is collected, and its answer in plain sentences."""

    title: Text
    sentences: list[Text]


@dataclass(frozen=True)
class TermsWay:
    """A way in which data may come in, to be chosen by itself."""

    code: DataWay
    name: Text
    means: Text


@dataclass(frozen=True)
class DeviceAgreement:
    """What is agreed to, and how the consent stands; of the answers only the reader's own, where a family reads it."""

    number: str
    sections: list[TermsSection]
    ways: list[TermsWay]
    ends_on: date
    """The plan's last day: nothing is collected after it."""
    consent: DeviceConsentView


def load_device_agreement(context: Context, actor: Actor, number: str) -> DeviceAgreement:
    """The agreement of that plan as it would be signed today."""
    with context.open_for_reading(number, actor, READ_DEVICE_AGREEMENT) as open_plan:
        consent = get_device_consent(open_plan)
        own = next((person.relation for person in open_plan.people() if person.id == actor.id), None)
        return DeviceAgreement(
            open_plan.plan.number,
            _sections(open_plan, consent.whose),
            [TermsWay(way, words.name, words.means) for way, words in WAYS.items()],
            open_plan.plan.period_to,
            to_consent_view(consent, own),
        )


def get_readers() -> list[Role]:
    """The posts that see figures of devices somewhere: on the page of digital use, in the weekly sheets among what was
    handed in, or in the evaluation."""
    return list({**READ_USAGE.by, **READ_PLAN.by, **READ_EVALUATION.by})


def _sections(open_plan: OpenPlan, whose: WhoseConsent) -> list[TermsSection]:
    number = open_plan.number
    readers = listed(ROLES[role] for role in get_readers())
    return [
        TermsSection(
            pgettext("device agreement", "看什么"),
            [
                _("每天一共用了多久，其中夜里（22点到6点）用了多久。"),
                _("各类应用分别用了多久：{kinds}。", kinds=listed(each.words for each in Category)),
                _("如果有记录，还看一天拿起或解锁几次、最长一次用了多久。"),
            ],
        ),
        TermsSection(
            _("从来不看什么"),
            [
                _("不看聊天、照片、通话和短信的内容，也不记和谁联系。"),
                _("不记网页标题、网址和搜索的词。"),
                _("不定位，不录音，不拍脸。"),
                _("不看家里其他人的手机；合用的手机，不算在任何一个人身上。"),
            ],
        ),
        TermsSection(
            _("用来做什么"),
            [
                _("只用来一起谈怎样安排手机时间。只和自己的开头比，不和别人比。"),
                _("不打分，不排名。这些数字本身不能决定任何事，决定都由人作出。"),
            ],
        ),
        TermsSection(
            _("收多久，留多久"),
            [
                _(
                    "从应当同意的人都同意时开始，到考察期最后一天（{day}）为止；也可以选早一点的日子。",
                    day=open_plan.plan.period_to,
                ),
                _(
                    "照片最多留{photos}天，读取的明细最多留{readings}天，之后只留每天的数字。文件读完就不留，除非另有约定。",
                    photos=number("usage_photo_days"),
                    readings=number("usage_working_days"),
                ),
                _("考察结束以后，每天的数字随案卷一起封存。"),
            ],
        ),
        TermsSection(
            _("谁能看"),
            [
                _("本人在自己的页面上看得到自己的全部记录。"),
                _("本案的{readers}能看，谁看过都有记录。", readers=readers),
                _("监护人看得到约定和自己交来的记录，看不到别人交来的，也看不到合计的数字。"),
                _("考察意见书里会写一段用网的经过，随案卷给作决定的人看；撤回了同意，就只写没有看用网情况。"),
                _("学校、单位、邻居看不到，也不会交给任何公司。"),
            ],
        ),
        TermsSection(
            _("怎样停"),
            [
                _("在自己的页面上按“不再收了”，或者打电话、当面说一声，当时就停，不用说理由。"),
                _(
                    "停了以后，以前收的马上谁也看不到，{days}天后删除；已经结束的回顾只留下谈话的结论。",
                    days=number("withdrawn_device_data_days"),
                ),
                _("也可以只改方式或者日期，随时能改。改了只管以后；想删以前收的，就按“不再收了”。"),
            ],
        ),
        TermsSection(
            _("不同意会怎样"),
            [
                _("不同意、中途停下、只选一部分，都可以：不算违反规定，不影响考察，也不会记成表现不好。"),
                _("没有回答，不会当作同意。"),
            ],
        ),
        TermsSection(_("要谁同意"), _WHOSE[whose]),
    ]


_HOW_COLLECTED = _("收取的方式，要每个人都选了才用；日子按最早的算。")
_WHOSE: dict[WhoseConsent, list[Text]] = {
    WhoseConsent.GUARDIANS: [_("未满14周岁，要监护人同意，也要先问本人；有一个人不愿意，就不收。"), _HOW_COLLECTED],
    WhoseConsent.BOTH: [_("已满14周岁未满18周岁，要本人和监护人都同意；有一个人不愿意，就不收。"), _HOW_COLLECTED],
    WhoseConsent.OWN: [_("已满18周岁，只看本人自己的意思。")],
}
