"""The vault: what it seals opens in its own place only, and not at all once the key is gone."""

import base64
import stat
import uuid
from functools import partial
from pathlib import Path

import pytest

from core.errors import Archived, DecryptionError, KeyStoreError
from models.keys import load_or_create_master_key, parse_master_key
from models.vault import Vault
from tests.at_once import at_once

MASTER, ARCHIVE = b"m" * 32, b"a" * 32
CASE, OTHER_CASE = uuid.UUID(int=1), uuid.UUID(int=2)
ROW, OTHER_ROW = uuid.UUID(int=11), uuid.UUID(int=12)
FIELD, OTHER_FIELD = "person.document", "condition.document"
NAME = "沈小满"  # invented


@pytest.fixture(params=["in memory", "in a folder"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Vault:
    new = Vault(tmp_path / "keys" if request.param == "in a folder" else None, MASTER)
    new.new_key(CASE)
    new.new_key(OTHER_CASE)
    return new


def test_what_was_sealed_opens_in_its_own_place(vault: Vault) -> None:
    sealed = vault.seal(CASE, FIELD, ROW, NAME)

    assert vault.open(CASE, FIELD, ROW, sealed) == NAME
    assert NAME.encode() not in sealed


def test_a_document_comes_back_as_it_was(vault: Vault) -> None:
    document = {"name": NAME, "phones": ["10000000000"], "guardians": 2, "school": None}
    assert vault.open_document(CASE, FIELD, ROW, vault.seal_document(CASE, FIELD, ROW, document)) == document


@pytest.mark.parametrize(
    ("case", "field", "row"),
    [(OTHER_CASE, FIELD, ROW), (CASE, OTHER_FIELD, ROW), (CASE, FIELD, OTHER_ROW)],
    ids=["another case", "another field", "another row"],
)
def test_a_sealed_text_moved_elsewhere_does_not_open(vault: Vault, case: uuid.UUID, field: str, row: uuid.UUID) -> None:
    """Whoever can write to the record still cannot pass one minor's words off as another's."""
    sealed = vault.seal(CASE, FIELD, ROW, NAME)
    with pytest.raises(DecryptionError) as refusal:
        vault.open(case, field, row, sealed)
    assert NAME not in str(refusal.value)
    assert str(case) not in str(refusal.value)


def test_a_text_changed_in_any_byte_does_not_open(vault: Vault) -> None:
    sealed = vault.seal(CASE, FIELD, ROW, NAME)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(DecryptionError):
            vault.open(CASE, FIELD, ROW, bytes(changed))


@pytest.mark.parametrize("length", [0, 1, 9, 21, 22])
def test_half_a_text_does_not_open(vault: Vault, length: int) -> None:
    with pytest.raises(DecryptionError):
        vault.open(CASE, FIELD, ROW, vault.seal(CASE, FIELD, ROW, NAME)[:length])


def test_the_same_text_never_looks_the_same_twice(vault: Vault) -> None:
    assert len({vault.seal(CASE, FIELD, ROW, NAME) for _ in range(50)}) == 50


def test_a_case_without_a_key_is_refused(vault: Vault) -> None:
    with pytest.raises(KeyStoreError):
        vault.seal(uuid.UUID(int=3), FIELD, ROW, NAME)


def test_a_second_new_key_changes_nothing(vault: Vault) -> None:
    """Opening a case twice does no harm."""
    sealed = vault.seal(CASE, FIELD, ROW, NAME)
    vault.new_key(CASE)
    assert vault.open(CASE, FIELD, ROW, sealed) == NAME


def test_a_destroyed_key_takes_its_case_with_it_and_no_other(vault: Vault) -> None:
    gone, stays = vault.seal(CASE, FIELD, ROW, NAME), vault.seal(OTHER_CASE, FIELD, ROW, NAME)
    vault.destroy(CASE)

    with pytest.raises(KeyStoreError):
        vault.open(CASE, FIELD, ROW, gone)
    assert vault.open(OTHER_CASE, FIELD, ROW, stays) == NAME
    assert vault.cases() == [OTHER_CASE]


def test_a_new_key_after_destruction_does_not_bring_the_old_texts_back(vault: Vault) -> None:
    gone = vault.seal(CASE, FIELD, ROW, NAME)
    vault.destroy(CASE)
    vault.new_key(CASE)
    with pytest.raises(DecryptionError):
        vault.open(CASE, FIELD, ROW, gone)


def test_a_sealed_case_opens_for_the_holder_of_the_archive_only(vault: Vault) -> None:
    """A sealed record is looked up where the law provides for it, and by nobody else."""
    sealed = vault.seal(CASE, FIELD, ROW, NAME)
    vault.rewrap(CASE, ARCHIVE)

    with pytest.raises(Archived):
        vault.open(CASE, FIELD, ROW, sealed)
    with pytest.raises(Archived):
        vault.seal(CASE, FIELD, ROW, NAME)
    with pytest.raises(KeyStoreError):
        vault.release(CASE, b"x" * 32)

    vault.release(CASE, ARCHIVE)
    assert vault.open(CASE, FIELD, ROW, sealed) == NAME


def test_an_identity_number_is_found_however_it_was_typed(vault: Vault) -> None:
    # Unassigned area code, wrong check digit.
    assert vault.index("99000020100101123x") == vault.index(" ９９００００ 20100101 123X ")
    assert vault.index("99000020100101123X") != vault.index("990000201001011240")


def test_the_index_says_nothing_without_the_master_key(vault: Vault) -> None:
    assert vault.index("99000020100101123X") != Vault(None, b"n" * 32).index("99000020100101123X")


def test_another_process_sees_at_once_what_became_of_a_key(tmp_path: Path) -> None:
    """A remembered key is no key once its file has changed or gone."""
    one, other = Vault(tmp_path, MASTER), Vault(tmp_path, MASTER)
    one.new_key(CASE)
    sealed = one.seal(CASE, FIELD, ROW, NAME)
    assert other.open(CASE, FIELD, ROW, sealed) == NAME

    one.rewrap(CASE, ARCHIVE)
    with pytest.raises(Archived):
        other.open(CASE, FIELD, ROW, sealed)
    one.destroy(CASE)
    with pytest.raises(KeyStoreError):
        other.open(CASE, FIELD, ROW, sealed)


def test_of_many_who_make_a_key_at_once_all_get_the_same(tmp_path: Path) -> None:
    vaults = [Vault(tmp_path, MASTER) for _ in range(8)]

    def open_case(vault: Vault) -> bytes:
        vault.new_key(CASE)
        return vault.seal(CASE, FIELD, ROW, NAME)

    sealed = at_once(*(partial(open_case, vault) for vault in vaults))

    assert [vaults[0].open(CASE, FIELD, ROW, text) for text in sealed] == [NAME] * 8


def test_key_files_are_for_their_owner_and_nothing_half_written_stays(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    Vault(folder, MASTER).new_key(CASE)

    files = sorted(file.name for file in folder.iterdir())
    assert files == [".lock", f"{CASE}.key", "master.fingerprint", "ring.fingerprint", "ring.key"]
    assert [file.name for file in folder.iterdir() if file.stat().st_mode & 0o077] == []
    assert stat.S_IMODE((folder / f"{CASE}.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_key_file_put_in_anothers_place_does_not_open(tmp_path: Path) -> None:
    vault = Vault(tmp_path, MASTER)
    vault.new_key(CASE)
    (tmp_path / f"{OTHER_CASE}.key").write_bytes((tmp_path / f"{CASE}.key").read_bytes())
    with pytest.raises(KeyStoreError):
        vault.seal(OTHER_CASE, FIELD, ROW, NAME)


def test_another_master_key_is_refused_at_once(tmp_path: Path) -> None:
    """Before anything is sealed under two keys."""
    Vault(tmp_path, MASTER)
    with pytest.raises(KeyStoreError):
        Vault(tmp_path, b"n" * 32)


def test_the_master_key_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "new" / "master.key"
    key = load_or_create_master_key(file)

    assert len(key) == 32
    assert load_or_create_master_key(file) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_master_key_that_everybody_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    load_or_create_master_key(file)
    file.chmod(0o644)
    with pytest.raises(KeyStoreError):
        load_or_create_master_key(file)


@pytest.mark.parametrize("text", ["", "not base64!", base64.b64encode(b"short").decode()])
def test_a_master_key_of_another_shape_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(KeyStoreError) as refusal:
        parse_master_key(text)
    assert not text or text not in str(refusal.value)
