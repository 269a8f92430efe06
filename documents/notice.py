"""The notice of rights under each decision: its own text for each, because what stands in the common forms does not hold.

A decision of conditional non-prosecution, its revocation, and the non-prosecution after it are answered for before the
procuratorates alone (CPL art 282(2); Rules arts 472, 478). No notice here speaks of a court; a test holds that.
"""

from law.ends import Suit, find_end

_TO_THE_POLICE = (
    "公安机关认为本决定有错误的，可以自收到本决定书之日起七日以内要求本院复议；意见不被接受的，可以自收到复议决定书之日起七日"
    "以内向上一级人民检察院提请复核。"
)
_COMPLAINT = (
    "被害人不服本决定的，可以自收到本决定书之日起七日以内向上一级人民检察院申诉，由上一级人民检察院审查处理；逾期提出的，由本院"
    "审查处理。"
)
_NO_SUIT = (
    "对本决定不适用《中华人民共和国刑事诉讼法》第一百八十条关于被害人起诉的规定（《人民检察院刑事诉讼规则》第四百七十二条、"
    "第四百七十八条）。"
)


def _to_the_victim(suit: Suit) -> str:
    """What a victim may do. That there is no suit is said only where the law excludes it, never where it is unclear."""
    return _COMPLAINT + _NO_SUIT if suit == "excluded" else _COMPLAINT


NOTICES: dict[str, tuple[str, ...]] = {
    "conditional_decision": (
        "本人及其法定代理人对本决定有异议的，可以在宣布前或者宣布时向本院提出，由本院依照《中华人民共和国刑事诉讼法》第二百八十二条"
        "第三款办理；仅对附带条件或者考验期有意见的，本院应当听取并作出说明。",
        _TO_THE_POLICE,
        _to_the_victim("excluded"),  # Rules art 472; no end yet, so that no row of ends.toml tells it
        "本人有权委托辩护人；没有委托的，本院通知法律援助机构指派律师提供辩护。对本案的信息依法保密，本人无须向学校、单位或者他人"
        "说明本案。",
    ),
    "non_prosecution": (
        "本决定自宣布之日起生效。相关记录依法封存；本人入伍、就业时没有报告本案的义务。",
        _TO_THE_POLICE,
        _to_the_victim(find_end("non_prosecution").suit),
    ),
    "other_non_prosecution": (
        "本决定自宣布之日起生效。相关记录依法封存。",
        _TO_THE_POLICE,
        _COMPLAINT,
    ),
    "revocation": (
        "本人及其法定代理人、辩护人对本决定有意见的，可以书面向本院提出，本院应当听取并附卷。",
        "本人有权委托辩护人；没有委托的，本院通知法律援助机构指派律师提供辩护。",
    ),
    "set_aside": (
        "本人及其法定代理人、辩护人对本决定有意见的，可以书面向本院提出，本院应当听取并附卷。",
        "本人有权委托辩护人；没有委托的，本院通知法律援助机构指派律师提供辩护。",
    ),
}
"""By paper; each entry is a paragraph."""

COMPENSATION = (
    "本人因本案曾被拘留、逮捕的，可以依照《中华人民共和国国家赔偿法》第十七条的规定申请国家赔偿；请求赔偿的时效为二年。"
)
"""Beneath the decisions of those ends whose row in ends.toml asks that it be told."""

NEVER = ("起诉到", "法院", "自诉", "诉至", "诉诸", "提起诉讼", "控告", "打官司")
"""What none of them contains: words of suing."""
