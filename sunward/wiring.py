"""The only chooser of real things: which record, which clock, which vault, which channels."""

import atexit
import base64
import contextlib
import json
import secrets
import shutil
import tempfile
import threading
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from standardwebhooks import Webhook

from casework.choosing import recorded_choices
from casework.dates.holidays import RecordedDays, recorded_days
from casework.desk import Desk
from casework.messages.addresses import CaseAddresses
from casework.messages.eligibility import MayStillLeave
from casework.messages.policies import recorded_policies
from evaluation.instruments import instruments
from law.rulebook import Rulebook
from models.database import Database, RecordInMemory
from models.keys import load_or_create_master_key
from models.vault import Vault
from notifications.bundling import Bounds
from notifications.channels.channel import Channel
from notifications.channels.email import EmailChannel
from notifications.channels.folder import FolderChannel
from notifications.channels.inbox import InboxChannel
from notifications.channels.memory import MemoryChannel
from notifications.channels.provider_sdks import Account, AliyunTexts, TencentTexts
from notifications.channels.staff_robots import StaffRobot
from notifications.channels.text_gateway import Terms, TextGateway
from notifications.channels.webhook import WebhookChannel
from notifications.dispatcher import Delivered, deliver_pending
from notifications.high_water import HighWater, Mark
from notifications.reminder_policy import ReminderPolicy
from sunward.clock import Clock, OffsetClock, SimulatedClock, WallClock
from sunward.errors import Refused
from sunward.settings import Settings, export
from sunward.words import Words

_CLOCK_FILE = "clock.json"
_current: Desk | None = None
_turn = threading.Lock()


def current() -> Desk:
    """The desk of this process, built from the environment at first asking."""
    global _current
    with _turn:
        if _current is None:
            _current = desk_for(Settings())
        return _current


def use(desk: Desk, settings: Settings) -> None:
    """This process, and every child it starts, works at that desk's record from now on."""
    global _current
    with _turn:
        _current = desk
    export(settings)


def current_clock() -> Clock:
    """The clock of this process, without opening the record."""
    return clock_of(Settings().data_folder)


def desk_for(settings: Settings) -> Desk:
    """A desk over the lasting record of those settings, migrated to this edition of the program."""
    from models.schema import migrate  # a rehearsal needs none of it and does not wait for it to load

    settings.data_folder.mkdir(parents=True, exist_ok=True)
    database = Database(settings.record_url)
    migrate(database)
    return Desk(
        database=database,
        clock=clock_of(settings.data_folder),
        vault=Vault(settings.keys, _master_key(settings)),
        rulebook=Rulebook.load(),
        days=recorded_days(database),
        language=settings.language,
        archive_key=load_or_create_master_key(settings.data_folder / "archive.key"),
        questionnaires=instruments(settings.questionnaires),
        choices=recorded_choices(database),
        policy=policy_for(settings),
        policies=_switched_on(database),
    )


def _switched_on(database: Database) -> dict[uuid.UUID | None, ReminderPolicy]:
    with database.reading() as session:
        return recorded_policies(session)


def _master_key(settings: Settings) -> bytes:
    if settings.master_key is not None:
        return base64.b64decode(settings.master_key.get_secret_value())
    return load_or_create_master_key(settings.data_folder / "master.key")


def desk_with_copied_keys(settings: Settings) -> Desk:
    """As `desk_for`, with the case keys copied aside: a simulation that seals a case seals a copy."""
    desk = desk_for(settings)
    kept = Path(tempfile.mkdtemp(prefix="sunward-"))
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    if settings.keys.exists():
        shutil.copytree(settings.keys, kept / "keys")
    return replace(desk, vault=Vault(kept / "keys", _master_key(settings)))


@contextlib.contextmanager
def keys_aside(settings: Settings, desk: Desk) -> Iterator[Desk]:
    """The same desk with its case keys copied aside for as long: a simulation that seals a case seals a copy."""
    with tempfile.TemporaryDirectory(prefix="sunward-") as folder:
        kept = Path(folder) / "keys"
        if settings.keys.exists():
            shutil.copytree(settings.keys, kept)
        yield replace(desk, vault=Vault(kept, _master_key(settings)))


def building_desk(settings: Settings, start: datetime) -> Desk:
    """A desk whose record is made in memory, to be written to disk when it is whole; its keys are on disk already."""
    from models.schema import migrate

    database = RecordInMemory()
    migrate(database)
    HighWater(settings.high_water).raise_to(Mark(start))  # what is said in its past has left nowhere
    return Desk(
        database=database,
        clock=SimulatedClock(start),
        vault=Vault(settings.keys, load_or_create_master_key(settings.data_folder / "master.key")),
        rulebook=Rulebook.load(),
        days=RecordedDays(),
        language=settings.language,
        archive_key=load_or_create_master_key(settings.data_folder / "archive.key"),
        questionnaires=instruments(settings.questionnaires),
        policy=policy_for(settings),
    )


