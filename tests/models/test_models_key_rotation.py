"""A new master key: every case opens all the time, in every process, and what outlives the master key stays the same."""

import threading
import uuid
from pathlib import Path

import pytest

from core.errors import Archived, DecryptionError, KeyStoreError
from models.keys import ARCHIVE_FINGERPRINT, FINGERPRINT, NEXT_ARCHIVE_KEY, NEXT_MASTER_KEY, RING, read_key, write_key
from models.master_keys import MasterKeys, with_next
from models.vault import Vault

MASTER, ARCHIVE = b"m" * 32, b"a" * 32
CASES = [uuid.UUID(int=number) for number in range(1, 7)]
SEALED, FIELD, ROW = CASES[-1], "person.document", uuid.UUID(int=11)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Keys of six cases, one of them sealed, and the master key in a file beside them."""
    (tmp_path / "master.key").write_bytes(write_key(MASTER))
    (tmp_path / "master.key").chmod(0o600)
    vault = opened(tmp_path)
    for case_id in CASES:
        vault.new_key(case_id)
    vault.rewrap(SEALED, ARCHIVE)
    return tmp_path


def opened(folder: Path) -> Vault:
    """The vault as a process of its own opens it."""
    return Vault(folder, MasterKeys(with_next(lambda: read_key(folder / "master.key"), folder)))


def rotate(vault: Vault, folder: Path) -> None:
    vault.begin_rotation()
    vault.rewrap_next()
    assert vault.end_rotation(folder / "master.key")


def derived(vault: Vault) -> list[object]:
    purposes = ("journal head signature", "installation", "known devices", "something later")
    return [vault.index("x"), vault.chain_key, vault.signing_secret(ROW), *(vault.derive(one) for one in purposes)]


def test_every_case_opens_under_the_new_master_key_and_none_under_the_old_one(folder: Path) -> None:
    """And whatever was derived is the same: people are found, the chain holds, receivers know their secrets."""
    vault = opened(folder)
    texts = {case_id: vault.seal(case_id, FIELD, ROW, "话") for case_id in CASES[:-1]}
    before = derived(vault)
    rotate(vault, folder)

    assert read_key(folder / "master.key") != MASTER
    again = opened(folder)
    assert [again.open(case_id, FIELD, ROW, text) for case_id, text in texts.items()] == ["话"] * 5
    assert derived(again) == derived(vault) == before
    assert again.count_keys() == (5, 0, 1, 0)
    with pytest.raises(KeyStoreError):
        Vault(folder, MASTER)
    again.release(SEALED, ARCHIVE)
    again.check(SEALED)
    assert not (folder / NEXT_MASTER_KEY).exists()


def test_a_process_that_was_there_before_goes_on_without_noticing(folder: Path) -> None:
    """It reads, opens new cases and seals others while each key is wrapped anew, and afterwards."""
    other, vault = opened(folder), opened(folder)
    text = other.seal(CASES[0], FIELD, ROW, "话")
    wrong: list[Exception] = []
    over = threading.Event()

    def works() -> None:
        number = 100
        while not over.is_set():
            number += 1
            try:
                assert opened_text(other) == "话"
                other.new_key(uuid.UUID(int=number))
                other.check(uuid.UUID(int=number))
            except Exception as error:
                wrong.append(error)
                return

    def opened_text(who: Vault) -> str:
        who._known.clear()  # as if it had been started just now
        return who.open(CASES[0], FIELD, ROW, text)

    working = threading.Thread(target=works)
    working.start()
    for _ in range(3):
        vault.begin_rotation()
        vault.rewrap_next()
        while not vault.end_rotation(folder / "master.key"):
            vault.rewrap_next()
    over.set()
    working.join()
    assert wrong == []
    assert opened(folder).count_keys().damaged == 0
    assert opened_text(other) == "话"


@pytest.mark.parametrize("stopped_after", ["begin", "some", "rewrap", "the key's file"])
def test_interrupted_and_called_again_it_ends_well(folder: Path, stopped_after: str) -> None:
    """Wherever the power went: every case opened meanwhile, and the second call ends it."""
    vault = opened(folder)
    vault.begin_rotation()
    if stopped_after == "some":
        vault.cases = lambda: CASES[:2]  # type: ignore[method-assign]
    if stopped_after != "begin":
        vault.rewrap_next()
    if stopped_after == "the key's file":
        names = MasterKeys(with_next(lambda: MASTER, folder))
        (folder / FINGERPRINT).write_bytes(names.fingerprints()[-1].hex().encode())
        (folder / "master.key").write_bytes((folder / NEXT_MASTER_KEY).read_bytes())

    again = opened(folder)
    for case_id in CASES[:-1]:
        again.check(case_id)
    rotate(again, folder) if again.has_two_masters() else again.end_rotation(folder / "master.key")
    assert opened(folder).count_keys() == (5, 0, 1, 0)
    assert not (folder / NEXT_MASTER_KEY).exists()


def test_a_case_sealed_meanwhile_stays_sealed(folder: Path) -> None:
    """Its key lies under the archive's, and is not brought back under the new master key."""
    vault, other = opened(folder), opened(folder)
    vault.begin_rotation()
    other.rewrap(CASES[0], ARCHIVE)
    rotate(vault, folder)
    with pytest.raises(Archived):
        opened(folder).check(CASES[0])


