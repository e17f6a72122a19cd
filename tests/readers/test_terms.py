from dataexplain.models.sparse import LinearTerm
from dataexplain.readers.terms import read_terms
from tests.readers.test_trees import told


def term(feature, coefficient, *, level=None, missing=False, importance=1.0):
    return LinearTerm(feature, level, missing, coefficient, per=1.0, importance=importance)


def test_terms_become_trends_and_level_contrasts():
    terms = [
        term("x", -2.0),
        term("plan", 1.0, level="gold"),
        term("x", 0.5, missing=True),
        term("z", 0.0),
        term("unknown", 1.0),
    ]
    claims = read_terms(terms, {"x": (0.0, 5.0), "z": (0.0, 1.0)}, None)
    assert told(claims) == {
        ("trend", "down", ("x",)),
        ("level_contrast", "up", ("plan",)),
        ("level_contrast", "up", ("x",)),
    }
    (trend,) = (claim for claim in claims if claim.kind == "trend")
    condition = trend.region.conditions[0]
    assert (condition.low, condition.high, condition.closed) == (0.0, 5.0, True)


def test_the_most_important_come_first():
    terms = [term("x", 1.0, importance=0.1), term("z", 1.0, importance=-0.9)]
    claims = read_terms(terms, {"x": (0.0, 1.0), "z": (0.0, 1.0)}, None)
    assert [claim.features for claim in claims] == [("z",), ("x",)]
