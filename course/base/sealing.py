"""Sealed bytes: AES-256-GCM under a key that lies in a file outside the database and its backups.

Padded to steps of 512 bytes before sealing, unless somebody asks for smaller ones, so that a length says little.
"""

import secrets
import struct
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

STEP: Final = 512
NONCE: Final = 12


def seal(key: bytes, content: bytes, *, step: int = STEP) -> bytes:
    """The content sealed under a key of 32 bytes: nonce, then ciphertext with its tag."""
    framed = struct.pack(">I", len(content)) + content
    padded = framed + bytes(-len(framed) % step)
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, padded, None)


def open_sealed(key: bytes, sealed: bytes) -> bytes:
    """The content. Raises ValueError when it was not sealed under that key, or was changed since."""
    try:
        padded = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], None)
    except InvalidTag as error:
        raise ValueError("this was not sealed under that key, or was changed since") from error
    (length,) = struct.unpack(">I", padded[:4])
    return padded[4 : 4 + length]
