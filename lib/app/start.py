"""What is checked and opened before anything is served; each fault ends the start with one sentence."""

from __future__ import annotations

import errno
import os
import socket
import sys
from typing import NoReturn

from filelock import FileLock, Timeout

from lib import config as settings
from lib import logs, prompts, store
from lib.catalog import catalog
from lib.config import Config
from lib.errors import CannotOpen, StudioError

_lock: FileLock | None = None
_opened = False


def read_settings() -> Config:
    """The settings of this process, or a sentence and the end."""
    try:
        return settings.current()
    except StudioError as error:
        _give_up(str(error))


def preflight() -> tuple[str, int]:
    """Data files, folder, lock, port and store; address and port to serve on. Ends the process with a sentence
    instead."""
    config = read_settings()
    try:
        catalog()
        prompts.library()
    except StudioError as error:
        _give_up(str(error))
    lock(config)
    if config.port and not _is_free(config):
        _give_up(f"Port {config.port} is taken by another program. Choose one: PORT={config.port + 1} make run")
    open_store(config)
    return config.host, config.port


def lock(config: Config) -> None:
    """Keep a second Studio off this data folder until this process ends, however it ends."""
    global _lock
    logs.start(secrets=(config.gemini_api_key, config.secret))
    if _lock is not None:
        return
    try:
        config.data_dir.mkdir(parents=True, exist_ok=True)
        if not os.access(config.data_dir, os.W_OK):
            raise PermissionError
        held = FileLock(config.data_dir / "studio.lock", blocking=False)
        held.acquire()
    except Timeout:
        _give_up(
            f"Studio is already running on {config.data_dir}. Stop it first, or set STUDIO_DATA_DIR to another folder."
        )
    except OSError as error:
        if error.errno == errno.ENOSPC:
            _give_up(str(CannotOpen(config.data_dir, error)))
        _give_up(
            f"Studio cannot write to {config.data_dir}. Make it writable, or set STUDIO_DATA_DIR to another folder."
        )
    _lock = held


def open_store(config: Config) -> None:
    """Open database and files, and be the one web process of that database, until the store is stopped."""
    global _opened
    if _opened:
        return
    try:
        store.start(config)
        store.claim()
    except Exception as error:
        _give_up(str(CannotOpen(config.data_dir, error)))
    _opened = True


def _is_free(config: Config) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in config.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError:
            return False
    return True


def _give_up(sentence: str) -> NoReturn:
    sys.exit(sentence)
