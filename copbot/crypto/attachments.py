"""Files of encrypted rooms: encrypted each with a key of its own, which travels in the message that shows them.

As the Matrix specification says (``EncryptedFile``, v2): AES-CTR with 256 bits, a counter in the lower half of the
initial block, SHA-256 of what is encrypted.
"""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

KEY_BYTES, START_BYTES = 32, 8


def sealed(content: bytes, key: bytes, start: bytes) -> tuple[bytes, dict[str, Any]]:
    """The encrypted content, and the ``EncryptedFile`` that opens it, still without its ``url``.

    ``key`` and ``start`` are chance, of `KEY_BYTES` and `START_BYTES`, and must never serve twice. Raises ValueError for other lengths.
    """
    from Crypto.Cipher import AES

    if (len(key), len(start)) != (KEY_BYTES, START_BYTES):
        raise ValueError("a key or a start of the wrong length")
    cipher = AES.new(key, AES.MODE_CTR, nonce=start, initial_value=0)
    outside = cipher.encrypt(content)
    return outside, {
        "v": "v2",
        "key": {
            "kty": "oct",
            "alg": "A256CTR",
            "ext": True,
            "k": urlsafe_b64encode(key).decode().rstrip("="),
            "key_ops": ["encrypt", "decrypt"],
        },
        "iv": b64encode(start + bytes(8)).decode().rstrip("="),
        "hashes": {"sha256": b64encode(sha256(outside).digest()).decode().rstrip("=")},
    }
