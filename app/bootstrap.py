"""The only chooser of real things: which record, which clock, which vault, which channels."""

import secrets
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlalchemy.engine import make_url

from casework.acting.context import Context
from casework.messages.addresses import CaseAddresses
from casework.messages.eligibility import SendEligibility
from casework.settings.chosen_values import load_recorded_choices
from casework.settings.holidays import RecordedDays, recorded_days
from casework.settings.policies import load_recorded_policies
from core.clock import Clock, SimulatedClock, StoredClock, UnreadableClock, WallClock
from core.errors import KeyStoreError, NoRecord, StateConflict
from core.file_permissions import find_other_owner
from core.i18n import _
from core.log_output import set_up_log
from core.settings import KeySource, Settings, export
from documents.typing_order import load_typing_order
from evaluation.instruments import load_instruments
from law.quality_check import load_quality_lines
from law.rulebook import Rulebook
from models.bound_rows import RowBinding
from models.chain import tell_clock_behind
from models.database import Database, InMemoryDatabase
from models.installation import ensure_same_installation, find_installation, other_keys
from models.keys import (
    FINGERPRINT,
    RING,
    RING_FINGERPRINT,
    FileKeyStore,
    load_or_create_master_key,
    read_key,
)
from models.outage import Heartbeat
from models.postgresql_server import ensure_fit_server
from models.vault import Vault
from notifications.channels.channel import Channel
from notifications.channels.folder import FolderChannel
from notifications.channels.inbox import InboxChannel
from notifications.channels.memory import MemoryChannel
from notifications.digest_and_limits import MessageLimits
from notifications.dispatcher import DeliveryCounts, deliver_pending
from notifications.reminder_policy import ReminderPolicy
from notifications.restore_guard import OutboxPosition, RestoreGuard, write_position
from notifications.text_signature import find_signature_fault

if TYPE_CHECKING:
    from models.backup import BackupSource

# What only a server or a backup needs is imported where it is made: a rehearsal does not wait for it.
_CLOCK_FILE = "clock.json"
RECORD_IDENTITY = "record identity"
"""For what the key is derived by which a record knows its keys."""
_current: Context | None = None
_turn = threading.Lock()


def get_context(*, only_existing: bool = False) -> Context:
    """The context of this process, built from the environment at first use."""
    global _current
    with _turn:
        if _current is None:
            _current = create_context(Settings(), only_existing=only_existing)
        return _current


def ensure_record_exists(settings: Settings) -> None:
    """Raises NoRecord where there is none: a command that only reads does not create one."""
    from models.schema import has_tables

    database = Database(settings.record_url)
    try:
        if not has_tables(database):
            where = settings.data_folder if database.is_sqlite else "SUNWARD_DATABASE_URL"
            raise NoRecord(
                _("{where}：这里没有记录。请查看 SUNWARD_DATA_FOLDER 和 SUNWARD_DATABASE_URL。", where=str(where))
            )
    finally:
        database.dispose()


def set_context(context: Context, settings: Settings) -> None:
    """This process, and every child it starts, works on that context's record from now on."""
    global _current
    with _turn:
        _current = context
    export(settings)


def get_clock() -> Clock:
    """The clock of this process, without opening the record."""
    return load_clock(Settings().data_folder)


