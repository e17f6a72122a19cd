import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from dataexplain.models import AugTreeClassifier, AugTreeRegressor
from dataexplain.models.aug_tree_nodes import KeyphraseNode
from dataexplain.models.aug_tree_plot import tree_svg

SPACE = "{http://www.w3.org/2000/svg}"
LEAVES = KeyphraseNode((1.0,), 2, 2.0), KeyphraseNode((3.0,), 2, 2.0)


def drawn(nodes, most_phrases=3):
    return ElementTree.fromstring(tree_svg(nodes, lambda value: f"{value[0]:g}", most_phrases))


def test_each_node_has_its_line_and_each_leaf_its_bar():
    root = KeyphraseNode((2.0,), 4, 4.0, ("sea", "lake"), 1, 2)
    picture = drawn([root, *LEAVES])
    said = [text.text for text in picture.iter(f"{SPACE}text")]
    assert said == ["has “sea” or “lake”?", "yes: 1 (2 texts)", "no: 3 (2 texts)"]
    filled = [entry for entry in picture.iter(f"{SPACE}rect") if "#" in entry.get("fill")]
    assert [float(entry.get("width")) for entry in filled] == [0, 90]


def test_phrases_beyond_what_is_shown_are_in_the_tooltip():
    root = KeyphraseNode((2.0,), 4, 4.0, ("a", "b", "c"), 1, 2)
    picture = drawn([root, *LEAVES], most_phrases=1)
    assert next(picture.iter(f"{SPACE}text")).text == "has “a” or 2 more?"
    assert next(picture.iter(f"{SPACE}title")).text == "a, b, c"


def test_a_phrase_cannot_become_markup():
    root = KeyphraseNode((2.0,), 4, 4.0, ("<script>alert(1)</script>", '"&'), 1, 2)
    picture = drawn([root, *LEAVES])
    assert not list(picture.iter(f"{SPACE}script"))
    assert "<script>" in next(picture.iter(f"{SPACE}text")).text


@pytest.mark.parametrize("classes", [2, 12])
def test_shares_fill_the_bar_whatever_the_number_of_classes(classes):
    shares = np.random.default_rng(0).dirichlet(np.ones(classes))
    picture = drawn([KeyphraseNode(tuple(shares), 9, 9.0)])
    widths = [float(entry.get("width")) for entry in picture.iter(f"{SPACE}rect")]
    assert sum(widths[1:]) == pytest.approx(widths[0], abs=0.1)


def test_a_fitted_tree_draws_itself():
    texts = ["good", "bad"] * 10
    for model, y in ((AugTreeClassifier(), ["y", "n"] * 10), (AugTreeRegressor(), [1, 2] * 10)):
        picture = ElementTree.fromstring(model.fit(texts, y).plot())
        assert len(list(picture.iter(f"{SPACE}text"))) == 3


def test_a_tree_of_one_leaf_draws_itself():
    picture = AugTreeRegressor().fit(["a"] * 3, [2, 2, 2]).plot()
    assert len(list(ElementTree.fromstring(picture).iter(f"{SPACE}text"))) == 1
