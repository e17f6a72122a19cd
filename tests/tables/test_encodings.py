"""Encodings are told apart; what is broken is found to the byte."""

from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataexplain.errors import LoadingError
from dataexplain.tables.encodings import first_invalid, to_utf8

TEXT = "name,straße\nJürgen,Köln\nÅsa,Malmö – 5 €\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings_are_told_apart(encoding: str, found: str) -> None:
    assert to_utf8(TEXT.encode(encoding), "a.csv") == (TEXT.encode(), found)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(encoding: str) -> None:
    text = "name,size\nanna,1\n" * 20
    assert to_utf8(text.encode(encoding), "a.csv") == (text.encode(), encoding)


def test_utf16_with_a_mark_of_the_other_order() -> None:
    content = codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")
    assert to_utf8(content, "a.csv")[0] == TEXT.encode()


def test_latin1_is_read_as_its_superset() -> None:
    assert to_utf8("größe,é\n1,2\n".encode("latin-1"), "a.csv")[0].decode() == "größe,é\n1,2\n"


def test_damage_inside_utf8_is_named_with_offset_and_line() -> None:
    content = "ä,ö\nü,é\n".encode() + b"x,\xff\n"
    with pytest.raises(LoadingError, match=r"a\.csv, row 3: .*0xff at offset 14 is not UTF-8"):
        to_utf8(content, "a.csv")


def test_bytes_of_no_encoding_are_named() -> None:
    with pytest.raises(LoadingError, match="0x81 at offset 6 is not cp1252"):
        to_utf8(b"a,b\n1,\x81\n", "a.csv")


def test_half_a_character_of_utf16() -> None:
    with pytest.raises(LoadingError, match="utf-16"):
        to_utf8(codecs.BOM_UTF16_LE + b"a\0b", "a.csv")


def test_a_nul_byte_is_named_with_its_line() -> None:
    with pytest.raises(LoadingError, match=r"row 2: There is a NUL byte at offset 6"):
        to_utf8(b"a,b\n1,\x00\n", "a.csv")


def test_damage_is_found_across_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dataexplain.tables.encodings._CHUNK", 4)
    assert first_invalid("aéiöuß".encode() + b"\xc3") == 9
    assert first_invalid("aéiöuß".encode()) is None


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_become_text_or_an_error(content: bytes) -> None:
    with contextlib.suppress(LoadingError):
        text, _ = to_utf8(content, "a.csv")
        assert first_invalid(text) is None
