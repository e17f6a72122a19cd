"""What is left out for servers that refuse it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dataexplain.llm.served.refused_parameters import RETREATS, RefusedParameters

BODY = {
    "model": "m",
    "max_tokens": 5,
    "seed": 1,
    "temperature": 0.0,
    "logprobs": True,
    "top_logprobs": 20,
    "response_format": {},
}
NAMES = sorted({retreat.parameter for retreat in RETREATS})


def test_log_probabilities_go_together() -> None:
    refused = RefusedParameters()
    refused.learn(BODY, "logprobs is not supported")
    assert not {"logprobs", "top_logprobs"} & set(refused.adapt(BODY))


def test_a_name_within_another_is_not_meant() -> None:
    refused = RefusedParameters()
    refused.learn(BODY, "top_logprobs is too large")
    assert refused.adapt(BODY)["top_logprobs"] == 5
    assert refused.adapt(BODY)["logprobs"] is True


def test_a_parameter_that_was_not_sent_is_not_the_reason() -> None:
    assert RefusedParameters().learn({"model": "m"}, "seed is wrong") is None


@given(st.lists(st.sampled_from(NAMES), max_size=20))
def test_steps_back_come_to_an_end(complaints: list[str]) -> None:
    refused = RefusedParameters()
    for name in complaints:
        before = refused.adapt(BODY)
        retreat = refused.learn(before, f"Unsupported: {name}")
        assert (retreat is None) == (refused.adapt(BODY) == before)
    assert len(refused.taken) <= len(RETREATS)
    assert refused.adapt(BODY)["model"] == "m"
    assert refused.adapt(refused.adapt(BODY)) == refused.adapt(BODY)
