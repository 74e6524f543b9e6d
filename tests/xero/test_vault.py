"""Tokens are kept sealed, come back as they were, and never lie about in plain text."""

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from safe_desktop.errors import VaultError
from safe_desktop.xero.secret_file import read_private, write_private
from safe_desktop.xero.system_keyring import SERVICE, usable_keyring
from safe_desktop.xero.tokens import TokenSet
from safe_desktop.xero.vault import Vault, VaultKind, open_vault
from tests.xero.keyrings import ChainKeyring, DrawerKeyring, ForgetfulKeyring, LockedKeyring, PlaintextKeyring

TOKENS = TokenSet(
    "access-canary", "refresh-canary", datetime(2026, 11, 25, tzinfo=UTC), 1800, ("a",), "e", "older-canary"
)
PASSPHRASE = "correct horse"
NO_KEYRING: KeyringBackend = fail.Keyring()  # type: ignore[no-untyped-call]
NOTHING_KEPT: KeyringBackend = null.Keyring()  # type: ignore[no-untyped-call]


def in_keyring(folder: Path, keyring: KeyringBackend, name: str = "Fern") -> Vault:
    return open_vault(folder, name, is_practice=False, keyring=keyring)


def under_passphrase(folder: Path, passphrase: str = PASSPHRASE, name: str = "Fern") -> Vault:
    return open_vault(folder, name, is_practice=False, keyring=DrawerKeyring(), passphrase=passphrase)


def everything_written_in(folder: Path) -> bytes:
    return b"".join(path.name.encode() + path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_keyring_keeps_the_key_and_the_file_the_sealed_tokens(tmp_path: Path) -> None:
    keyring = DrawerKeyring()
    vault = in_keyring(tmp_path, keyring)
    assert vault.load() is None
    vault.save(TOKENS)
    assert vault.kind is VaultKind.KEYRING
    assert in_keyring(tmp_path, keyring).load() == TOKENS
    assert list(keyring.drawer) == [(SERVICE, "Fern")]
    assert b"canary" not in everything_written_in(tmp_path)
    assert "canary" not in "".join(keyring.drawer.values())


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    vault = in_keyring(tmp_path / "secrets", DrawerKeyring())
    vault.save(TOKENS)
    (path,) = (tmp_path / "secrets").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_forgetting_leaves_neither_file_nor_key(tmp_path: Path) -> None:
    keyring = DrawerKeyring()
    vault = in_keyring(tmp_path, keyring)
    vault.save(TOKENS)
    vault.forget()
    assert (list(tmp_path.iterdir()), keyring.drawer, vault.load()) == ([], {}, None)
    vault.forget()


def test_another_books_tokens_cannot_be_put_in_this_ones_place(tmp_path: Path) -> None:
    keyring = DrawerKeyring()
    in_keyring(tmp_path, keyring, "Fern").save(TOKENS)
    (fern,) = tmp_path.iterdir()
    in_keyring(tmp_path, keyring, "Moss").save(TOKENS)
    (moss,) = set(tmp_path.iterdir()) - {fern}
    moss.write_bytes(fern.read_bytes())
    keyring.drawer[SERVICE, "Moss"] = keyring.drawer[SERVICE, "Fern"]
    with pytest.raises(VaultError, match="belongs to another book"):
        in_keyring(tmp_path, keyring, "Moss").load()


def test_every_flipped_bit_is_noticed(tmp_path: Path) -> None:
    keyring = DrawerKeyring()
    in_keyring(tmp_path, keyring).save(TOKENS)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    frame = whole.index(b'"sealed":"') + len(b'"sealed":"')
    for place in range(frame, whole.rindex(b'"'), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(VaultError) as problem:
            in_keyring(tmp_path, keyring).load()
        assert "canary" not in str(problem.value)


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b"\xff" * 99, b" " * 300_000])
def test_a_damaged_file_is_told_and_a_new_sign_in_replaces_it(tmp_path: Path, content: bytes) -> None:
    keyring = DrawerKeyring()
    vault = in_keyring(tmp_path, keyring)
    vault.save(TOKENS)
    next(tmp_path.iterdir()).write_bytes(content)
    with pytest.raises(VaultError):
        vault.load()
    vault.save(TOKENS)
    assert vault.load() == TOKENS


@pytest.mark.parametrize("key", ["", "short", "Zm9v", "€"])
def test_a_key_that_is_gone_or_strange_is_told(tmp_path: Path, key: str) -> None:
    keyring = DrawerKeyring()
    in_keyring(tmp_path, keyring).save(TOKENS)
    keyring.drawer[SERVICE, "Fern"] = key
    with pytest.raises(VaultError, match="not one of SAFE Desktop's"):
        in_keyring(tmp_path, keyring).load()
    keyring.drawer.clear()
    with pytest.raises(VaultError, match="not in this computer's keyring"):
        in_keyring(tmp_path, keyring).load()


def test_a_locked_keyring_is_told(tmp_path: Path) -> None:
    in_keyring(tmp_path, DrawerKeyring()).save(TOKENS)
    locked = in_keyring(tmp_path, LockedKeyring())
    for question in (locked.load, lambda: locked.save(TOKENS), locked.forget):
        with pytest.raises(VaultError, match="locked or does not answer"):
            question()


