"""Distinct texts and batches of them: nothing lost, nothing twice, within the limits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dataexplain.llm.embedding.text_batches import batches_by_length, distinct

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), max_size=30)


@given(texts=TEXTS, data=st.data())
def test_the_order_of_texts_does_not_matter(texts: list[str], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(texts))
    assert distinct(texts)[0] == distinct(shuffled)[0]


@given(texts=TEXTS)
def test_every_text_has_its_place(texts: list[str]) -> None:
    found, places = distinct(texts)
    assert [found[at] for at in places] == texts
    assert len(found) == len(set(found))


@given(
    counts=st.lists(st.integers(1, 50), max_size=60),
    most_tokens=st.integers(1, 100),
    most_texts=st.integers(1, 10),
)
def test_batches_hold_each_text_once_within_the_limits(
    counts: list[int], most_tokens: int, most_texts: int
) -> None:
    batches = list(batches_by_length(counts, most_tokens=most_tokens, most_texts=most_texts))
    assert sorted(at for batch in batches for at in batch) == list(range(len(counts)))
    longest = [max(counts[at] for at in batch) for batch in batches]
    assert longest == sorted(longest)
    for batch, most in zip(batches, longest, strict=True):
        assert len(batch) <= most_texts
        assert len(batch) == 1 or len(batch) * most <= most_tokens
