"""What keeps the program from starting, told in words: a setting, a file or folder, a port. Never a value: it may be a secret."""

import errno
import re

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsError
from sqlalchemy.exc import ArgumentError, DBAPIError, ProgrammingError

from core.i18n import CatalogText, Text, _, listed, verbatim
from core.settings import GivenSettings, Settings
from models.storage_problem import quote_refused_connection


def describe_start_problem(error: Exception) -> list[Text]:
    """The lines to say; none where the error is one of the program itself."""
    match error:
        case ValidationError() if error.title in (Settings.__name__, GivenSettings.__name__):
            return [_SETTINGS, *(_describe_setting(one) for one in error.errors())]
        case SettingsError():
            return [_SETTINGS, verbatim(f"  {error}")]
        case ArgumentError():
            return [_SETTINGS, verbatim("  SUNWARD_DATABASE_URL: postgresql://user@host/database")]
        case ProgrammingError() if str(error.orig).startswith(_UNKNOWN_OPTION):
            return [_SETTINGS, verbatim(f"  SUNWARD_DATABASE_URL: {error.orig}")]
        case OSError() if error.filename is not None:
            place, why = str(error.filename), describe_system_error(error)
            return [_("读写不了 {place}（{why}）。请检查它在不在、运行程序的用户有没有权限。", place=place, why=why)]
        case _:
            return []


def describe_system_error(error: OSError) -> Text:
    """Why the system does not read or write something."""
    known = _OF_SYSTEM.get(error.errno or 0)
    return known or verbatim(error.strerror or type(error).__name__)


def describe_server_answer(error: Exception) -> list[Text]:
    """What PostgreSQL said: of a connection that was not made, to which host, and whether nobody answered there, the
    password is wrong, or the database is not there; of a statement, by which name its refusal is known. No password and no
    value is in it."""
    if refused := quote_refused_connection(error):
        return [verbatim(f"  {refused}"), *([_NO_ANSWER] if _BROKEN_OFF in refused else [])]
    driver_error = error.orig if isinstance(error, DBAPIError) else None
    if getattr(driver_error, "sqlstate", None) is None:
        return []
    return [verbatim(f"  {' '.join(str(driver_error).split())}")]


_UNKNOWN_OPTION = "invalid connection option"
_BROKEN_OFF = "server closed the connection unexpectedly"
"""libpq says so too where no machine answers: psycopg asks it how the connection goes before there is one."""
_NO_ANSWER = _("也就是那里没有应答：主机没有开，网络不通，或者数据库正在停止。")
_SETTINGS = _("设置有误，没有启动：")
_OF_SYSTEM = {
    errno.ENOENT: _("不存在"), errno.EISDIR: _("是文件夹，不是文件"), errno.ENOTDIR: _("不是文件夹"),
    errno.EACCES: _("没有权限"), errno.EPERM: _("没有权限"), errno.EROFS: _("磁盘只能读"), errno.EEXIST: _("已经有了"),
}  # fmt: skip


def _describe_setting(error: ErrorDetails) -> Text:
    name = ".".join(str(part) for part in error["loc"])
    variable = name.upper() if error["type"] == "extra_forbidden" else f"SUNWARD_{name.upper()}"
    return listed([verbatim(f"  {variable}"), _describe_value(error)], verbatim(": "))


def _describe_value(error: ErrorDetails) -> Text:
    bound = error.get("ctx", {})
    match error["type"]:
        case "value_error":  # a sentence of `Settings`
            return CatalogText(str(bound["error"]), {})
        case "literal_error":
            return _("可以是：{known}。", known=listed(map(verbatim, re.findall("'(.+?)'", bound["expected"]))))
        case "extra_forbidden":  # only of a line of `sunward.env`
            return _("没有这项设置，请看 ./run settings。")
        case "int_parsing":
            return _("应当是整数。")
        case "greater_than_equal":
            return _("不能小于{bound}。", bound=bound["ge"])
        case "less_than_equal":
            return _("不能大于{bound}。", bound=bound["le"])
        case _:
            return verbatim(error["msg"])
