from dataexplain.models.aug_tree_rules import KeyphraseCondition, KeyphraseRule
from dataexplain.readers.keyphrase_rules import phrase_columns, read_leaves

LATE, RUDE = ("late", "delay"), ("rude",)


def leaf(value, *conditions, weight=10.0):
    asked = tuple(KeyphraseCondition(phrases, holds) for phrases, holds in conditions)
    return KeyphraseRule(asked, value, int(weight), weight, 0)


TREE = (
    leaf((1.0,), (LATE, True)),
    leaf((2.0,), (LATE, False), (RUDE, True)),
    leaf((5.0,), (LATE, False), (RUDE, False)),
)


def test_a_set_of_phrases_that_several_rules_ask_for_is_one_column():
    columns = phrase_columns(TREE, "review")
    assert [column.terms for column in columns] == [LATE, RUDE]
    assert {column.source for column in columns} == {"review"}


def test_each_leaf_is_held_against_all_other_texts_the_way_the_tree_predicts():
    claims = read_leaves(TREE, phrase_columns(TREE, "review"), (), (None,))
    told = [(claim.kind, claim.direction, claim.region.to_dict()) for claim in claims]
    late, rude = 'review: "late", "delay"', 'review: "rude"'
    assert [entry[:2] for entry in told] == [
        ("term_effect", "down"),
        ("rule_effect", "down"),
        ("rule_effect", "up"),
    ]
    assert told[1][2] == {late: {"levels": ["no"]}, rude: {"levels": ["yes"]}}
    assert told[2][2] == {late: {"levels": ["no"]}, rude: {"levels": ["no"]}}


def test_the_average_counts_leaves_by_their_weight():
    uneven = (leaf((1.0,), (LATE, True), weight=90.0), leaf((2.0,), (LATE, False), weight=10.0))
    (claim,) = read_leaves(uneven, phrase_columns(uneven, "review"), (), (None,))
    assert claim.direction == "down"


def test_both_leaves_of_one_split_are_one_claim():
    stump = (leaf((1.0,), (LATE, True)), leaf((3.0,), (LATE, False)))
    assert len(read_leaves(stump, phrase_columns(stump, "review"), (), (None,))) == 1


def test_a_leaf_that_predicts_the_average_says_nothing():
    flat = (leaf((2.0,), (LATE, True)), leaf((2.0,), (LATE, False)))
    assert read_leaves(flat, phrase_columns(flat, "review"), (), (None,)) == ()


def test_a_tree_without_a_split_says_nothing():
    assert read_leaves([leaf((2.0,))], (), (), (None,)) == ()


def test_of_several_classes_the_one_is_told_whose_share_differs_most():
    tree = (
        leaf((0.9, 0.05, 0.05), (LATE, True)),
        leaf((0.2, 0.4, 0.4), (LATE, False), (RUDE, True)),
        leaf((0.2, 0.6, 0.2), (LATE, False), (RUDE, False)),
    )
    classes = ("bad", "fair", "good")
    claims = read_leaves(tree, phrase_columns(tree, "review"), classes, classes)
    assert [(claim.outcome_class, claim.direction) for claim in claims] == [
        ("bad", "up"),
        ("bad", "down"),
        ("fair", "up"),
    ]
