"""The engine's hash of a name. It compares names by this hash alone, so two names with one hash are one name to it."""

_OFFSET_BASIS = 0x811C9DC5
_PRIME = 16777619
_MASK = 0xFFFFFFFF
_SIGN_BIT = 0x80


def engine_hash(text: str, *, signed: bool = True) -> int:
    """Return the 32-bit FNV-1a hash the engine computes of ``text`` in UTF-8.

    Its bytes are C ``char``: sign-extended where these are ``signed`` (x86-64), not elsewhere (ARM). For ASCII both
    agree.
    """
    value = _OFFSET_BASIS
    for byte in text.encode():
        extended = byte | (_MASK ^ 0xFF) if signed and byte & _SIGN_BIT else byte
        value = (value ^ extended) * _PRIME & _MASK
    return value
