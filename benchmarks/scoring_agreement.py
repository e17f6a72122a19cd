"""The log-probabilities of continuations: the embedded server beside `transformers`.

The same weights, the same tokens, 50 continuations. The server rounds what flows between layers to
8 bits where weights are quantised, and attention to 16; `transformers` computes in 32 bits
throughout. So the server is asked four times: as installed and with the same weights written out in
32 bits, each with attention in 16 and in 32 bits. What is left in the last one is no rounding.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from measuring import parser_of, write_json

from dataexplain.llm.backends import Backend
from dataexplain.llm.local.embedded import Embedded
from dataexplain.llm.local.local_transformers import LocalTransformers
from dataexplain.llm.requests import Message, RawReply, Request
from dataexplain.llm.weights.catalogue import installed

NAME = "smollm2-135m"
WANTED = 0.05
CAPITALS = {"France": "Paris", "Japan": "Tokyo", "Egypt": "Cairo", "Peru": "Lima", "Chad": "Bonn"}
SENTENCES = (
    ("The weather today is", " sunny with a light wind from the west."),
    ("She opened the door and", " saw that nobody was there."),
    ("In 1969 the first people", " walked on the moon."),
    ("def add(a, b):\n", "    return a + b"),
    ("The patient was given", " two tablets a day for a week."),
    ("Prices rose by", " 3.5% in the second quarter."),
    ("Dear Sir or Madam,", "\n\nI am writing to complain about the noise."),
    ("Water boils at", " one hundred degrees."),
    ("The opposite of hot is", " zebra."),
    ("To be or not to be,", " that is the question."),
)
LETTERS = (
    ("Grüße aus", " München und Köln."),
    ("Le café est", " fermé, hélas."),
    ("Precio:", " 5 € más IVA"),
    ("Tokyo is written", " 東京."),
    ("Done", " ✓ and ✗"),
    ("I am so happy", " 🎉🎉"),
    ("α + β", " = γ"),
    ("naïve", " façade"),
    ("Москва —", " столица России."),
    ("“Yes,”", " she said — “no.”"),
)
STATEMENTS = (
    "The sky is blue.",
    "Fish can fly.",
    "Two and two is four.",
    "Snow is black.",
    "A week has seven days.",
)


def requests() -> list[Request]:
    """Return the 50 continuations."""
    sums = [(f"{a}+{b}=", f" {a + b}") for a, b in ((1, 10), (7, 8), (12, 30), (99, 1), (40, 2))]
    raw = [
        *sums,
        *((f"{a}-{b} =", f" {a - b}") for a, b in ((9, 4), (50, 8), (7, 7), (3, 5), (100, 1))),
        *((f"The capital of {land} is", f" {city}.") for land, city in CAPITALS.items()),
        *((f"{city} lies in", f" {land}.") for land, city in CAPITALS.items()),
        *SENTENCES,
        *LETTERS,
    ]
    asked = [
        Request("score", (Message("user", f"{text} True or False?"),), continuation=answer)
        for text in STATEMENTS
        for answer in ("True", "False")
    ]
    texts = [Request("score", prefix=prefix, continuation=after) for prefix, after in raw]
    return texts + asked


async def scored(model: Backend, asked: Sequence[Request]) -> list[RawReply]:
    """Return the replies, one request after the other."""
    try:
        return [await model.reply(request) for request in asked]
    finally:
        await model.close()


def differences(one: Sequence[RawReply], other: Sequence[RawReply]) -> dict[str, Any]:
    """Compare replies to the same requests."""
    pairs = list(zip(one, other, strict=True))
    whole = [abs(_total(a) - _total(b)) for a, b in pairs]
    tokens = [
        abs(s.log_probability - t.log_probability)
        for a, b in pairs
        if len(a.tokens) == len(b.tokens)
        for s, t in zip(a.tokens, b.tokens, strict=True)
    ]
    return {
        "continuations": len(pairs),
        "same_tokens": sum(len(a.tokens) == len(b.tokens) for a, b in pairs),
        "largest": max(whole),
        "mean": statistics.fmean(whole),
        "largest_token": max(tokens),
        "mean_token": statistics.fmean(tokens),
    }


def _total(reply: RawReply) -> float:
    return sum(token.log_probability for token in reply.tokens)


def write_in_32_bits(source: Path, target: Path) -> None:
    """Write a GGUF file again with every weight as a number of 32 bits."""
    import gguf

    reader = gguf.GGUFReader(source)
    writer = gguf.GGUFWriter(target, reader.fields["general.architecture"].contents())
    for name, field in reader.fields.items():
        if name.startswith("GGUF.") or name in {"general.architecture", "general.file_type"}:
            continue
        inner = field.types[-1] if field.types[0] == gguf.GGUFValueType.ARRAY else None
        writer.add_key_value(name, field.contents(), field.types[0], sub_type=inner)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    for tensor in reader.tensors:
        writer.add_tensor(tensor.name, gguf.dequantize(tensor.data, tensor.tensor_type))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def show(name: str, found: dict[str, Any], asked: Sequence[Request]) -> None:
    """Print one comparison."""
    print(
        f"  {name:46} {found['largest']:8.4f} {found['mean']:8.4f} "
        f"{found['largest_token']:8.4f} {found['mean_token']:8.4f}   "
        f"{found['same_tokens']}/{len(asked)}",
        flush=True,
    )


def main() -> None:
    parser = parser_of(__doc__)
    parser.add_argument("--model", default=NAME, help="a name of the catalogue")
    options = parser.parse_args()
    path = installed(options.model)
    if path is None:
        sys.exit(f"Install the model first: dataexplain models install {options.model}")
    asked = requests()
    reference = asyncio.run(scored(LocalTransformers(path.parent, device="cpu"), asked))
    results = {}
    print(f"Absolute differences of log p from transformers, {len(asked)} continuations")
    print(f"  {'':46} {'largest':>8} {'mean':>8} {'token':>8} {'mean':>8}   same tokens")
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder, "exact.gguf")
        write_in_32_bits(path, exact)
        for weights, file in (("as installed", path), ("in 32 bits", exact)):
            for attention, in_full in (("16", False), ("32", True)):
                name = f"weights {weights}, attention in {attention} bits"
                model = Embedded(file, slots=1, context=1024, exact_attention=in_full)
                results[name] = differences(asyncio.run(scored(model, asked)), reference)
                show(name, results[name], asked)
    print(f"  wanted, or explained: {WANTED}")
    write_json(options.json, results)


if __name__ == "__main__":
    main()
