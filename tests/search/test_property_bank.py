import re
from collections import Counter

import pytest

from dataexplain.claims.text_readings import as_predicate, denied
from dataexplain.errors import ColumnNotFoundError, InputError, LoadingError
from dataexplain.features.question_wording import same_wording
from dataexplain.search.comparatives import compares
from dataexplain.search.property_bank import bank_facets, load_properties

BANK = load_properties()
PROPERTIES = [candidate.property for candidate in BANK]
# What is right without being a sentence of five words, or is long because it has to be.
_FEWEST_WORDS, _MOST_WORDS = 5, 22
_MOST_WORDS_OF_A_PROPERTY = 8
_SHORT_BY_NATURE = {
    "is a single word",
    "is terse",
    "contains an emoticon of punctuation marks",
    "contains a link",
    "contains an exclamation mark",
    "asks for a definition",
}


def test_the_bank_is_wide():
    assert 350 <= len(BANK) <= 450
    counts = Counter(bank_facets().values())
    assert len(counts) == 14
    assert min(counts.values()) >= 10
    assert set(bank_facets()) == set(PROPERTIES)


def test_no_property_comes_twice():
    assert len({same_wording(property) for property in PROPERTIES}) == len(PROPERTIES)


def test_properties_are_short_predicates_of_one_text():
    # "and" or "or" would ask for two things, of which a judge may see one
    joined = re.compile(r"\b(?:and|or|but)\b|[\"'’]$|[.?!,;:]")
    wrong = [
        property
        for property in PROPERTIES
        if as_predicate(property) != property
        or len(property.split()) > _MOST_WORDS_OF_A_PROPERTY
        or compares(property)
        or joined.search(property)
    ]
    assert wrong == []


def test_properties_are_denied_in_plain_words():
    twice = re.compile(r"\b(?:no|not|never)\b.*\b(?:no|not|never)\b")
    said = [denied(property) for property in PROPERTIES]
    assert [line for line in said if not re.match(r"(?:is|does) not [a-z]", line)] == []
    assert [line for line in said if twice.search(line)] == []


def test_each_property_has_two_texts_of_each_kind():
    for candidate in BANK:
        assert len(candidate.having) == len(candidate.lacking) == 2, candidate.property
        assert candidate.source == "bank"


def test_control_texts_are_about_a_sentence_long():
    wrong = [
        (candidate.property, text)
        for candidate in BANK
        for text in (*candidate.having, *candidate.lacking)
        if len(text.split()) > _MOST_WORDS
        or (len(text.split()) < _FEWEST_WORDS and candidate.property not in _SHORT_BY_NATURE)
    ]
    assert wrong == []


def test_no_control_text_is_used_twice():
    texts = Counter(text for candidate in BANK for text in (*candidate.having, *candidate.lacking))
    assert [text for text, count in texts.items() if count > 1] == []


def test_texts_of_different_properties_differ_in_words():
    wordings = Counter(
        wording
        for candidate in BANK
        for wording in {same_wording(text) for text in (*candidate.having, *candidate.lacking)}
    )
    assert [wording for wording, count in wordings.items() if count > 1] == []


def test_texts_are_about_as_long_on_both_sides():
    """A judge that takes long texts for those that have everything must not pass."""
    shorter = [
        sum(map(len, candidate.having)) < sum(map(len, candidate.lacking)) for candidate in BANK
    ]
    assert 0.3 <= sum(shorter) / len(shorter) <= 0.7


def _file(tmp_path, content, encoding="utf-8"):
    path = tmp_path / "mine.csv"
    path.write_bytes(content.encode(encoding))
    return path


def test_a_users_properties_come_first(tmp_path):
    path = _file(tmp_path, "property\nmentions a lighthouse\n")
    first, *rest = load_properties(path)
    assert (first.property, first.source) == ("mentions a lighthouse", "user")
    assert first.having == first.lacking == ()
    assert tuple(rest) == BANK


def test_a_property_may_be_written_as_a_question(tmp_path):
    path = _file(tmp_path, "\ufeffPROPERTY\r\nDoes the review mention a lighthouse?\r\n")
    assert load_properties(path)[0].property == "mentions a lighthouse"


def test_the_users_row_wins_over_the_banks_and_keeps_its_texts(tmp_path):
    path = _file(tmp_path, "property\nExpresses gratitude.\n")
    found = load_properties(path)
    assert len(found) == len(BANK)
    (own,) = [candidate for candidate in found if candidate.source == "user"]
    (known,) = [candidate for candidate in BANK if candidate.property == "expresses gratitude"]
    assert (own.having, own.lacking) == (known.having, known.lacking)


def test_any_number_of_control_texts_may_be_given(tmp_path):
    path = _file(
        tmp_path,
        "note,property,having_1,having_2,having_3,lacking_1\n"
        'x,expresses gratitude,"Thanks, all!",,"Ta.\nMuch obliged.",No.\n',
    )
    own = load_properties(path)[0]
    assert own.having == ("Thanks, all!", "Ta.\nMuch obliged.")
    assert own.lacking == ("No.",)


def test_empty_rows_and_missing_cells_at_the_end_are_no_mistake(tmp_path):
    path = _file(tmp_path, "property,having_1,lacking_1\n\n,,\nis blue\n")
    assert load_properties(path)[0].property == "is blue"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("propertie\nis blue\n", "no column 'property'"),
        ("", "no column 'property'"),
        ("property\n", "holds no property"),
        ("property,property\na,b\n", "column 'property': The column is there twice"),
        ("property,note\n ,x\n", "row 2, column 'property': The property is blank"),
        ("property,note\n?!,x\n", "row 2, column 'property': The property is blank"),
        (f"property\nis {'very ' * 2000}long\n", "The property has 10007 characters"),
        ("property\nis angrier than others\n", "by itself: 'is angry'"),
        ("property\nis about tea\nis less formal\n", "row 3, column 'property': 'is less formal'"),
        ("property\nis blue\n\nIs  BLUE!\n", "row 4, column 'property': .* stands in row 2"),
        ("property,having_1,lacking_1\nis blue,Sky.,\n", "column 'lacking_1': There are texts"),
        ("property,having_1,lacking_1\nis blue,,Sky.\n", "column 'having_1': There are texts"),
        ("property,having_1,lacking_1\nis blue,Sky.,Sky.\n", "'Sky.' is said both"),
        ("property\nis blue, green\n", "row 2: There are 2 cells, but 1 columns"),
        ('property\n"is blue\n', "row 2: The file is no CSV"),
        ('property,note\n"is\nx",\nis odd,"x"y\n', "row 4: The file is no CSV"),
    ],
)
def test_what_is_wrong_is_said_with_file_row_column_and_remedy(tmp_path, content, said):
    with pytest.raises(InputError, match=said) as caught:
        load_properties(_file(tmp_path, content))
    assert "mine.csv" in str(caught.value)


def test_a_missing_column_is_an_error_of_columns(tmp_path):
    with pytest.raises(ColumnNotFoundError, match="Did you mean 'propertie'"):
        load_properties(_file(tmp_path, "propertie,b\nx,y\n"))


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    with pytest.raises(LoadingError, match=r"none\.csv: The file cannot be read"):
        load_properties(tmp_path / "none.csv")
    with pytest.raises(LoadingError, match="UTF-8"):
        load_properties(_file(tmp_path, "property\nist schön\n", encoding="latin-1"))
