"""A BERT of a few kilobytes with random weights, in a folder as MiniLM's."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from dataexplain.randomness import generator_for

WIDTH, HEADS, LAYERS, INNER, PLACES, EPSILON = 8, 2, 2, 12, 40, 1e-12
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "sea", "tree", "a", "##s", "the", ",", "."]


def tiny_weights(seed: int = 0) -> dict[str, np.ndarray]:
    """Return random weights under the names of the original."""
    draw = generator_for(seed, "tiny_bert").standard_normal
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": (PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        "embeddings.LayerNorm.weight": (WIDTH,),
        "embeddings.LayerNorm.bias": (WIDTH,),
    }
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}."
        denses = [(f"attention.self.{part}", WIDTH, WIDTH) for part in ("query", "key", "value")]
        denses += [
            ("attention.output.dense", WIDTH, WIDTH),
            ("intermediate.dense", INNER, WIDTH),
            ("output.dense", WIDTH, INNER),
        ]
        for part, rows, columns in denses:
            shapes |= {f"{name}{part}.weight": (rows, columns), f"{name}{part}.bias": (rows,)}
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{name}{part}.weight": (WIDTH,), f"{name}{part}.bias": (WIDTH,)}
    return {name: draw(shape).astype(np.float32) for name, shape in shapes.items()}


def slow_states(weights: Mapping[str, np.ndarray], tokens: list[int]) -> np.ndarray:
    """Return the vectors of one text's tokens, worked out plainly in float64."""
    w = {name: array.astype(np.float64) for name, array in weights.items()}

    def dense(name: str, x: np.ndarray) -> np.ndarray:
        return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]

    def norm(name: str, x: np.ndarray) -> np.ndarray:
        centred = x - x.mean(axis=1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + EPSILON)
        return scaled * w[f"{name}.weight"] + w[f"{name}.bias"]

    x = w["embeddings.word_embeddings.weight"][tokens]
    x = x + w["embeddings.position_embeddings.weight"][: len(tokens)]
    x = norm("embeddings.LayerNorm", x + w["embeddings.token_type_embeddings.weight"][0])
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}."
        parts = [dense(f"{name}attention.self.{part}", x) for part in ("query", "key", "value")]
        heads = []
        for at in range(0, WIDTH, WIDTH // HEADS):
            q, k, v = (part[:, at : at + WIDTH // HEADS] for part in parts)
            shares = np.exp(q @ k.T / math.sqrt(WIDTH // HEADS))
            heads.append(shares / shares.sum(axis=1, keepdims=True) @ v)
        x = norm(
            f"{name}attention.output.LayerNorm",
            x + dense(f"{name}attention.output.dense", np.hstack(heads)),
        )
        inner = dense(f"{name}intermediate.dense", x)
        inner *= np.vectorize(lambda value: 0.5 * (1 + math.erf(value / math.sqrt(2))))(inner)
        x = norm(f"{name}output.LayerNorm", x + dense(f"{name}output.dense", inner))
    return x


def write_safetensors(path: Path, tensors: Mapping[str, np.ndarray]) -> None:
    """Write float32 arrays in the safetensors format."""
    header, numbers = {}, b""
    for name, array in tensors.items():
        end = len(numbers) + array.nbytes
        place = {"dtype": "F32", "shape": array.shape, "data_offsets": [len(numbers), end]}
        header[name], numbers = place, numbers + array.astype("<f4").tobytes()
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + numbers)


def write_tiny_bert(folder: Path, *, seed: int = 0) -> None:
    """Write weights, settings and tokenizer, as an installed MiniLM has them."""
    folder.mkdir(parents=True, exist_ok=True)
    write_safetensors(folder / "model.safetensors", tiny_weights(seed))
    settings = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": WIDTH,
        "intermediate_size": INNER,
        "max_position_embeddings": PLACES,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "layer_norm_eps": EPSILON,
        "type_vocab_size": 2,
        "vocab_size": len(WORDS),
    }
    (folder / "config.json").write_text(json.dumps(settings), encoding="utf-8")
    (folder / "tokenizer.json").write_text(json.dumps(_tokenizer()), encoding="utf-8")


def _tokenizer() -> dict[str, object]:
    vocabulary = {word: at for at, word in enumerate(WORDS)}
    ends = {word: {"id": word, "ids": [vocabulary[word]], "tokens": [word]} for word in WORDS[2:4]}
    first, text, last = (
        {"SpecialToken": {"id": "[CLS]", "type_id": 0}},
        {"Sequence": {"id": "A", "type_id": 0}},
        {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
    )
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [first, text, last],
            "pair": [first, text, last],
            "special_tokens": ends,
        },
        "decoder": None,
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": vocabulary,
        },
    }