def test_a_key_given_from_outside_stays_in_use_until_the_new_one_is_given(tmp_path: Path) -> None:
    """Its file is kept, and with the old key alone everything opens; once the new one is given, the file goes."""
    given = [MASTER]

    def process() -> Vault:
        return Vault(tmp_path, MasterKeys(with_next(lambda: given[0], tmp_path)))

    vault = process()
    vault.new_key(CASES[0])
    vault.begin_rotation()
    vault.rewrap_next()
    assert vault.end_rotation(None)
    process().check(CASES[0])

    given[0] = read_key(tmp_path / NEXT_MASTER_KEY)
    assert process().end_rotation(None)
    assert not (tmp_path / NEXT_MASTER_KEY).exists()
    process().check(CASES[0])


@pytest.mark.parametrize(
    ("name", "content"),
    [(RING, None), (RING, b"short"), (FINGERPRINT, b"0" * 32), (ARCHIVE_FINGERPRINT, b"0" * 32), ("master.key", b"c2hvcnQ=")],
)  # fmt: skip
def test_a_key_that_is_lost_cut_short_or_another_one_is_told_of_and_nothing_is_written(
    folder: Path, name: str, content: bytes | None
) -> None:
    opened(folder).check_archive_key(ARCHIVE)
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(KeyStoreError) as told:
        opened(folder).check_archive_key(ARCHIVE)
    assert told.value.reason.zh
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_another_archive_key_is_refused_also_where_none_was_noted(folder: Path) -> None:
    """A record from before it was noted has a sealed case to try it on."""
    with pytest.raises(KeyStoreError):
        opened(folder).check_archive_key(b"b" * 32)
    opened(folder).check_archive_key(ARCHIVE)


def test_a_case_key_cut_short_is_counted(folder: Path) -> None:
    (folder / f"{CASES[0]}.key").write_bytes(b"L123")
    assert opened(folder).count_keys() == (4, 0, 1, 1)


@pytest.mark.parametrize("ciphers", [("aes-256-gcm", "sm4-gcm"), ("sm4-gcm", "aes-256-gcm")])
def test_whatever_cipher_is_chosen_texts_of_the_other_are_read(tmp_path: Path, ciphers: tuple[str, str]) -> None:
    """And a text of either opens in its own place only, and not when it was changed."""
    first, then = (Vault(tmp_path, MASTER, cipher) for cipher in ciphers)
    first.new_key(CASES[0])
    texts = [vault.seal(CASES[0], FIELD, ROW, "话") for vault in (first, then)]
    assert texts[0][0] != texts[1][0]
    for text in texts:
        assert first.open(CASES[0], FIELD, ROW, text) == then.open(CASES[0], FIELD, ROW, text) == "话"
        other_format = bytes([3 - text[0]]) + text[1:]
        for changed in (text[:-1], text[:-1] + bytes([text[-1] ^ 1]), other_format, text[:30]):
            with pytest.raises(DecryptionError):
                then.open(CASES[0], FIELD, ROW, changed)


def test_a_new_archive_key_takes_the_place_of_the_old_one_while_processes_run(folder: Path) -> None:
    """Interrupted anywhere, it is called again. Whoever still knows the old key seals and opens as before, until all have
    started again; then the old key opens nothing and is refused."""
    file = folder / "archive.key"
    file.write_bytes(write_key(ARCHIVE))
    vault, other = opened(folder), opened(folder)
    vault.check_archive_key(ARCHIVE)
    other.rewrap(CASES[0], ARCHIVE)
    assert vault.begin_archive_rotation()
    assert not opened(folder).begin_archive_rotation(), "called again, it goes on"
    assert vault.rewrap_archived(ARCHIVE) == 2
    other.rewrap(CASES[1], ARCHIVE)
    assert vault.rewrap_archived(ARCHIVE) == 0, "what is sealed meanwhile lies under the new one already"
    assert not vault.end_archive_rotation(ARCHIVE, file)
    new = read_key(file)
    assert new not in (ARCHIVE, MASTER)
    for case_id in (SEALED, CASES[0], CASES[1]):
        other.open_single_case(case_id, ARCHIVE).check(case_id)
        opened(folder).open_single_case(case_id, new).check(case_id)
    started = opened(folder)
    started.check_archive_key(new)
    other.check_archive_key(ARCHIVE)
    assert started.rewrap_archived(new) == 0
    assert started.end_archive_rotation(new, file)
    assert not (folder / NEXT_ARCHIVE_KEY).exists()
    started.check_archive_key(new)
    with pytest.raises(KeyStoreError):
        opened(folder).check_archive_key(ARCHIVE)
    with pytest.raises(KeyStoreError):
        opened(folder).open_single_case(SEALED, ARCHIVE)
    started.release(SEALED, new)
    started.check(SEALED)
    assert sorted(started.cases()) == CASES