def create_context(settings: Settings, *, only_existing: bool = False) -> Context:
    """A context over the lasting record of those settings, migrated to this edition of the program.

    KeyStoreError, and nothing is written, where the record is there and a key of it is not, or is another one than the
    record knows: a new key would open nothing. StateConflict for a record that has other tables than this program.
    StateConflict too where there is no record, and keys of its cases are there, and for a server that is not fit.
    StateConflict where root works at the record of another user, who could not open what is made.
    With `only_existing`, NoRecord where there is no record yet: nothing is made.
    """
    from models.schema import ensure_own_tables, has_tables, is_current, migrate

    _ensure_own_files(settings)
    set_up_log(as_json=settings.log_form == "json", syslog=settings.log_syslog)
    database = Database(settings.record_url)
    ensure_fit_server(database)
    begun = has_tables(database)
    if only_existing and not (begun and is_current(database)):
        raise NoRecord(_NO_RECORD)
    if not begun or not database.is_sqlite:
        settings.data_folder.mkdir(parents=True, exist_ok=True)
    if begun:
        ensure_own_tables(database)
    master, archive = load_keys(settings, begun)
    if not begun:
        _ensure_none_is_lost(settings)
    # Before a ring of its own is made there. Of one that is lost from its folder the vault says so.
    if (
        begun
        and not any((settings.keys / one).exists() for one in (RING, RING_FINGERPRINT))
        and find_installation(database)
    ):
        in_use = (settings.keys / FINGERPRINT).exists()
        raise other_keys() if in_use else _lost(settings.keys, "SUNWARD_KEYS_FOLDER")
    vault = _open_vault(settings, master, archive)
    clock = load_clock(settings.data_folder)
    database.row_binding = RowBinding(vault.chain_key, clock.now)
    if not only_existing:
        migrate(database)
    ensure_same_installation(database, vault.derive(RECORD_IDENTITY), clock.now())
    with database.reading() as session:
        policies, alive = load_recorded_policies(session), session.get(Heartbeat, 1)
        tell_clock_behind(session, clock.now())
    if isinstance(clock, WallClock):
        database.clock_leap.watch(alive.seen_at if alive is not None else None)
    return Context(
        database=database,
        clock=clock,
        vault=vault,
        rulebook=Rulebook.load(),
        days=recorded_days(database),
        language=settings.language,
        archive_key=archive,
        questionnaires=load_instruments(settings.questionnaires),
        quality_lines=load_quality_lines(settings.quality_check),
        typing_order=load_typing_order(settings.typing_sheet),
        choices=load_recorded_choices(database),
        policy=ReminderPolicy.load(),
        policies=policies,
        heads_email=settings.journal_heads_email,
    )


def _ensure_own_files(settings: Settings) -> None:
    for file in (settings.data_folder / "record.db", settings.keys / FINGERPRINT):
        if (owner := find_other_owner(file)) is not None:
            raise StateConflict(
                _(
                    "{folder} 里的文件属于用户 {owner}：以 root 运行，会留下该用户打不开的密钥。没有运行；"
                    "请由该用户运行：runuser -u {owner} -- 命令。",
                    folder=str(file.parent), owner=owner,
                )
            )  # fmt: skip


def create_restore_guard(settings: Settings, database: Database) -> RestoreGuard:
    """How a record that was restored from a backup is known, so that nothing of it leaves twice."""
    return RestoreGuard(settings.high_water, database)


def create_backup_source(settings: Settings, context: Context) -> "BackupSource":
    """Of what a backup of that record is made."""
    from models.backup import BackupSource

    return BackupSource(
        context.database, settings.keys, load_keys(settings, True)[0], context.archive_key,
        settings.own_files,
    )  # fmt: skip


def _open_vault(settings: Settings, master: bytes, archive: bytes) -> Vault:
    vault = Vault(settings.keys, master, settings.cipher)
    vault.check_archive_key(archive)
    return vault


def load_keys(settings: Settings, begun: bool) -> tuple[bytes, bytes]:
    """The master key and the archive's. Made only where nothing was ever written under them."""
    begun = begun or (settings.keys / FINGERPRINT).exists()
    if begun and not settings.keys.is_dir():
        raise _lost(settings.keys, "SUNWARD_KEYS_FOLDER")
    return _load_key(settings, "master", begun), _load_key(settings, "archive", begun)


def _load_key(settings: Settings, name: Literal["master", "archive"], begun: bool) -> bytes:
    """That key. Its file is there afterwards, or it is said what lacks."""
    source, file = settings.get_key_place(name)
    if source is KeySource.OWN_FILE and not begun:
        load_or_create_master_key(file)
    elif not file.exists():
        raise _lost(file, "SUNWARD_MAIN_KEYS_FOLDER")
    return read_key(file)


