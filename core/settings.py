"""The only reader of the environment."""

import os
import re
from dataclasses import dataclass
from enum import Enum, StrEnum
from pathlib import Path
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from core.i18n import SOURCE, Text, _, languages

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def sqlite_url(file: Path, driver: str = "sqlite") -> str:
    """SQLAlchemy's address of that SQLite file. Not quoted, a name with `?` would end there, and `%41` be read as `A`: the
    record would lie in another place than the folder that was named."""
    return f"{driver}:///{str(file).replace('%', '%25').replace('?', '%3F')}"


class KeySource(StrEnum):
    """Where a key comes from."""

    GIVEN = "given"
    """A file in the folder that the office names."""
    OWN_FILE = "own_file"
    """A file that the program made."""


class Holds(Enum):
    """Where a setting holds besides this process: said beside its type. What is secret has the type `SecretStr`."""

    DEMONSTRATION = "of the machine, so of a demonstration on it too"
    CHILDREN = "in every process that is started from here"


SETTINGS_FILE = "sunward.env"
"""Lies beside the program, one `SUNWARD_NAME=value` a line; a variable of the environment comes before it."""
WebhookReach: TypeAlias = Literal["public", "inside", "machine"]
GatewayCode: TypeAlias = Literal["taken", "later", "too_many", "no_such_number"]


@dataclass(frozen=True)
class Means:
    """What a setting is for."""

    words: Text


