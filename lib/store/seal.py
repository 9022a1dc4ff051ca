"""What must survive a restart but is nobody's to read: sealed with the server secret until its task ends."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lib.config import Config
from lib.errors import StudioError

_secret = b""


def start(config: Config) -> None:
    """Use STUDIO_SECRET, or the one made on first start and kept in the data folder (readable by its owner only).

    Raises StudioError when that file is empty.
    """
    global _secret
    _secret = (config.secret.reveal() or _kept(config.data_dir / "secret")).encode()


def seal(clear: bytes, about: str) -> bytes:
    """Encrypt (AES-256-GCM); ``about`` binds the result to its task."""
    nonce = os.urandom(12)
    return nonce + AESGCM(_key("seal")).encrypt(nonce, clear, about.encode())


def unseal(sealed: bytes, about: str) -> bytes:
    """The clear bytes; raises cryptography's InvalidTag when secret or task differ."""
    return AESGCM(_key("seal")).decrypt(sealed[:12], sealed[12:], about.encode())


def fingerprint(data: bytes) -> str:
    """HMAC-SHA-256: a plain hash of a short prompt could be guessed."""
    return hmac.new(_key("fingerprint"), data, hashlib.sha256).hexdigest()


def _key(purpose: str) -> bytes:
    if not _secret:
        raise RuntimeError("the store is not open: call store.start(config) first")
    return hmac.new(_secret, purpose.encode(), hashlib.sha256).digest()


def _kept(file: Path) -> str:
    if not file.exists():
        _make(file)
    secret = file.read_text().strip()
    if not secret:
        raise StudioError(
            f"The server secret {file} is empty. Restore it from a backup, or delete it to have a new one made: "
            "tasks that are still open can then not be sent. Nothing was charged."
        )
    return secret


def _make(file: Path) -> None:
    """Put a new secret under this name; of several processes that start together, the first wins."""
    secret = secrets.token_urlsafe(48).encode()
    scratch = file.with_name(f".secret-{os.getpid()}-{secrets.token_hex(4)}")
    _create(scratch, secret)
    try:
        os.link(scratch, file)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        with suppress(FileExistsError):
            _create(file, secret)
    finally:
        scratch.unlink()


def _create(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
