"""A folder of one's own for what was worked out before: data, never code, and never trusted unread.

`$XDG_CACHE_HOME/tmath`, else `~/.cache/tmath`; `TMATH_CACHE=off` does without it. The folder is private to its owner.
A file there is written beside its place and moved into it, so many processes may work at once, and carries a digest of
itself. Whatever is damaged, foreign, too large or cannot be written is as if it were not there.
"""

from __future__ import annotations

import os
import stat

try:  # the module behind hashlib, without OpenSSL behind that
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

__all__ = ["digest", "folder", "load", "store"]

LARGEST = 4 * 2**20  # bytes of one file
FILES = 2_000
BYTES = 64 * 2**20
STALE = 3_600  # seconds after which what a broken process left half written is removed
MARK = b"tmath 1 "


def digest(*parts: bytes) -> str:
    """A name for some contents: the same for the same parts, told apart from any other split of them."""
    found = blake2b(digest_size=16)
    for part in parts:
        found.update(len(part).to_bytes(8, "little"))
        found.update(part)
    return found.hexdigest()


def folder(make: bool = False) -> str | None:
    """The folder of the cache, None where there is none or it is not the user's alone."""
    if os.environ.get("TMATH_CACHE", "").lower() in ("off", "0", "no", "false"):
        return None
    if not hasattr(os, "geteuid"):
        return None  # whose a folder is cannot be told
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        home = os.path.expanduser("~")
        if not os.path.isabs(home):
            return None
        base = os.path.join(home, ".cache")
    path = os.path.join(base, "tmath")
    try:
        if make:
            os.makedirs(base, exist_ok=True)
            if not os.path.lexists(path):
                os.mkdir(path, 0o700)
        found = os.lstat(path)
    except OSError:
        return None
    private = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077
    return path if private else None


def load(name: str) -> bytes | None:
    """What was stored under a name, None where there is nothing that can be trusted."""
    place = folder()
    if place is None:
        return None
    try:
        file = os.open(os.path.join(place, name), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        found = os.fstat(file)
        owned = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022
        if not owned or found.st_size > LARGEST:
            return None
        data = b""
        while len(data) <= found.st_size and (more := os.read(file, found.st_size + 1 - len(data))):
            data += more
    except OSError:
        return None
    finally:
        os.close(file)
    head, _, content = data.partition(b"\n")
    return content if head == _head(content) else None


def store(name: str, content: bytes) -> bool:
    """Keep a content under a name; whether that worked is for tests alone to know."""
    place = folder(make=True)
    if place is None or len(content) > LARGEST - 100:
        return False
    beside = os.path.join(place, f".{name[:40]}.{os.getpid()}.{os.urandom(6).hex()}")
    try:
        file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except OSError:
        return False
    try:
        with open(file, "wb") as stream:
            stream.write(_head(content) + b"\n" + content)
        os.replace(beside, os.path.join(place, name))
    except OSError:
        _remove(beside)
        return False
    _bound(place)
    return True


def _head(content: bytes) -> bytes:
    return MARK + digest(content).encode()


def _bound(place: str) -> None:
    """Remove what was written first where the folder has grown too large, and what broken processes left."""
    import time

    kept, now = [], time.time()
    try:
        with os.scandir(place) as entries:
            for entry in entries:
                found = entry.stat(follow_symlinks=False)
                if not entry.name.startswith("."):
                    kept.append((found.st_mtime, found.st_size, entry.path))
                elif now - found.st_mtime > STALE:
                    _remove(entry.path)
    except OSError:
        return
    total = sum(size for _, size, _ in kept)
    if len(kept) <= FILES and total <= BYTES:
        return
    kept.sort()
    # To half, so that this is rare.
    while kept and (len(kept) > FILES // 2 or total > BYTES // 2):
        _, size, path = kept.pop(0)
        total -= size
        _remove(path)


def _remove(path: str) -> None:
    try:  # noqa: SIM105 -- contextlib is not worth its import here
        os.unlink(path)
    except OSError:
        pass
