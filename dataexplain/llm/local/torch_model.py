"""A causal language model under `transformers`: batches of token lists in, tokens out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dataexplain.errors import CapabilityError, ModelNotFoundError
from dataexplain.llm.continuations import first_difference
from dataexplain.llm.requests import Request, Token
from dataexplain.optional import import_optional

FEATURE, EXTRA = "A model under transformers", "local"
_GGUF = ".gguf"


@dataclass
class Row:
    """One text of a batch, and what is to follow it.

    Parameters
    ----------
    read : list of int
        The tokens before.
    own : list of int
        The tokens of a continuation to score; empty when a text is to be made.
    most_tokens, temperature, seed, alternatives
        As in `Request`.

    Attributes
    ----------
    said : list of int
        What the model said.
    tokens : list of Token
        With log-probabilities.
    ended : bool
        Whether the model ended its text itself.
    """

    read: list[int]
    own: list[int]
    most_tokens: int
    temperature: float
    seed: int
    alternatives: int
    said: list[int] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    ended: bool = False


class TorchModel:
    """A loaded model and its tokeniser.

    Parameters
    ----------
    folder : Path
        With weights as safetensors, or a GGUF file.
    device, dtype : str
        As `device_and_dtype` says.
    """

    def __init__(self, folder: Path, *, device: str, dtype: str) -> None:
        self._torch: Any = import_optional("torch", feature=FEATURE, extra=EXTRA)
        transformers: Any = import_optional("transformers", feature=FEATURE, extra=EXTRA)
        self.device = device
        # safetensors hold numbers only; the older form of weights can hold programs
        weights = _gguf(folder) or {"use_safetensors": True}
        bars = transformers.utils.logging
        shown = bars.is_progress_bar_enabled()
        bars.disable_progress_bar()
        try:
            self._tokenizer: Any = transformers.AutoTokenizer.from_pretrained(
                folder, local_files_only=True, **_gguf(folder)
            )
            model = transformers.AutoModelForCausalLM.from_pretrained(
                folder, local_files_only=True, dtype=getattr(self._torch, dtype), **weights
            )
        except (OSError, ValueError) as error:
            raise ModelNotFoundError(
                f"{folder}: No model can be loaded from here: {str(error).splitlines()[0]}",
                hint="Give a folder with config.json, a tokeniser and safetensors, or a GGUF file.",
            ) from error
        finally:
            if shown:
                bars.enable_progress_bar()
        self._model: Any = model.to(self.device).eval()
        self.context = int(getattr(model.config, "max_position_embeddings", 0) or 2**31)
        self._ends = _ends(self._model, self._tokenizer)

    def row(self, request: Request) -> Row:
        """Return the tokens of a request.

        Raises
        ------
        CapabilityError
            When a conversation is asked of a model without a chat template.
        """
        read, own = self._tokens(request)
        return Row(
            read,
            own,
            request.most_tokens,
            request.temperature,
            request.draw,
            request.alternatives,
        )

    def text(self, numbers: Sequence[int]) -> str:
        """Return tokens as text, without those that mark turns and ends."""
        return str(self._tokenizer.decode(list(numbers), skip_special_tokens=True))

    def score(self, rows: Sequence[Row]) -> None:
        """Find the log-probabilities of the continuations, all in one pass."""
        torch = self._torch
        longest = max(len(row.own) for row in rows)
        if longest == 0:
            return
        inputs = self._padded([row.read + row.own for row in rows])
        with torch.inference_mode():
            logits = self._model(**inputs, logits_to_keep=longest + 1, use_cache=False).logits
            for row, at_row in zip(rows, logits, strict=True):
                if row.own:
                    places = torch.log_softmax(at_row[-len(row.own) - 1 : -1].float(), dim=-1)
                    found = places[torch.arange(len(row.own)), torch.tensor(row.own)].tolist()
                    row.tokens = [
                        Token(self._tokenizer.decode([number]), value)
                        for number, value in zip(row.own, found, strict=True)
                    ]

    def generate(self, rows: Sequence[Row]) -> None:
        """Continue all texts, a token of each at a time, until every one has ended."""
        torch = self._torch
        draws = [torch.Generator().manual_seed(row.seed) for row in rows]
        inputs = self._padded([row.read for row in rows])
        mask, memory = inputs["attention_mask"], None
        with torch.inference_mode():
            while any(_goes_on(row) for row in rows):
                answer = self._model(
                    **inputs, past_key_values=memory, use_cache=True, logits_to_keep=1
                )
                memory = answer.past_key_values
                places = torch.log_softmax(answer.logits[:, -1].float(), dim=-1).cpu()
                chosen = [
                    self._take(row, place, draw)
                    for row, place, draw in zip(rows, places, draws, strict=True)
                ]
                mask = torch.cat([mask, torch.ones_like(mask[:, :1])], dim=1)
                inputs = {
                    "input_ids": torch.tensor(chosen, device=self.device)[:, None],
                    "attention_mask": mask,
                    "position_ids": mask.sum(dim=1, keepdim=True) - 1,
                }

    def _take(self, row: Row, place: Any, draw: Any) -> int:
        """Choose the next token of a row; return any one when the row has ended."""
        if not _goes_on(row):
            return 0
        chosen = self._chosen(place, row.temperature, draw)
        if row.alternatives:
            row.tokens.append(self._with_alternatives(chosen, place, row.alternatives))
        if chosen in self._ends:
            row.ended = True
        else:
            row.said.append(chosen)
        return chosen

    def _chosen(self, place: Any, temperature: float, draw: Any) -> int:
        if temperature <= 0:
            return int(place.argmax())
        shares = self._torch.softmax(place / temperature, dim=-1)
        return int(self._torch.multinomial(shares, 1, generator=draw))

    def _with_alternatives(self, chosen: int, place: Any, alternatives: int) -> Token:
        best = self._torch.topk(place, min(alternatives, len(place)))
        listed = zip(best.indices.tolist(), best.values.tolist(), strict=True)
        return Token(
            self._tokenizer.decode([chosen]),
            float(place[chosen]),
            tuple((self._tokenizer.decode([number]), value) for number, value in listed),
        )

    def _padded(self, texts: Sequence[list[int]]) -> dict[str, Any]:
        """Return texts of one length, filled up in front, where nothing looks."""
        torch, longest = self._torch, max(map(len, texts))
        numbers = torch.tensor([[0] * (longest - len(t)) + t for t in texts], device=self.device)
        mask = torch.tensor(
            [[0] * (longest - len(t)) + [1] * len(t) for t in texts], device=self.device
        )
        places = (mask.cumsum(dim=1) - 1).clamp(min=0)
        return {"input_ids": numbers, "attention_mask": mask, "position_ids": places}

    def _tokens(self, request: Request) -> tuple[list[int], list[int]]:
        continuation = request.continuation or ""
        if request.prefix is None:
            own = self._raw(continuation, start=False) if continuation else []
            return self._templated(request), own
        prefix = self._raw(request.prefix)
        whole = self._raw(request.prefix + continuation)
        common = first_difference(prefix, whole)
        return whole[:common], whole[common:]

    def _templated(self, request: Request) -> list[int]:
        if not self._tokenizer.chat_template:
            raise CapabilityError(
                "The model has no chat template: it was not made to answer.",
                hint="Use one that was tuned to follow instructions.",
            )
        messages = [{"role": m.role, "content": m.content} for m in request.messages]
        text = self._tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True
        )
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def _raw(self, text: str, *, start: bool = True) -> list[int]:
        """Return the tokens of a text in which nothing marks turns or ends."""
        encoded = self._tokenizer(text, add_special_tokens=start, split_special_tokens=True)
        return list(encoded["input_ids"])


def device_and_dtype(device: str | None, dtype: str | None) -> tuple[str, str]:
    """Return where a model runs and in which numbers, with what is not given filled in.

    Parameters
    ----------
    device : str, optional
        The GPU where there is one, by default.
    dtype : str, optional
        "float32", "bfloat16" or "float16"; bfloat16 on a GPU, else float32, by default.
    """
    torch: Any = import_optional("torch", feature=FEATURE, extra=EXTRA)
    place = device or ("cuda" if torch.cuda.is_available() else "cpu")
    return place, dtype or ("bfloat16" if place.startswith("cuda") else "float32")


def _goes_on(row: Row) -> bool:
    return not row.ended and len(row.said) < row.most_tokens


def _gguf(folder: Path) -> dict[str, Any]:
    files = sorted(folder.glob(f"*{_GGUF}"))
    return {"gguf_file": files[0].name} if files else {}


def _ends(model: Any, tokenizer: Any) -> set[int]:
    """Return the tokens that end a text: those of the model and of the tokeniser."""
    known = model.generation_config.eos_token_id
    ends = set(known) if isinstance(known, list) else {known}
    return {number for number in (*ends, tokenizer.eos_token_id) if number is not None}
