"""The only reader of the environment."""

import os
import re
from enum import Enum, StrEnum
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from core.i18n import SOURCE, _, languages

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def sqlite_url(file: Path, driver: str = "sqlite") -> str:
    """SQLAlchemy's address of that SQLite file. Not quoted, a name with `?` would end there, and `%41` be read as `A`: the
    record would lie in another place than the folder that was named."""
    return f"{driver}:///{str(file).replace('%', '%25').replace('?', '%3F')}"


class KeySource(StrEnum):
    """Where a key comes from."""

    SETTING = "setting"
    FILE = "file"
    CREDENTIAL = "credential"
    OWN_FILE = "own_file"
    """A file that the program made."""


class Holds(Enum):
    """Where a setting holds besides this process: said beside its type. What is secret has the type `SecretStr`."""

    DEMONSTRATION = "of the machine, so of a demonstration on it too"
    CHILDREN = "in every process that is started from here"


class Settings(BaseSettings):
    """What an installation may choose; every value can be set as SUNWARD_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="SUNWARD_", extra="ignore", populate_by_name=True)

    data_folder: Annotated[Path, Holds.CHILDREN] = Path("data")
    database_url: Annotated[str | None, Holds.CHILDREN] = None
    """Where the record is kept; without it, a SQLite file in the data folder."""
    keys_folder: Annotated[Path | None, Holds.CHILDREN] = None
    """Where the keys are kept, apart from the record; without it, beside the data folder: `data-keys` for `data`."""
    master_key: Annotated[SecretStr | None, Holds.CHILDREN] = None
    """Base64 of 32 bytes; without it, its file, a systemd credential, or a file made at the first start with mode 600."""
    master_key_file: Annotated[Path | None, Holds.CHILDREN] = None
    """A file that holds the master key, such as one that the machine gives at its start."""
    archive_key: Annotated[SecretStr | None, Holds.CHILDREN] = None
    """The same for the key of the archive, under which sealed files lie."""
    archive_key_file: Annotated[Path | None, Holds.CHILDREN] = None
    credentials_directory: Annotated[Path | None, Holds.CHILDREN] = Field(
        None, validation_alias="CREDENTIALS_DIRECTORY"
    )
    """Where systemd puts credentials: `sunward.master` and `sunward.archive` are the two keys."""
    cipher: Literal["aes-256-gcm", "sm4-gcm"] = "aes-256-gcm"
    """In which cipher new texts are encrypted. What was encrypted in the other one is read as before."""
    host: Annotated[str, Holds.DEMONSTRATION] = "127.0.0.1"
    port: Annotated[int, Holds.DEMONSTRATION] = Field(8460, ge=0, le=65535)
    metrics_port: int | None = Field(None, ge=0, le=65535)
    """Where a watching machine reads figures (Prometheus), and whether the process lives and is ready; without it, nowhere."""
    metrics_host: str = "127.0.0.1"
    """At which address of this machine: loopback, or the one address that the watching machine reaches."""
    prefect_port: Annotated[int, Holds.DEMONSTRATION, Holds.CHILDREN] = Field(8461, ge=0, le=65535)
    prefect_api_url: str | None = None
    """A Prefect server run elsewhere; without it, one is started beside the program."""
    prefect_secret: SecretStr | None = None
    """What a Prefect server run elsewhere asks for, its PREFECT_SERVER_API_AUTH_STRING; ours gets a new one at each start."""
    trusted_proxies: Annotated[list[str], Holds.DEMONSTRATION] = []
    """Addresses of the proxies before the program, as ["10.0.0.5"]: from these alone X-Forwarded-For and -Proto are
    believed, and from nobody where none is named."""
    language: Annotated[str, Holds.DEMONSTRATION] = SOURCE
    """In what language pages speak to whoever has chosen none: one that has a catalogue."""
    smtp_url: SecretStr | None = None
    """smtp://user:password@host:port for e-mail; without it, e-mail is not a channel."""
    email_from: str = "sunward@localhost"
    questionnaires: Path | None = None
    """How an office's own questionnaires are scored, beside evaluation/instruments.toml and in its form."""
    reporting_numbers: Path | None = None
    """An office's own numbers for reporting harm to a child, before law/reporting_numbers.toml and in its form."""
    text_provider: Literal["folder", "http", "aliyun", "tencent"] = "folder"
    """What carries texts: files in the outbox folder, an HTTP gateway, or a provider whose SDK is installed beside."""
    text_gateway_url: str | None = None
    text_key_id: str = ""
    """The account's key at Aliyun or Tencent."""
    text_secret: SecretStr = SecretStr("")
    """The account's secret; for an HTTP gateway, the shared one that proves each request."""
    text_signature: str = "向阳"
    """The registered name under which texts go out, without brackets."""
    text_templates: dict[str, str] = {}
    """The provider's number for each registered text, as {"S1": "SMS_100001"}; a gateway may do without."""
    text_gateway_codes: dict[str, Literal["later", "too_many", "no_such_number"]] = {"429": "too_many"}
    """What the gateway's own codes mean, as {"E20": "no_such_number"}: ask again later; the account must pause, whatever
    the message; nobody can be reached at that number."""
    text_gateway_keys_minutes: int = 0
    """So long the gateway knows an idempotency key again; 0 if it does not."""
    text_receipts_secret: SecretStr | None = None
    """Base64, as whsec_... of Standard Webhooks: under it the gateway signs its receipts."""
    text_app: str = ""
    """Tencent's SdkAppId."""
    staff_robot: Literal["dingtalk", "wecom", "feishu"] | None = None
    """A robot in a group chat of staff, for counts only."""
    staff_robot_url: SecretStr | None = None
    staff_robot_secret: SecretStr | None = None
    journal_heads_folder: Path | None = None
    """Where the signed head of the journal is put once a day; best a place that this machine can only add to."""
    journal_heads_email: str | None = None
    """Somebody outside who is mailed the signed head of the journal once a day, and keeps it."""
    backup_folder: Path | None = None
    """Where a backup is put every day; without it none is made by itself."""
    backup_passphrase_file: Path | None = None
    """The passphrase of the record's part of a backup, in a file for its owner alone."""
    backup_keys_passphrase_file: Path | None = None
    """The passphrase of the part with the keys. Another one: whoever has both parts and both passphrases
    reads the record. An office that wants one for both names the same file."""
    backup_keep_days: int = Field(30, ge=2, le=366)
    """So long the record's parts are kept: with one day only nobody can go back behind a mistake of yesterday, and what is
    older than a year holds what the law wants erased."""
    webhooks: Literal["public", "inside", "folder"] = "public"
    """Where what other systems are to hear of goes: to public addresses only; also to an office's own network and loopback;
    or into the outbox folder."""
    oidc_issuer: str | None = None
    """An identity provider at which staff may sign in (OpenID Connect), as it names itself: https, or http on loopback."""
    oidc_client_id: str = ""
    """Under which name the provider knows this installation."""
    oidc_client_secret: SecretStr | None = None
    """What this installation proves itself to the provider with; without it, the systemd credential `sunward.oidc`; a
    public client has none."""

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

    def get_key_place(self, name: Literal["master", "archive"]) -> tuple[KeySource, Path | None]:
        """Where that key comes from, and its file, where it has one."""
        if getattr(self, f"{name}_key") is not None:
            return KeySource.SETTING, None
        given: Path | None = getattr(self, f"{name}_key_file")
        if given is not None:
            return KeySource.FILE, given
        credential = self.credentials_directory / f"sunward.{name}" if self.credentials_directory else None
        if credential is not None and credential.exists():
            return KeySource.CREDENTIAL, credential
        return KeySource.OWN_FILE, self.keys / f"{name}.key"

    def read_oidc_secret(self) -> str | None:
        """The secret of this installation at the identity provider, from the first place that holds one. OSError where
        the credential cannot be read."""
        if self.oidc_client_secret is not None:
            return self.oidc_client_secret.get_secret_value()
        credential = self.credentials_directory / "sunward.oidc" if self.credentials_directory else None
        return credential.read_text(encoding="utf-8").strip() if credential and credential.exists() else None

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
        variable = Settings.model_fields[name].validation_alias or f"SUNWARD_{name.upper()}"
        match getattr(settings, name):
            case None:
                os.environ.pop(str(variable), None)
            case SecretStr():
                pass  # it was read there
            case value:
                os.environ[str(variable)] = str(value.absolute() if isinstance(value, Path) else value)


def find_settings(holds: Holds) -> set[str]:
    """The settings that hold there."""
    return {name for name, field in Settings.model_fields.items() if holds in field.metadata}
