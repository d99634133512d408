import base64

import pytest

from chronicare.records.pseudonyms import KeysError, new_key, read_keys

OLD, NEW = (f"{name} {base64.b64encode(bytes([number]) * 32).decode()}" for name, number in (("k1", 1), ("k2", 2)))


def test_the_same_identifier_has_the_same_pseudonym_and_another_sort_another() -> None:
    key = read_keys(OLD).current
    assert key.pseudonym("visit_id", "就诊-1") == key.pseudonym("visit_id", "就诊-1")
    assert len({key.pseudonym("visit_id", "1"), key.pseudonym("report_id", "1"), key.pseudonym("visit_id", "2")}) == 3


def test_a_pseudonym_is_the_keyed_hash_as_stated() -> None:
    # printf 'visit_id\0A-1' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0101… -binary | head -c16 | base32
    assert read_keys(OLD).current.pseudonym("visit_id", "A-1") == "k1.aoj3dndsttjcnjcxi3wa4uqtt4"


def test_nothing_of_the_identifier_or_the_key_is_in_it() -> None:
    keys = read_keys(OLD)
    assert "51190019650308" not in keys.current.pseudonym("request_id", "511900196503081234")
    assert "AQEB" not in repr(keys)


def test_the_last_key_is_in_use_and_all_are_looked_up() -> None:
    old, both = read_keys(OLD), read_keys(f"# both\n{OLD}\n\n{NEW}\n")
    assert both.current.name == "k2"
    assert old.current.pseudonym("visit_id", "1") in both.pseudonyms("visit_id", "1")
    assert next(iter(both.pseudonyms("visit_id", "1"))).startswith("k2.")


def test_a_new_key_is_called_otherwise_and_can_be_read() -> None:
    keys = read_keys(f"{OLD}\n{new_key(['k1'])}{new_key(['k1', 'k2'])}")
    assert [each.name for each in keys.every] == ["k1", "k2", "k3"]
    assert keys.every[1].secret != keys.every[2].secret


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there is no key"),
        ("# nothing\n", "there is no key"),
        ("k1", "line 1"),
        ("k1 AAAA", "line 1"),
        (f"{OLD}\nK2 {'A' * 43}=", "line 2"),
        (f"{OLD}\n{OLD}", "line 2"),
        ("k1 not base64 at all, not at all", "line 1"),
    ],
)
def test_what_is_no_key_is_told_without_it(text: str, told: str) -> None:
    with pytest.raises(KeysError, match=told) as refused:
        read_keys(text)
    assert "AQEB" not in refused.value.reason.zh + refused.value.reason.en