def test_a_keyring_that_loses_secrets_is_found_out_before_anything_is_kept(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="did not keep the key"):
        in_keyring(tmp_path, ForgetfulKeyring()).save(TOKENS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("unfit", [NO_KEYRING, NOTHING_KEPT, PlaintextKeyring(), ChainKeyring(PlaintextKeyring())])
def test_where_no_keyring_keeps_secrets_the_tokens_live_for_this_run_only(
    tmp_path: Path, unfit: KeyringBackend
) -> None:
    vault = in_keyring(tmp_path, unfit)
    vault.save(TOKENS)
    assert (vault.kind, vault.load()) == (VaultKind.MEMORY, TOKENS)
    assert everything_written_in(tmp_path) == b""
    assert in_keyring(tmp_path, unfit).load() is None
    vault.forget()
    assert vault.load() is None


def test_a_chain_is_as_fit_as_its_first_member() -> None:
    chain = ChainKeyring(DrawerKeyring(), PlaintextKeyring())
    assert usable_keyring(chain) is chain


def test_a_person_may_want_this_run_only(tmp_path: Path) -> None:
    vault = open_vault(tmp_path, "Fern", is_practice=False, keyring=DrawerKeyring(), for_this_run=True)
    assert vault.kind is VaultKind.MEMORY


def test_a_sign_in_sealed_in_a_keyring_that_is_gone_is_not_taken_for_none(tmp_path: Path) -> None:
    in_keyring(tmp_path, DrawerKeyring()).save(TOKENS)
    vault = open_vault(tmp_path, "Fern", is_practice=False, keyring=NO_KEYRING)
    with pytest.raises(VaultError, match="keyring that cannot be reached"):
        vault.load()
    vault.save(TOKENS)
    assert vault.load() == TOKENS


def test_a_passphrase_seals_the_tokens_and_opens_them_again(tmp_path: Path) -> None:
    vault = under_passphrase(tmp_path)
    assert vault.load() is None
    vault.save(TOKENS)
    assert (vault.kind, vault.load()) == (VaultKind.PASSPHRASE, TOKENS)
    assert under_passphrase(tmp_path).load() == TOKENS
    assert b"canary" not in everything_written_in(tmp_path)
    with pytest.raises(VaultError, match="passphrase is wrong"):
        under_passphrase(tmp_path, "wrong horse").load()
    vault.forget()
    assert vault.load() is None


def test_without_its_passphrase_a_sign_in_is_locked(tmp_path: Path) -> None:
    under_passphrase(tmp_path).save(TOKENS)
    vault = in_keyring(tmp_path, DrawerKeyring())
    assert vault.kind is VaultKind.PASSPHRASE
    for question in (vault.load, lambda: vault.save(TOKENS)):
        with pytest.raises(VaultError, match="locked"):
            question()


def test_a_sign_in_in_the_keyring_is_not_overlooked_when_a_passphrase_is_given(tmp_path: Path) -> None:
    in_keyring(tmp_path, DrawerKeyring()).save(TOKENS)
    vault = under_passphrase(tmp_path)
    with pytest.raises(VaultError, match="another place"):
        vault.load()
    vault.save(TOKENS)
    assert vault.load() == TOKENS


@pytest.mark.parametrize("cost", [0, 1, 3, 2**40])
def test_a_file_that_asks_for_an_absurd_effort_is_refused(tmp_path: Path, cost: int) -> None:
    vault = under_passphrase(tmp_path)
    vault.save(TOKENS)
    (path,) = tmp_path.iterdir()
    content = json.loads(path.read_bytes())
    content["wrapped_key"]["cost"] = cost
    path.write_text(json.dumps(content))
    with pytest.raises(VaultError, match="damaged"):
        under_passphrase(tmp_path).load()
    content["wrapped_key"] = None
    path.write_text(json.dumps(content))
    with pytest.raises(VaultError, match="damaged"):
        under_passphrase(tmp_path).load()


def test_a_practice_xeros_tokens_need_no_keyring(tmp_path: Path) -> None:
    vault = open_vault(tmp_path, "Fern", is_practice=True, keyring=LockedKeyring())
    assert vault.load() is None
    vault.save(TOKENS)
    assert (vault.kind, vault.load()) == (VaultKind.PRACTICE, TOKENS)
    (path,) = tmp_path.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_bytes(b"{}")
    with pytest.raises(VaultError, match="damaged"):
        vault.load()
    vault.forget()
    assert vault.load() is None


def test_book_names_become_file_names_that_lead_nowhere_else(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    for name in ("../../etc/passwd", "a" * 400, "CON", "Ann & Söhne / GmbH"):
        open_vault(secrets, name, is_practice=True).save(TOKENS)
    assert len(list(secrets.iterdir())) == 4
    assert list(tmp_path.iterdir()) == [secrets]


def test_a_half_written_file_never_replaces_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_private(path, b"old")
    with pytest.raises(TypeError):
        write_private(path, "not bytes")  # type: ignore[arg-type]
    assert read_private(path) == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(VaultError, match="cannot be stored or read"):
        write_private(tmp_path / "file" / "below", b"x")
    with pytest.raises(VaultError, match="cannot be stored or read"):
        read_private(tmp_path)
    with pytest.raises(VaultError, match="cannot be stored or read"):
        open_vault(Path("/proc/nothing"), "Fern", is_practice=True).save(TOKENS)
    assert os.name == "posix"