def _lost(place: Path, setting: str) -> KeyStoreError:
    return KeyStoreError(
        _(
            "记录已经在用，它的密钥却不在：{place}。没有写入任何内容。请从单独保管的备份放回原处，或用 "
            "{setting} 指明；新造一把钥匙打不开已有的内容。",
            place=place,
            setting=setting,
        )
    )


def _ensure_none_is_lost(settings: Settings) -> None:
    """StateConflict where there is no record, and the folder of keys says that there was one: a disk that is not mounted, or
    the address of another database. What was written to a new record would be missing in the old one."""
    if not (count := len(FileKeyStore(settings.keys).cases())):
        return
    place = make_url(settings.record_url).render_as_string(hide_password=True)
    raise StateConflict(
        _(
            "密钥文件夹里已有{count}把案件密钥，记录却不在：{place}。没有新建记录。请检查磁盘是否已挂载、地址是否写对，或者从备份"
            "恢复；确要从头开始，请让 SUNWARD_KEYS_FOLDER 指向一个空文件夹。",
            count=count, place=place,
        )
    )  # fmt: skip


_NO_RECORD = _(
    "这里没有本版本可用的记录；工作进程不新建记录，也不升级。请把 SUNWARD_DATA_FOLDER 写成记录所在文件夹的绝对路径（或设 "
    "SUNWARD_DATABASE_URL），并先用 ./run up 启动一次。"
)


def create_seeding_context(settings: Settings, start: datetime) -> Context:
    """A context whose record is made in memory, to be written to disk when it is whole; its keys are on disk already."""
    from models.schema import migrate

    database = InMemoryDatabase()
    migrate(database)
    master, archive = load_keys(settings, False)
    write_position(settings.high_water, OutboxPosition(start))  # what is said in its past has left nowhere
    vault, clock = _open_vault(settings, master, archive), SimulatedClock(start)
    database.row_binding = RowBinding(vault.chain_key, clock.now)
    return Context(
        database=database,
        clock=clock,
        vault=vault,
        rulebook=Rulebook.load(),
        days=RecordedDays(),
        language=settings.language,
        second_factor=False,
        archive_key=archive,
        questionnaires=load_instruments(settings.questionnaires),
        policy=ReminderPolicy.load(),
    )


def create_rehearsal_context(start: datetime) -> Context:
    """A throw-away context in memory, on a simulated clock that begins at that moment."""
    database = InMemoryDatabase()
    database.create_tables()
    return Context(
        database=database,
        clock=SimulatedClock(start),
        vault=Vault(None, secrets.token_bytes(32)),
        rulebook=Rulebook.load(),
        days=RecordedDays(),
        second_factor=False,
        archive_key=secrets.token_bytes(32),
    )


def load_clock(data_folder: Path) -> Clock:
    """The clock of that data folder: real time, unless the demonstration has set it to a day of its own. StateConflict for a
    file that says nothing."""
    kept = data_folder / _CLOCK_FILE
    try:
        return StoredClock(kept) if kept.exists() else WallClock()
    except UnreadableClock:
        raise StateConflict(
            _("时钟文件读不出：{place}。演示可用 ./run demo --fresh 重新开始。", place=str(kept))
        ) from None


def set_clock(data_folder: Path, moment: datetime) -> StoredClock:
    """The data folder's clock shows that moment now and runs on from there, in every process and after restarts."""
    return StoredClock.begin(data_folder / _CLOCK_FILE, moment)


