import numpy as np
import pandas as pd
import pytest
from sentence_forms import FILES, TRUTHS, UNTESTABLE, OpenSet, Part, UserSentence, read_sentences
from sentence_truths import BORDERLINE, Effect, truths

ROWS = 4000
TABLE = OpenSet("made", "made.csv", "y")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    generator = np.random.default_rng(0)
    cause = generator.normal(size=ROWS)
    return pd.DataFrame(
        {
            "cause": cause,
            "copy": cause + generator.normal(scale=0.5, size=ROWS),
            "bent": (bent := generator.uniform(-1, 1, ROWS)),
            "plan": (plan := generator.choice(["a", "b"], ROWS)),
            "side": (side := generator.uniform(0, 1, ROWS)),
            "idle": generator.choice(["u", "v"], ROWS),
            "y": cause
            - 4 * bent**2
            + (plan == "a")
            + 2 * side * (plan == "a")
            + generator.normal(scale=0.2, size=ROWS),
        }
    )


@pytest.mark.parametrize(
    ("part", "held", "truth"),
    [
        (Part("trend", "up", "cause"), (), "true"),
        (Part("trend", "down", "cause"), (), "false"),
        (Part("trend", "up", "copy"), (), "true"),
        (Part("trend", "up", "copy"), ("cause",), "weak"),
        (Part("difference", "up", where={"plan": ["a"]}), (), "true"),
        (Part("difference", "down", where={"plan": ["a"]}, against={"plan": ["b"]}), (), "false"),
        (Part("difference", "up", where={"idle": ["u"]}), (), "weak"),
        (Part("difference", "up", where={"cause": {"above": 1}}), (), "true"),
        (Part("turning_point", "down", "bent", turn=0), (), "true"),
        (Part("turning_point", "up", "bent", turn=0), (), "false"),
        (Part("threshold", "up", "cause", turn=0), (), "weak"),
        (
            Part("interaction", "up", first={"column": "side"}, second={"where": {"plan": ["a"]}}),
            (),
            "true",
        ),
        (Part("no_effect", column="cause"), (), "false"),
        (Part("effect", column="cause"), (), "true"),
    ],
)
def test_what_was_planted_is_found(
    frame: pd.DataFrame, part: Part, held: tuple[str, ...], truth: str
) -> None:
    sentence = UserSentence("made", TABLE, "made", truth, held=held, readings=((part,),))
    assert [found for found, _ in truths(sentence, frame)] == [truth]


@pytest.mark.parametrize(
    ("value", "error", "truth"),
    [
        (3.0, 0.5, "true"),
        (1.2, 0.05, "true"),
        (1.2, 0.3, BORDERLINE),
        (-3.0, 0.5, "false"),
        (-0.1, 0.01, "false"),
        (0.5, 0.1, "weak"),
        (0.0, 5.0, "weak"),
        (-3.0, 1.4, "weak"),
    ],
)
def test_an_effect_is_true_false_weak_or_too_near_to_tell(
    value: float, error: float, truth: str
) -> None:
    assert Effect(value, error, floor=1.0).truth == truth


@pytest.mark.parametrize("chosen", list(FILES))
def test_the_sentences_are_as_many_and_as_mixed_as_stated(chosen: str) -> None:
    sentences = read_sentences(chosen)
    counts = {truth: sum(entry.truth == truth for entry in sentences) for truth in TRUTHS}
    assert counts == {"true": 35, "false": 25, "weak": 15, "untestable": 25}
    assert len({entry.id for entry in sentences}) == len(sentences) == 100
    assert all(bool(entry.readings) != (entry.truth == UNTESTABLE) for entry in sentences)
    assert all(entry.why for entry in sentences if entry.truth == UNTESTABLE)


def test_no_sentence_is_in_two_sets() -> None:
    told = [entry.sentence.lower() for chosen in FILES for entry in read_sentences(chosen)]
    assert len(set(told)) == len(told)
