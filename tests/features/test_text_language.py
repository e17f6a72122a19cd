import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataexplain.features.text_language import UNKNOWN, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The staff were not helpful and it was late", "English"),
        ("Das Zimmer war nicht sauber und der Preis hoch", "German"),
        ("Le service est lent et la chambre est petite dans les étages", "French"),
        ("El hotel es muy bueno pero los cuartos son una pena", "Spanish"),
        ("部屋はとてもきれいでした", "CJK"),
        ("Номер был чистый, but wifi нет", "Cyrillic"),
        ("ok", UNKNOWN),
        ("", UNKNOWN),
        ("12 €", UNKNOWN),
    ],
)
def test_languages_are_guessed(text, language):
    assert language_of(text) == language


@given(st.text())
def test_any_text_has_a_guess(text):
    assert language_of(text)
