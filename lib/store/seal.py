"""What must survive a restart but is nobody's to read: sealed with the server secret until its task ends."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lib.config import Config

_secret = b""


def start(config: Config) -> None:
    """Use STUDIO_SECRET, or the one made on first start and kept in the data folder (readable by its owner only)."""
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
    return hmac.new(_secret, purpose.encode(), hashlib.sha256).digest()


def _kept(file: Path) -> str:
    if not file.exists():
        scratch = file.with_name(f".secret-{os.getpid()}")
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(48))
        scratch.replace(file)
    return file.read_text().strip()