class Settings(BaseSettings):
    """What an installation may choose; every value can be set as SUNWARD_<NAME>. What is said beside a type is its line on
    the page that `./run settings` prints."""

    model_config = SettingsConfigDict(env_prefix="SUNWARD_", env_file=SETTINGS_FILE, extra="forbid")

    data_folder: Annotated[Path, Holds.CHILDREN, Means(_("记录、日志和发件文件夹放在哪里。"))] = Path("data")
    database_url: Annotated[
        str | None,
        Holds.CHILDREN,
        Means(
            _(
                "几台机器共用的 PostgreSQL，写作 postgresql://user@host/database；不设就是数据文件夹里的一个 SQLite 文件。"
            )
        ),
    ] = None
    keys_folder: Annotated[
        Path | None, Holds.CHILDREN, Means(_("密钥文件夹；不设就在数据文件夹旁边，例如 data-keys。"))
    ] = None
    main_keys_folder: Annotated[
        Path | None,
        Holds.CHILDREN,
        Means(_("主密钥和归档密钥（master.key、archive.key）另放的文件夹；不设就在密钥文件夹里，第一次启动时生成。")),
    ] = None
    cipher: Annotated[
        Literal["aes-256-gcm", "sm4-gcm"], Means(_("新写的内容用哪种算法加密；以前用另一种加密的照样能读。"))
    ] = "aes-256-gcm"
    host: Annotated[str, Holds.DEMONSTRATION, Means(_("在本机哪个地址上提供页面和接口。"))] = "127.0.0.1"
    port: Annotated[int, Holds.DEMONSTRATION, Means(_("页面和接口的端口；本机自带的 Prefect 用下一个端口。"))] = Field(
        8460, ge=0, le=65534
    )
    metrics_port: Annotated[
        int | None, Means(_("监控用的端口：数字（Prometheus）、是否在运行、是否就绪；不设就没有。"))
    ] = Field(None, ge=0, le=65535)
    metrics_host: Annotated[str, Means(_("监控用本机哪个地址：只写监控机器连得到的那一个。"))] = "127.0.0.1"
    prefect_api_url: Annotated[
        str | None, Means(_("另外运行的 Prefect 服务的地址，以 /api 结尾；不设就由程序自己启动一个。"))
    ] = None
    prefect_secret: Annotated[
        SecretStr | None, Means(_("另外运行的 Prefect 服务的口令，即它的 PREFECT_SERVER_API_AUTH_STRING。"))
    ] = None
    trusted_proxies: Annotated[
        list[str],
        Holds.DEMONSTRATION,
        Means(_('程序前面的代理的地址，例如 ["127.0.0.1"]：只信它们说的来访地址和 HTTPS。')),
    ] = []
    language: Annotated[str, Holds.DEMONSTRATION, Means(_("没有选过语言的人看到的语言。"))] = SOURCE
    smtp_url: Annotated[
        SecretStr | None,
        Means(_("发邮件的服务器：smtp://用户:口令@主机:端口，或者 smtps://；不设就只写成发件文件夹里的文件，不寄出。")),
    ] = None
    email_from: Annotated[str, Means(_("邮件的发件人地址。"))] = "sunward@localhost"
    text_provider: Annotated[
        Literal["folder", "http", "intranet", "aliyun", "tencent"],
        Means(
            _(
                "短信由谁发：folder 只写成文件，不发出；http 是以 https:// 连接的网关；intranet 是本单位内网的网关，可以用 "
                "http://，号码和内容在路上不加密；aliyun、tencent 是服务商，其开发包要另装。"
            )
        ),
    ] = "folder"
    text_gateway_url: Annotated[str | None, Means(_("短信网关的地址。"))] = None
    text_gateway_answer: Annotated[
        str | None,
        Means(
            _(
                "网关的答复在哪里写着代码：JSON 字段的名字，例如 result.code；或者一个正则表达式，其中 code 一组是代码，id 一组是网关的"
                "编号：答复是 0,12345 的，写 (?P<code>\\d+),(?P<id>\\d+)。不设就看 code、errcode 等常用字段。"
            )
        ),
    ] = None
    text_gateway_codes: Annotated[
        dict[str, GatewayCode],
        Means(
            _(
                '网关的代码是什么意思，例如 {"00": "taken", "E20": "no_such_number"}：taken 已收下（0 和 OK 本来就是），later 过一会儿'
                "再试，too_many 整个账号要停一停，no_such_number 号码打不通；其他代码都算拒收。"
            )
        ),
    ] = {"429": "too_many"}
    text_gateway_keys_minutes: Annotated[
        int, Means(_("网关多少分钟之内认得同一个 Idempotency-Key，不会发两次；不认得就写 0。"))
    ] = 0
    text_key_id: Annotated[str, Means(_("阿里云、腾讯云账号的密钥编号。"))] = ""
    text_secret: Annotated[SecretStr, Means(_("上面账号的密钥；网关的，是双方约定、用来签名的密钥。"))] = SecretStr("")
    text_signature: Annotated[
        str, Means(_("实名报备过的短信签名，不带括号，不能是机关的名称；不填，短信就不发出。"))
    ] = ""
    text_templates: Annotated[
        dict[str, str], Means(_('每条报备短信在服务商那里的编号，例如 {"S1": "SMS_100001"}；网关可以不写。'))
    ] = {}
    text_app: Annotated[str, Means(_("腾讯云的 SdkAppId。"))] = ""
    text_receipts_secret: Annotated[
        SecretStr | None, Means(_("网关给回执签名用的密钥，写作 whsec_…（Standard Webhooks）。"))
    ] = None
    staff_robot: Annotated[Literal["dingtalk", "wecom", "feishu"] | None, Means(_("工作群里的机器人，只报数目。"))] = (
        None
    )
    staff_robot_url: Annotated[SecretStr | None, Means(_("机器人的地址。"))] = None
    staff_robot_secret: Annotated[SecretStr | None, Means(_("机器人的签名密钥。"))] = None
    journal_heads_folder: Annotated[
        Path | None, Means(_("每天把签过名的日志链头放到哪里：最好是本机只能添加、不能改动的地方。"))
    ] = None
    journal_heads_email: Annotated[str | None, Means(_("每天把日志链头寄给外面的哪个人，由其保存。"))] = None
    backup_folder: Annotated[Path | None, Means(_("每天夜里三点把备份放到哪里；不设就不自动备份。"))] = None
    backup_passphrase_file: Annotated[Path | None, Means(_("备份记录用的口令，写在只有本人能读的文件里。"))] = None
    backup_keys_passphrase_file: Annotated[
        Path | None,
        Means(_("备份密钥用的另一个口令的文件：有了两部分和两个口令的人才能读；只用一个口令的，写同一个文件。")),
    ] = None
    webhooks: Annotated[
        WebhookReach,
        Means(_("事件可以通知到哪里：public 只到公网地址，inside 也到内网和本机，machine 只到本机。")),
    ] = "public"
    log_form: Annotated[Literal["text", "json"], Means(_("日志一行怎样写：文字，或者 JSON。"))] = "text"
    log_syslog: Annotated[
        str | None,
        Field(pattern=r"^[^\s:]+:\d{1,5}$"),
        Means(_("日志另送到哪台机器，主机:端口（syslog，UDP）；要加密的，由本机的日志服务转送。")),
    ] = None
    oidc_issuer: Annotated[
        str | None, Means(_("本院人员统一身份登录（OpenID Connect）的地址，以 https:// 开头；不设就没有。"))
    ] = None
    oidc_client_id: Annotated[str, Means(_("本系统在统一身份登录那里的客户端编号。"))] = ""
    oidc_client_secret: Annotated[SecretStr | None, Means(_("本系统在统一身份登录那里的密钥；公开客户端没有。"))] = None

    @field_validator("database_url")
    @classmethod
    def _is_an_address_of_a_record(cls, url: str | None) -> str | None:
        return ensure_record_address(url) if url else url

    @field_validator("language")
    @classmethod
    def _has_a_catalogue(cls, language: str) -> str:
        if language not in languages():
            raise PydanticCustomError("literal_error", "unknown", {"expected": str(languages())})
        return language

    @field_validator("metrics_host")
    @classmethod
    def _is_one_address(cls, host: str) -> str:
        if host.strip() in ("", "*", "0.0.0.0", "::"):
            raise ValueError(_("应当是本机的一个地址：数字不是给能连到本机的每个人看的。").zh)
        return host

    @field_validator("oidc_issuer")
    @classmethod
    def _is_safe_issuer(cls, issuer: str | None) -> str | None:
        parts = urlsplit(issuer or "")
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if issuer and not (
            safe and parts.hostname and "@" not in parts.netloc and not parts.query and not parts.fragment
        ):
            raise ValueError(_("应当以 https:// 开头，本机的可以是 http://，不带问号后面的部分。").zh)
        return issuer or None

    @property
    def record_url(self) -> str:
        """The record's SQLAlchemy address."""
        if self.database_url:
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return sqlite_url(self.data_folder / "record.db")

    @property
    def folders(self) -> list[Path]:
        """Where this installation keeps files that are for nobody else."""
        return [self.data_folder] if self.keys.is_relative_to(self.data_folder) else [self.data_folder, self.keys]

    @property
    def keys(self) -> Path:
        """The folder of keys. One that lies in the data folder, as after a restore, is used there until somebody moves it."""
        inside = self.data_folder / "keys"
        return self.keys_folder or (inside if inside.is_dir() else self.keys_beside)

    @property
    def keys_beside(self) -> Path:
        """Where keys lie unless somebody says otherwise: beside the data folder, and not in it."""
        data = self.data_folder.absolute()
        return data.with_name(f"{data.name}-keys")

    def get_key_place(self, name: Literal["master", "archive"]) -> tuple[KeySource, Path]:
        """Where that key comes from, and its file."""
        if self.main_keys_folder is not None:
            return KeySource.GIVEN, self.main_keys_folder / f"{name}.key"
        return KeySource.OWN_FILE, self.keys / f"{name}.key"

    @property
    def questionnaires(self) -> Path | None:
        """An office's own questionnaires, in the form of evaluation/instruments.toml; None where it has none."""
        return _if_there(self.data_folder / "questionnaires.toml")

    @property
    def reporting_numbers(self) -> Path | None:
        """Its own numbers for reporting harm to a child, in the form of law/reporting_numbers.toml."""
        return _if_there(self.data_folder / "reporting_numbers.toml")

    @property
    def quality_check(self) -> Path | None:
        """Its own lines of the check of a finished case, in the form of law/quality_check.toml."""
        return _if_there(self.data_folder / "quality_check.toml")

    @property
    def typing_sheet(self) -> Path | None:
        """Its own order of typing a case into the national system, in the form of documents/typing_sheet.toml."""
        return _if_there(self.data_folder / "typing_sheet.toml")

    @property
    def own_files(self) -> list[Path]:
        """The files of these that the office has. Each backup contains them."""
        files = (self.questionnaires, self.reporting_numbers, self.quality_check, self.typing_sheet)
        return [file for file in files if file is not None]

    @property
    def prefect_port(self) -> int:
        """Where a Prefect server beside the program listens."""
        return self.port + 1

    @property
    def prefect_secret_file(self) -> Path:
        """Where the secret of the Prefect server beside the program lies while it runs, for its owner alone."""
        return self.data_folder / f"prefect-{self.prefect_port}.secret"

    @property
    def outbox_folder(self) -> Path:
        """Where the folder channel writes what a real provider would have carried."""
        return self.data_folder / "outbox"

    @property
    def high_water(self) -> Path:
        """The mark by which a restored record is known; beside the record and not in it."""
        return self.data_folder / "outbox.mark"


