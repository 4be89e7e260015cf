"""Decryption of ZIP members: the traditional cipher (APPNOTE 6.1) and WinZip's AES (AE-1, AE-2).

A password is typed by people and written to the archive in the encoding of their system: each is tried as UTF-8 and as
GBK. The traditional cipher runs in plain Python, one to three MB a second.
"""

import hashlib
import hmac
import itertools
import zlib
from collections.abc import Callable, Iterator, Sequence

AES_BLOCK = 16
AES_ROUNDS = 1000
AES_KEY_BYTES = {1: 16, 2: 24, 3: 32}
"""By the strength that the extra field states; the salt is half as long."""
AES_CHECK_BYTES, AES_CODE_BYTES = 2, 10
CIPHER_HEADER_BYTES = 12


class CipherError(Exception):
    """An encrypted member that is not as it must be, or was changed."""


def zipcrypto_attempts(
    chunks: Callable[[], Iterator[bytes]], check: int, passwords: Sequence[str]
) -> Iterator[Iterator[bytes]]:
    """The plain content for each password whose first twelve bytes end in `check`: one wrong password of 256 does."""
    for password in _encoded(passwords):
        plain = _decrypt(chunks(), password)
        first = next(plain, b"")
        if len(first) >= CIPHER_HEADER_BYTES and first[CIPHER_HEADER_BYTES - 1] == check:
            yield itertools.chain((first[CIPHER_HEADER_BYTES:],), plain)


def aes_attempts(
    part: Callable[[int, int], Iterator[bytes]], size: int, strength: int, passwords: Sequence[str]
) -> Iterator[Iterator[bytes]]:
    """The plain content for each password that fits; `part(start, size)` gives the encrypted bytes.

    A member is salt, two bytes to check the password by, the content, and ten bytes of its authentication code.
    """
    key_size = AES_KEY_BYTES.get(strength)
    if key_size is None:
        raise CipherError
    head_size = key_size // 2 + AES_CHECK_BYTES
    content_size = size - head_size - AES_CODE_BYTES
    if content_size < 0:
        raise CipherError
    head = b"".join(part(0, head_size))
    code = b"".join(part(head_size + content_size, AES_CODE_BYTES))
    for password in _encoded(passwords):
        keys = hashlib.pbkdf2_hmac("sha1", password, head[: key_size // 2], AES_ROUNDS, 2 * key_size + AES_CHECK_BYTES)
        if keys[2 * key_size :] == head[key_size // 2 :]:
            yield _decrypt_aes(part(head_size, content_size), keys[:key_size], keys[key_size : 2 * key_size], code)


def _encoded(passwords: Sequence[str]) -> Iterator[bytes]:
    seen = set()
    for password in passwords:
        for encoding in ("utf-8", "gb18030"):
            data = password.encode(encoding, "replace")
            if data not in seen:
                seen.add(data)
                yield data


def _decrypt(chunks: Iterator[bytes], password: bytes) -> Iterator[bytes]:
    """The plain bytes by the traditional cipher, its header of twelve bytes included."""
    table = CRC_TABLE
    key0, key1, key2 = 0x12345678, 0x23456789, 0x34567890
    for byte in password:
        key0 = (key0 >> 8) ^ table[(key0 ^ byte) & 0xFF]
        key1 = ((key1 + (key0 & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        key2 = (key2 >> 8) ^ table[(key2 ^ (key1 >> 24)) & 0xFF]
    for chunk in chunks:
        plain = bytearray(chunk)
        for place, byte in enumerate(chunk):
            mask = key2 | 2
            byte ^= ((mask * (mask ^ 1)) >> 8) & 0xFF  # noqa: PLW2901 - the innermost loop, a megabyte is a million turns
            plain[place] = byte
            key0 = (key0 >> 8) ^ table[(key0 ^ byte) & 0xFF]
            key1 = ((key1 + (key0 & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
            key2 = (key2 >> 8) ^ table[(key2 ^ (key1 >> 24)) & 0xFF]
        yield bytes(plain)


def _decrypt_aes(chunks: Iterator[bytes], key: bytes, code_key: bytes, code: bytes) -> Iterator[bytes]:
    """The plain bytes by AES in counter mode, the counter little-endian from 1; an error if the code does not fit."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - the counters differ: it is CTR mode
    authentication = hmac.new(code_key, digestmod="sha1")
    counter = 1
    for chunk in _blocks(chunks):
        authentication.update(chunk)
        blocks = -(-len(chunk) // AES_BLOCK)
        counters = b"".join(number.to_bytes(AES_BLOCK, "little") for number in range(counter, counter + blocks))
        counter += blocks
        yield _xor(chunk, encryptor.update(counters))
    if not hmac.compare_digest(authentication.digest()[:AES_CODE_BYTES], code):
        raise CipherError


def _blocks(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in chunks of whole blocks; only the last may be shorter."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        whole = len(rest) // AES_BLOCK * AES_BLOCK
        yield rest[:whole]
        rest = rest[whole:]
    yield rest


def _xor(data: bytes, mask: bytes) -> bytes:
    size = len(data)
    return (int.from_bytes(data, "little") ^ int.from_bytes(mask[:size], "little")).to_bytes(size, "little")


CRC_TABLE = tuple(zlib.crc32(bytes([byte ^ 0xFF])) ^ 0xFF000000 for byte in range(256))
"""The table of CRC-32, read off the checksums of single bytes."""
