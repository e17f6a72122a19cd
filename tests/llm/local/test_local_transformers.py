"""The backend of `transformers`, with a model of a few thousand random weights made here."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from dataexplain.errors import (
    CapabilityError,
    ContextTooLongError,
    LanguageModelError,
    MissingDependencyError,
    ModelNotFoundError,
    ParameterError,
)
from dataexplain.llm.local.local_transformers import LocalTransformers
from dataexplain.llm.requests import Message, RawReply, Request

torch = pytest.importorskip("torch", reason="needs PyTorch")
transformers = pytest.importorskip("transformers", reason="needs transformers")

CONTEXT = 96
TEMPLATE = "{% for m in messages %}<|turn|>{{ m.role }}: {{ m.content }}{% endfor %}<|turn|>"
QUESTION = (Message("user", "Is it blue?"),)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    place = tmp_path_factory.mktemp("tiny")
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    bytes_alone = Tokenizer(models.BPE({c: n + 2 for n, c in enumerate(letters)}, []))
    bytes_alone.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytes_alone.decoder = decoders.ByteLevel()
    bytes_alone.add_special_tokens(["<|end|>", "<|turn|>"])
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=bytes_alone, eos_token="<|end|>", chat_template=TEMPLATE
    )
    tokenizer.save_pretrained(place)
    config = transformers.LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=CONTEXT,
        initializer_range=0.5,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=None,
    )
    with torch.random.fork_rng():
        torch.manual_seed(1)
        transformers.LlamaForCausalLM(config).save_pretrained(place)
    return place


def ask(folder: Path, *requests: Request, **settings: Any) -> list[RawReply]:
    async def together() -> list[RawReply]:
        backend = LocalTransformers(folder, device="cpu", **settings)
        try:
            return await asyncio.gather(*(backend.reply(request) for request in requests))
        finally:
            await backend.close()

    return asyncio.run(together())


def log_probabilities(folder: Path, text: str, start: int) -> list[float]:
    """Return those of the bytes of a text from a place on, by the plainest way."""
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    numbers = tokenizer(text)["input_ids"]
    with torch.inference_mode():
        places = torch.log_softmax(model(torch.tensor([numbers])).logits[0], dim=-1)
    return [float(places[at - 1, numbers[at]]) for at in range(start, len(numbers))]


def scores_of(reply: RawReply) -> list[float]:
    return [token.log_probability for token in reply.tokens]


def test_scores_are_those_of_the_model(folder: Path) -> None:
    wanted = [("One two", " three"), ("a", "b"), ("Sky: ", "blé✓"), ("a", "")]
    requests = [Request("score", prefix=prefix, continuation=own) for prefix, own in wanted]
    for (prefix, own), reply in zip(wanted, ask(folder, *requests), strict=True):
        expected = log_probabilities(folder, prefix + own, len(prefix.encode()))
        assert scores_of(reply) == pytest.approx(expected, abs=1e-4)
        assert len(reply.tokens) == len(own.encode())


def test_a_conversation_is_scored_behind_its_template(folder: Path) -> None:
    (reply,) = ask(folder, Request("score", QUESTION, continuation="Yes"))
    expected = log_probabilities(folder, "<|turn|>user: Is it blue?<|turn|>Yes", 19)
    assert scores_of(reply) == pytest.approx(expected, abs=1e-4)


def test_a_batch_says_what_each_would_say_alone(folder: Path) -> None:
    texts = ["a", "Is it blue?", "A much longer question than the others"]
    requests = [
        Request("generate", (Message("user", text),), most_tokens=6 + n, alternatives=3)
        for n, text in enumerate(texts)
    ]
    together = ask(folder, *requests)
    for request, reply in zip(requests, together, strict=True):
        (alone,) = ask(folder, request, batch=1)
        assert reply.text == alone.text
        assert scores_of(reply) == pytest.approx(scores_of(alone), abs=1e-3)
    assert [reply.reply_tokens for reply in together] == [6, 7, 8]
    assert all(reply.stopped == "length" for reply in together)


def test_what_was_said_has_the_scores_that_were_given(folder: Path) -> None:
    request = Request("generate", QUESTION, most_tokens=5, alternatives=4, temperature=1.0)
    (reply,) = ask(folder, request)
    for token in reply.tokens:
        values = [value for _, value in token.alternatives]
        assert values == sorted(values, reverse=True)
        assert len(values) == 4
        assert token.log_probability <= values[0]


def test_draws_are_repeated_by_their_number_and_leave_the_global_state(folder: Path) -> None:
    requests = [Request("generate", QUESTION, temperature=1.0, draw=n % 3) for n in range(6)]
    before = torch.random.get_rng_state()
    replies = [reply.text for reply in ask(folder, *(requests), batch=4)]
    assert torch.equal(before, torch.random.get_rng_state())
    assert replies[:3] == replies[3:]
    assert len(set(replies)) == 3


def test_requests_that_arrive_together_are_one_batch(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataexplain.llm.local.torch_model import TorchModel

    sizes = []
    plain = TorchModel.score

    def counting(self: TorchModel, rows: Any) -> None:
        sizes.append(len(rows))
        plain(self, rows)

    monkeypatch.setattr(TorchModel, "score", counting)
    ask(folder, *[Request("score", prefix="a", continuation="b")] * 10, batch=8)
    assert sizes == [8, 2]


def test_one_bad_request_spoils_no_other(folder: Path) -> None:
    async def together() -> list[Any]:
        backend = LocalTransformers(folder, device="cpu")
        requests = [
            Request("score", prefix="a", continuation="b"),
            Request("score", prefix="", continuation="b"),
            Request("generate", (Message("user", "a" * CONTEXT),)),
        ]
        work = (backend.reply(request) for request in requests)
        outcomes = await asyncio.gather(*work, return_exceptions=True)
        await backend.close()
        return outcomes

    good, empty, long = asyncio.run(together())
    assert isinstance(good, RawReply)
    assert isinstance(empty, ParameterError)
    assert isinstance(long, ContextTooLongError)
    assert f"{CONTEXT} tokens" in str(long)


def test_a_reply_never_outgrows_the_context(folder: Path) -> None:
    (reply,) = ask(folder, Request("generate", QUESTION, most_tokens=500))
    assert reply.prompt_tokens + reply.reply_tokens <= CONTEXT


def test_marks_of_turns_in_raw_text_are_letters(folder: Path) -> None:
    (reply,) = ask(folder, Request("score", prefix="a", continuation="<|end|>"))
    assert len(reply.tokens) == len("<|end|>")


def test_a_model_without_a_template_answers_nothing(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        if "template" not in file.name:
            (tmp_path / file.name).write_bytes(file.read_bytes())
    with pytest.raises(CapabilityError, match="no chat template"):
        ask(tmp_path, Request("generate", QUESTION))


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError, match="No model can be loaded"):
        ask(tmp_path, Request("generate", QUESTION))


def test_weights_that_could_hold_programs_are_refused(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        if file.suffix != ".safetensors":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelNotFoundError):
        ask(tmp_path, Request("generate", QUESTION))


def test_other_weights_have_another_fingerprint(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    same = LocalTransformers(folder).fingerprint
    assert LocalTransformers(tmp_path).fingerprint == same
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"!")
    assert LocalTransformers(tmp_path).fingerprint != same


@pytest.mark.parametrize(
    "name",
    [
        "generation_config.json",
        "special_tokens_map.json",
        "added_tokens.json",
        "tokenizer.model",
        "vocab.txt",
        "merges.txt",
    ],
)
def test_whatever_decides_a_reply_is_in_the_fingerprint(
    folder: Path, tmp_path: Path, name: str
) -> None:
    """Other ends of a text or other tokens were answered from the replies kept of the first."""
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / name).write_bytes(b"{}")
    assert LocalTransformers(tmp_path).fingerprint != LocalTransformers(folder).fingerprint


def test_the_fingerprint_holds_the_numbers_that_are_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left to the default, those of a GPU and those of a processor shared their replies."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    on_processor = LocalTransformers(folder).fingerprint
    assert LocalTransformers(folder, device="cpu", dtype="float32").fingerprint == on_processor
    assert LocalTransformers(folder, dtype="bfloat16").fingerprint != on_processor
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    on_gpu = LocalTransformers(folder).fingerprint
    assert on_gpu != on_processor
    assert LocalTransformers(folder, device="cuda:1", dtype="bfloat16").fingerprint == on_gpu


@pytest.mark.parametrize(("name", "value"), [("batch", 0), ("dtype", "float8")])
def test_parameters_outside_what_is_allowed(folder: Path, name: str, value: Any) -> None:
    with pytest.raises(ParameterError, match=name):
        LocalTransformers(folder, **{name: value})


def test_a_missing_package_says_the_line_for_pip(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'dataexplain\[local\]'"):
        LocalTransformers(folder)


def test_an_error_of_the_runtime_reaches_those_who_wait(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataexplain.llm.local.torch_model import TorchModel

    def failing(*_: Any) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(TorchModel, "score", failing)
    with pytest.raises((RuntimeError, LanguageModelError), match="memory"):
        ask(folder, Request("score", prefix="a", continuation="b"))