def rehearsal_desk(start: datetime) -> Desk:
    """A throw-away desk in memory, on a simulated clock that begins at that moment."""
    database = RecordInMemory()
    database.create_tables()
    return Desk(
        database=database,
        clock=SimulatedClock(start),
        vault=Vault(None, secrets.token_bytes(32)),
        rulebook=Rulebook.load(),
        days=RecordedDays(),
        archive_key=secrets.token_bytes(32),
    )


def clock_of(data_folder: Path) -> Clock:
    """The clock of that data folder: real time, unless the demonstration has set it to a day of its own."""
    kept = data_folder / _CLOCK_FILE
    if not kept.exists():
        return WallClock()
    words: dict[str, Any] = json.loads(kept.read_text())
    shown, at = datetime.fromisoformat(words["showed"]), datetime.fromisoformat(words["at"])
    return OffsetClock(shown - at)


def set_clock(data_folder: Path, moment: datetime) -> OffsetClock:
    """The data folder's clock shows that moment now and runs on from there, in every process and after restarts."""
    real = WallClock().now()
    (data_folder / _CLOCK_FILE).write_text(json.dumps({"showed": moment.isoformat(), "at": real.isoformat()}))
    return OffsetClock(moment - real)


def channels_for(settings: Settings) -> dict[str, Channel]:
    """What carries messages: texts and mail go to the outbox folder unless a real provider is set."""
    folder = FolderChannel(settings.outbox_folder)
    clock = clock_of(settings.data_folder)
    email: Channel = EmailChannel(settings.smtp_url, settings.email_from) if settings.smtp_url else folder
    channels: dict[str, Channel] = {
        "text": _text_channel(settings, clock),
        "email": email,
        "inbox": InboxChannel(),
        "webhook": folder if settings.webhooks == "folder" else WebhookChannel(clock, inside=settings.webhooks_inside),
    }
    if settings.staff_robot is not None and settings.staff_robot_url is not None:
        secret = settings.staff_robot_secret.get_secret_value() if settings.staff_robot_secret else None
        url = settings.staff_robot_url.get_secret_value()
        channels["group"] = StaffRobot(settings.staff_robot, url, clock, secret=secret)
    return channels


def _text_channel(settings: Settings, clock: Clock) -> Channel:
    secret = settings.text_secret.get_secret_value()
    match settings.text_provider:
        case "folder":
            return FolderChannel(settings.outbox_folder)
        case "http":
            terms = Terms(
                secret,
                settings.text_signature,
                settings.text_templates or None,
                later=frozenset(settings.text_gateway_later),
                too_many=frozenset(settings.text_gateway_too_many),
                no_such_number=frozenset(settings.text_gateway_no_such_number),
                keys_kept=timedelta(minutes=settings.text_gateway_keys_minutes),
            )
            if not settings.text_gateway_url or not secret:
                raise Refused(Words("短信网关需要地址和密钥。", "A text gateway needs an address and a shared secret."))
            return TextGateway(settings.text_gateway_url, terms, clock)
        case provider:
            account = Account(
                settings.text_key_id, secret, settings.text_signature, settings.text_templates, settings.text_app
            )
            return AliyunTexts(account) if provider == "aliyun" else TencentTexts(account)


def receipts_secret(settings: Settings) -> str | None:
    """Under which the gateway signs its receipts; None if it sends none. Refused for a secret that is none."""
    if settings.text_receipts_secret is None:
        return None
    secret = settings.text_receipts_secret.get_secret_value()
    try:
        Webhook(secret)
    except ValueError:
        raise Refused(
            Words("回执密钥应为Base64，如 whsec_…。", "The secret of receipts is Base64, such as whsec_….")
        ) from None
    return secret


def policy_for(settings: Settings) -> ReminderPolicy:
    """How messages are bundled and bounded here."""
    return ReminderPolicy.load(settings.reminder_policy) if settings.reminder_policy else ReminderPolicy.load()


def memory_channels() -> dict[str, Channel]:
    """Channels that keep what they are given, for rehearsals and tests."""
    memory = MemoryChannel()
    return {"text": memory, "email": memory, "inbox": InboxChannel()}


@dataclass(frozen=True)
class Dispatcher:
    """Delivers what is due from a desk's outbox over these channels."""

    channels: Mapping[str, Channel]
    policy: ReminderPolicy | None = None
    """With it, digests stand for routine mails and nobody is written to more often than the practice allows. Without it,
    the desk's own policy only says what is said together."""
    high_water: HighWater | None = None
    """With it, a restored record sends nothing until a person releases it."""
    hands: int = 1
    """So many messages are handed over at the same time."""

    def deliver(self, desk: Desk, limit: int = 200) -> Delivered:
        """One round: what is due has left, or says why not."""
        most = desk.law.number("most_reminders_a_day", on=desk.clock.today())
        bounds = Bounds(self.policy or desk.policy, most, desk.policies, counted=self.policy is not None)
        return deliver_pending(
            desk.database,
            desk.clock,
            self.channels,
            CaseAddresses(desk),
            MayStillLeave(desk),
            limit,
            bounds=bounds,
            high_water=self.high_water,
            hands=self.hands,
        )
