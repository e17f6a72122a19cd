import pytest
from described_tasks import STRICT, Task, rank_of, reciprocal

RIGHT = {
    "iprompt_math/add_two": "Return the sum of the two numbers.",
    "iprompt_math/multiply_two": "Multiply the first number by the second.",
    "iprompt_math/subtract_two": "Subtract the second number from the first.",
    "iprompt_math/max_two": "Return the larger of the two numbers.",
    "iprompt_math/first_two": "Return the first of the two numbers.",
    "iprompt_math/square_one": "Multiply the number by itself.",
    "iprompt_math/double_one": "Multiply the number by 2.",
    "iprompt_math/fibonacci_one": "Return the Fibonacci number of that index.",
    "iprompt_anli/task092_check_prime_classification": "Say whether the number is prime.",
    "iprompt_anli/task107_splash_question_to_sql": "Turn the question into an SQL query.",
    "iprompt_anli/task1146_country_capital": "Name the capital of the country.",
    "iprompt_anli/task1149_item_check_edible": "Say whether the item is edible.",
    "iprompt_anli/task1321_country_continent": "Name the continent of the country.",
    "iprompt_anli/task1509_evalution_antonyms": "Write the opposite of the word.",
    "iprompt_anli/task183_rhyme_generation": "Write a word that rhymes with the input.",
    "iprompt_induction/rhymes": "Find a word that rhymes with it.",
    "iprompt_induction/antonyms": "Give an antonym of the word.",
    "iprompt_induction/first_word_letter": "Write the first letter of the word.",
    "iprompt_induction/singular_to_plural": "Write the plural of the noun.",
    "iprompt_induction/active_to_passive": "Put the sentence into the passive voice.",
    "iprompt_induction/num_to_verbal": "Write the number in words.",
}


def task(name):
    return Task(name, "", "-")


@pytest.mark.parametrize("name", list(STRICT))
def test_a_sentence_that_says_the_rule_is_right(name):
    assert task(name).says(RIGHT[name])


@pytest.mark.parametrize("name", list(STRICT))
def test_what_says_another_rule_is_wrong(name):
    right = {other for other, sentence in RIGHT.items() if task(name).says(sentence)}
    same = {
        "rhym": {n for n in RIGHT if "rhym" in n},
        "antonym": {n for n in RIGHT if "anton" in n},
    }
    allowed = next((names for key, names in same.items() if key in name), {name})
    assert right <= allowed


@pytest.mark.parametrize("said", ["-", "sum", "add it"])
def test_a_fragment_is_no_sentence(said):
    assert not task("iprompt_math/add_two").says(said)
    assert task("iprompt_math/subtract_two").says_loosely("co-operate")


def test_ranks():
    assert rank_of([False, True, True]) == 2
    assert rank_of([]) is None
    assert reciprocal(2) == 0.5
    assert reciprocal(None) == 0.0