def create_channels(settings: Settings) -> dict[str, Channel]:
    """What carries messages: texts and mail go to the outbox folder unless a real provider is set."""
    from notifications.channels.chat_webhooks import ChatWebhookChannel
    from notifications.channels.email import EmailChannel
    from notifications.channels.webhook import WebhookChannel

    folder = FolderChannel(settings.outbox_folder)
    clock = load_clock(settings.data_folder)
    email: Channel = (
        EmailChannel(settings.smtp_url.get_secret_value(), settings.email_from) if settings.smtp_url else folder
    )
    channels: dict[str, Channel] = {
        "email": email,
        "inbox": InboxChannel(),
        "webhook": WebhookChannel(clock, reach=settings.webhooks),
    }
    text_channel = _text_channel(settings, clock)
    if find_signature_fault(settings) is None:  # otherwise a text goes to the next channel, and then to a person
        channels["text"] = text_channel
    if settings.staff_robot is not None and settings.staff_robot_url is not None:
        secret = settings.staff_robot_secret.get_secret_value() if settings.staff_robot_secret else None
        url = settings.staff_robot_url.get_secret_value()
        channels["group"] = ChatWebhookChannel(settings.staff_robot, url, clock, secret=secret)
    return channels


def _text_channel(settings: Settings, clock: Clock) -> Channel:
    from notifications.channels.provider_sdks import AliyunTexts, ProviderAccount, TencentTexts
    from notifications.channels.text_gateway import GatewayConfig, TextGateway

    secret = settings.text_secret.get_secret_value()
    account = ProviderAccount(
        settings.text_key_id, secret, settings.text_signature, settings.text_templates, settings.text_app
    )
    match settings.text_provider:
        case "folder":
            return FolderChannel(settings.outbox_folder)
        case "http" | "intranet":
            terms = GatewayConfig(
                secret,
                settings.text_signature,
                settings.text_templates or None,
                settings.text_gateway_answer,
                settings.text_gateway_codes,
                timedelta(minutes=settings.text_gateway_keys_minutes),
                settings.text_provider == "intranet",
            )
            if not settings.text_gateway_url or not secret:
                raise StateConflict(_("短信网关需要地址和密钥。"))
            return TextGateway(settings.text_gateway_url, terms, clock)
        case "aliyun":
            return AliyunTexts(account)
        case "tencent":
            return TencentTexts(account)


def load_receipts_secret(settings: Settings) -> str | None:
    """Under which the gateway signs its receipts; None if it sends none. Refused for a secret that is none."""
    from standardwebhooks import Webhook

    if settings.text_receipts_secret is None:
        return None
    secret = settings.text_receipts_secret.get_secret_value()
    try:
        Webhook(secret)
    except ValueError:
        raise StateConflict(_("回执密钥应为Base64，如 whsec_…。")) from None
    return secret


def create_memory_channels() -> dict[str, Channel]:
    """Channels that keep what they are given, for rehearsals and tests."""
    memory = MemoryChannel()
    return {"text": memory, "email": memory, "inbox": InboxChannel()}


@dataclass(frozen=True)
class Dispatcher:
    """Delivers what is due from a context's outbox over these channels."""

    channels: Mapping[str, Channel]
    policy: ReminderPolicy | None = None
    """With it, digests stand for routine mails and nobody is written to more often than the practice allows. Without it,
    the context's own policy only says what is said together."""
    high_water: RestoreGuard | None = None
    """With it, a restored record sends nothing until a person releases it."""
    threads: int = 1
    """So many messages are handed over at the same time."""

    def deliver(self, context: Context, limit: int = 200) -> DeliveryCounts:
        """One round: what is due has left, or says why not."""
        key, today = "most_reminders_a_day", context.clock.today()
        chosen = {uuid.UUID(one.office) for one in context.choices if one.office and one.key == key}
        own = {office: context.get_law(office).number(key, on=today) for office in chosen}
        most, policy = context.law.number(key, on=today), self.policy or context.policy
        bounds = MessageLimits(policy, most, context.policies, own, counted=self.policy is not None)
        return deliver_pending(
            context.database,
            context.clock,
            self.channels,
            CaseAddresses(context),
            SendEligibility(context),
            limit,
            bounds=bounds,
            high_water=self.high_water,
            threads=self.threads,
        )
