"""Models of a few bytes in package files as pip takes them, and installers that listen."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from dataexplain.llm.weights.catalogue_entry import CatalogueEntry, Package, Payload, WeightFile

PART = 1000
CONTENT = bytes(place * 7 % 251 for place in range(2 * PART + 345))
WEIGHTS = "tiny-q4.gguf"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def tiny_chat_model(*, content: bytes = CONTENT) -> CatalogueEntry:
    """Return a model of one file in three packages, the last one shorter."""
    starts = range(0, len(content), PART)
    return CatalogueEntry(
        name="tiny",
        kind="chat",
        licence="MIT",
        good_for="tests",
        context=16,
        files=(WeightFile(WEIGHTS, len(content), sha256(content)),),
        packages=tuple(
            Package(
                f"tiny-part{place}",
                "1.0",
                (
                    Payload(
                        f"*/data/part{place:02d}.bin",
                        WEIGHTS,
                        start,
                        min(PART, len(content) - start),
                    ),
                ),
            )
            for place, start in enumerate(starts, start=1)
        ),
        repository="tiny/tiny-GGUF",
    )


def tiny_embedder() -> CatalogueEntry:
    """Return a model of two files in one package."""
    contents = {"model.safetensors": b"weights", "config.json": b"{}"}
    files = tuple(
        WeightFile(name, len(content), sha256(content)) for name, content in contents.items()
    )
    payloads = tuple(
        Payload(f"tiny_embed/model/{file.name}", file.name, 0, file.size) for file in files
    )
    return CatalogueEntry(
        name="tiny-embed",
        kind="embedder",
        licence="MIT",
        good_for="tests",
        context=16,
        files=files,
        packages=(Package("tiny-embed", "1.0", payloads),),
        repository="tiny/embed",
    )


def write_wheel(folder: Path, name: str, members: dict[str, bytes]) -> Path:
    """Write a package file that holds nothing to be run."""
    folder.mkdir(parents=True, exist_ok=True)
    module = name.replace("-", "_")
    wheel = folder / f"{module}-1.0-py3-none-any.whl"
    about = f"{module}-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(f"{module}/{member}", content)
        archive.writestr(
            f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        )
        archive.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{about}/RECORD", "")
    return wheel


def write_wheels(folder: Path, content: bytes = CONTENT) -> Path:
    """Write the package files of both models."""
    for place, start in enumerate(range(0, len(content), PART), start=1):
        part = content[start : start + PART]
        write_wheel(folder, f"tiny-part{place}", {f"data/part{place:02d}.bin": part})
    files = {"model/model.safetensors": b"weights", "model/config.json": b"{}"}
    write_wheel(folder, "tiny-embed", files)
    return folder


class Listener:
    """Keeps what an installation tells."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []
        self.lines: list[str] = []

    def step(self, done: int, total: int) -> None:
        self.steps.append((done, total))

    def say(self, line: str) -> None:
        self.lines.append(line)


class CopyingFetch:
    """Takes the place of pip: copies package files from a folder, and counts them."""

    def __init__(self, wheels: Path) -> None:
        self.wheels = wheels
        self.fetched: list[str] = []

    def __call__(self, package: Package, folder: Path, *, grown: Callable[[int], None]) -> Path:
        self.fetched.append(package.name)
        name = f"{package.name.replace('-', '_')}-{package.version}-py3-none-any.whl"
        wheel = Path(shutil.copy(self.wheels / name, folder / name))
        grown(wheel.stat().st_size)
        return wheel