def _if_there(file: Path) -> Path | None:
    return file if file.exists() else None


def ensure_record_address(url: str) -> str:
    """The address of a record, as it is. ValueError, without any of it, where it is not one that this program connects to."""
    scheme, _found, rest = url.partition("://")
    if scheme in ("sqlite", "sqlite+pysqlite"):
        return url
    if scheme not in ("postgresql", "postgresql+psycopg"):
        raise ValueError(_("写法是 postgresql://user@host/database。").zh)
    place = re.split("[/?]", rest.rpartition("@")[2], maxsplit=1)[0]
    if rest.count("@") > 1:
        raise ValueError(_("主机前面只有一个 @；口令里的 @ 写成 %40。").zh)
    if "," in place:
        raise ValueError(
            _("几台服务器写成 postgresql://user@/database?host=A:5432&host=B:5432&target_session_attrs=read-write。").zh
        )
    if (port := re.search(r":([^:\]]*)$", place)) is not None and not port[1].isdecimal():
        raise ValueError(_("主机的冒号后面应当是端口的数字。").zh)
    return url


class GivenSettings(Settings):
    """Settings that are given, and asked of no environment."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Nothing but what it is made with."""
        return (init_settings,)


class TerminalLocale(BaseSettings):
    """What the terminal says of its user, in the order in which POSIX reads it."""

    lc_all: str = ""
    lc_messages: str = ""
    lang: str = ""

    @property
    def locale(self) -> str:
        """Of the language in which it is read, such as "en_GB"; empty, "C" or "POSIX" where it names none."""
        return (self.lc_all or self.lc_messages or self.lang).partition(".")[0].partition("@")[0]


def export(settings: Settings) -> None:
    """Processes started from here find the same data folder and record."""
    # Three name servers that say nothing would otherwise be waited for for half a minute.
    os.environ.setdefault("RES_OPTIONS", "timeout:2 attempts:1")
    for name in find_settings(Holds.CHILDREN):
        variable = f"SUNWARD_{name.upper()}"
        match getattr(settings, name):
            case None:
                os.environ.pop(variable, None)
            case SecretStr():
                pass  # it was read there
            case value:
                os.environ[variable] = str(value.absolute() if isinstance(value, Path) else value)


def find_settings(holds: Holds) -> set[str]:
    """The settings that hold there."""
    return {name for name, field in Settings.model_fields.items() if holds in field.metadata}
