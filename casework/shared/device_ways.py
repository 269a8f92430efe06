"""By which ways data of a device can come in. A consent names those that it is for."""

from dataclasses import dataclass
from enum import StrEnum

from core.i18n import Text, _, pgettext


class DataWay(StrEnum):
    """A way by which data of a device comes in; each can be agreed to alone."""

    SHEET = "sheet"
    PHOTO = "photo"
    FILE = "file"


@dataclass(frozen=True)
class WayWords:
    """What a way is called, and what it is, in words that a young person understands."""

    name: Text
    means: Text


WAYS: dict[DataWay, WayWords] = {
    DataWay.SHEET: WayWords(
        pgettext("device way", "一周小表"),
        _("自己看手机上的屏幕使用时间，把每天的分钟数抄下来；也可以打电话说。"),
    ),
    DataWay.PHOTO: WayWords(
        pgettext("device way", "照片"),
        _("附上那一页的照片或截图，用来核对数字。照片里的地点和时间信息会去掉。"),
    ),
    DataWay.FILE: WayWords(
        pgettext("device way", "记录文件"),
        _("手机或电脑导出的使用记录，或者由其他系统报送的每天合计。读取时只留每天的数字和应用的类别。"),
    ),
}
