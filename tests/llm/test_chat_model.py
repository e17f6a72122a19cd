"""The three verbs: answers, no answers, votes, cache, budget, log."""

import threading

import pytest

from dataexplain.errors import (
    AuthenticationError,
    BudgetReachedError,
    CapabilityError,
    ContextTooLongError,
    LanguageModelError,
    ParameterError,
    ReplyTimeoutError,
    ServerError,
)
from dataexplain.llm import (
    Budget,
    Capabilities,
    ChatModel,
    Message,
    Price,
    Purpose,
    RawReply,
    Scripted,
    Token,
)
from dataexplain.llm.stores.cache import ReplyCache
from dataexplain.llm.stores.call_log import CallLog

NUMBER = {
    "type": "object",
    "properties": {"n": {"type": "integer"}},
    "required": ["n"],
    "additionalProperties": False,
}
NOTHING = Capabilities(log_probabilities=False, scoring=False, schema=False)


@pytest.fixture
def opened():
    """Open models that are closed at the end."""
    models = []

    def open_one(replies, *, capabilities=None, price=None, concurrency=1, **options):
        backend = Scripted(replies, capabilities=capabilities, price=price, concurrency=concurrency)
        models.append(ChatModel(backend, **options))
        return models[-1]

    yield open_one
    for model in models:
        model.close()


def asked(model):
    return model.backend.requests


def test_a_text_is_a_user_message_and_comes_back(opened):
    model = opened(["Paris."])
    reply = model.generate("The capital of France?")
    assert reply.answered
    assert reply.text == "Paris."
    assert asked(model)[0].messages == (Message("user", "The capital of France?"),)


def test_an_empty_reply_is_no_answer_and_counted(opened):
    model = opened([" \n"])
    reply = model.generate("Well?")
    assert not reply.answered
    assert (reply.text, reply.value, reply.reason) == ("", None, "The reply is empty.")
    assert model.tally.no_answers == 1


def test_a_schema_is_handed_to_a_model_that_can_be_bound_to_it(opened):
    model = opened(['{"n": 3}'])
    assert model.generate("A number?", NUMBER).value == {"n": 3}
    assert asked(model)[0].schema == NUMBER
    assert asked(model)[0].messages[-1].content == "A number?"


def test_a_model_without_schemas_is_asked_in_words(opened):
    model = opened(['Sure: {"n": 3}'], capabilities=NOTHING)
    assert model.generate("A number?", NUMBER).value == {"n": 3}
    assert asked(model)[0].schema is None
    assert "JSON schema" in asked(model)[0].messages[-1].content


def test_one_repair_round_then_no_answer(opened):
    model = opened(["three", '{"n": "three"}', '{"n": 3}'])
    reply = model.generate("A number?", NUMBER)
    assert not reply.answered
    assert reply.value is None
    assert len(asked(model)) == 2
    assert [message.role for message in asked(model)[1].messages] == ["user", "assistant", "user"]
    assert asked(model)[1].messages[1].content == "three"
    assert model.tally.no_answers == 1


def test_a_repaired_reply_is_an_answer(opened):
    model = opened(["three", '{"n": 3}'])
    assert model.generate("A number?", NUMBER).value == {"n": 3}
    assert model.tally.no_answers == 0


def test_a_reply_cut_off_is_no_answer_and_not_asked_again(opened):
    """The same limit would cut it off again."""
    model = opened([RawReply('{"n": 3', reply_tokens=512, stopped="length"), '{"n": 3}'])
    assert "cut off after 512 tokens" in model.generate("A number?", NUMBER).reason
    assert len(asked(model)) == 1


def test_draws_are_samples_of_their_own(opened):
    model = opened(["a", "b"])
    assert [model.generate("?", draw=draw).text for draw in (0, 1)] == ["a", "b"]
    assert [request.temperature for request in asked(model)] == [0.0, 0.8]
    assert model.generate("?", draw=1).text == "b"  # from the cache


def test_choose_sums_forms_and_reports_what_is_outside(opened):
    model = opened([{"Yes": 0.6, " yes": 0.1, "No": 0.2, "Hm": 0.05}])
    choice = model.choose("Blue?", ["Yes", "No"])
    assert choice.best == "Yes"
    assert choice.probabilities["Yes"] == pytest.approx(0.7 / 0.9)
    assert choice.outside == pytest.approx(0.1)
    assert asked(model)[0].alternatives == 20


def test_choose_without_an_option_is_no_answer(opened):
    model = opened([{"Hm": 0.9}])
    assert model.choose("Blue?", ["Yes", "No"]) is None
    assert model.tally.no_answers == 1


def test_without_log_probabilities_votes_are_counted_and_it_is_said(opened):
    model = opened(["Yes", "No", "Yes", "yes.", "Perhaps"], capabilities=NOTHING)
    choice = model.choose("Blue?", ["Yes", "No"])
    assert choice.basis == "votes"
    assert choice.probabilities["Yes"] == pytest.approx(3 / 4)
    assert choice.outside == pytest.approx(1 / 5)
    assert {request.draw for request in asked(model)} == {0, 1, 2, 3, 4}
    assert any("votes of 5 drawn replies" in note for note in model.notes)


def test_a_server_that_turns_out_to_give_no_log_probabilities_is_asked_for_votes(opened):
    """It had declared them; a reply without tokens is the first to say otherwise."""
    model = opened(["Yes"] * 6)
    assert model.choose("Blue?", ["Yes", "No"]).basis == "votes"


def test_score_sums_the_continuation(opened):
    model = opened({" blue": {" bl": 0.5, "ue": 0.8}, " red": {" red": 0.1}})
    blue, red = model.score("The sky is", [" blue", " red"])
    assert blue == pytest.approx(-0.9163, abs=1e-4)
    assert red == pytest.approx(-2.3026, abs=1e-4)


def test_score_needs_a_model_that_can(opened):
    model = opened(["x"], capabilities=NOTHING)
    with pytest.raises(CapabilityError, match="no log-probabilities of given texts"):
        model.score("The sky is", [" blue"])


def test_each_yields_in_order_and_equal_ones_are_asked_once(opened):
    model = opened(lambda request: request.messages[-1].content.upper(), concurrency=4)
    texts = ["a", "b", "a", "c", "b", "a"]
    assert [reply.text for reply in model.generate_each(texts)] == ["A", "B", "A", "C", "B", "A"]
    assert len(asked(model)) == 3
    assert (model.tally.calls, model.tally.cached) == (3, 3)


def test_each_has_a_purpose_of_its_own_in_the_log(opened):
    log = CallLog(None)
    model = opened(lambda _: "x", log=log, run="night")
    purposes = (Purpose(f"c{place}", "p@1") for place in range(3))
    assert len(list(model.generate_each(["a", "b", "c"], purpose=purposes))) == 3
    records = log.tail(10)
    assert {record.serves for record in records} == {"c0", "c1", "c2"}
    assert {(record.run, record.prompt, record.verb) for record in records} == {
        ("night", "p@1", "generate")
    }


def test_a_budget_of_calls_ends_a_job_with_what_it_has(opened):
    model = opened(lambda _: "x", budget=Budget(calls=3))
    found = []
    with pytest.raises(BudgetReachedError):
        found.extend(model.generate_each(str(number) for number in range(10)))
    replies = model.generate_each(str(number) for number in range(3))
    assert [reply.text for reply in replies] == ["x"] * 3  # answered before: not paid again
    assert len(asked(model)) == 3


def test_money_is_counted_by_the_price(opened):
    model = opened([RawReply("x", (), 1000, 100)], price=Price(1.0, 10.0), budget=Budget(money=1.0))
    model.generate("?")
    assert model.tally.cost.money == pytest.approx(0.002)
    assert model.budget.spent.money == pytest.approx(0.002)


def test_a_failure_is_raised_logged_and_not_cached(opened):
    log = CallLog(None)
    model = opened([ServerError("Down."), "up"], log=log)
    with pytest.raises(ServerError):
        model.generate("?")
    assert log.tail(1)[0].error == "Down."
    assert model.tally.failures == 1
    assert model.generate("?").text == "up"


def test_a_server_that_counts_no_tokens_cannot_pass_a_budget(opened):
    """Fifty such calls had been counted as 0 of 2,000 tokens, and $0.00."""
    model = opened(lambda _: RawReply("x"), budget=Budget(tokens=2000), price=Price(1.0, 1.0))
    with pytest.raises(BudgetReachedError):
        list(model.generate_each(str(number) for number in range(50)))
    assert 0 < len(asked(model)) < 10
    assert model.budget.spent.tokens <= 2000


def test_a_call_that_ends_badly_may_have_cost_everything(opened):
    """Timeouts had been counted as 0 tokens: a budget was passed without limit."""
    budget = Budget(tokens=5000)
    model = opened(lambda _: ReplyTimeoutError("Too slow."), budget=budget)
    with pytest.raises(ReplyTimeoutError):
        model.generate("?")
    assert budget.spent.tokens > 500


def test_a_refusal_costs_nothing_but_the_call(opened):
    budget = Budget(tokens=5000)
    model = opened(lambda _: AuthenticationError("No."), budget=budget)
    with pytest.raises(AuthenticationError):
        model.generate("?")
    assert (budget.spent.calls, budget.spent.tokens) == (1, 0)


def test_what_a_backend_raises_is_one_of_our_errors_and_logged(opened):
    """A package's backend, or memory that is full: a caller could not tell it from a bug."""
    log = CallLog(None)
    model = opened(lambda _: MemoryError("full"), log=log)
    with pytest.raises(ServerError, match="MemoryError"):
        model.generate("?")
    assert "MemoryError" in log.tail(1)[0].error


def test_a_server_that_turns_out_to_know_no_schemas_is_told_in_words(opened):
    """The bare question had gone out, and the repair never showed the schema."""

    def says(request):
        model.backend.capabilities = NOTHING  # as the first refusal leaves it
        told = "JSON schema" in request.messages[0].content
        return '{"n": 3}' if told else "three"

    model = opened(says)
    assert model.generate("A number?", NUMBER).value == {"n": 3}
    assert len(asked(model)) == 2


def test_a_purpose_too_few_loses_no_row(opened):
    """Three conversations and one purpose had given one reply."""
    model = opened(lambda _: "x")
    with pytest.raises(ValueError, match="shorter"):
        list(model.generate_each(["a", "b", "c"], purpose=[Purpose("one")]))


def test_a_closed_model_says_so(opened):
    """It had begun a new thread that nobody ended."""
    model = opened(["x"])
    model.close()
    with pytest.raises(LanguageModelError, match="was closed"):
        model.generate("?")


def test_an_estimate_for_a_model_that_votes_counts_its_votes(opened):
    """ "At most" had been one call a choice; five were taken."""
    model = opened(lambda _: "Yes", capabilities=NOTHING)
    estimate = model.estimate_choices(["a"], ["Yes", "No"])
    assert (estimate.expected.calls, estimate.largest.calls) == (5, 5)
    model.choose("a", ["Yes", "No"])
    assert model.tally.calls == 5
    assert model.estimate_choices(["a"], ["Yes", "No"]).already == 5


def test_an_estimate_for_a_model_that_may_have_to_vote_is_a_bound(opened):
    unsure = Capabilities(True, True, True, certain=False)
    model = opened(lambda _: "Yes", capabilities=unsure)
    estimate = model.estimate_choices(["a"], ["Yes", "No"])
    assert (estimate.expected.calls, estimate.largest.calls) == (1, 6)
    model.choose("a", ["Yes", "No"])
    assert model.tally.calls == 6


def test_a_prompt_that_is_too_long_is_no_answer_among_others(opened):
    """One long row must not end a job of thousands."""
    too_long = ContextTooLongError("5,000 tokens are more than the 2,048 that fit.")
    model = opened([{"Yes": 1.0}, too_long, {"No": 1.0}])
    found = list(model.choose_each(["a", "b", "c"], ["Yes", "No"]))
    assert [choice and choice.best for choice in found] == ["Yes", None, "No"]
    assert model.tally.no_answers == 1
    assert any("2,048" in note for note in model.notes)


def test_a_reply_without_an_answer_is_logged_with_the_reason(opened):
    log = CallLog(None)
    model = opened(["three", "three"], log=log)
    model.generate("A number?", NUMBER)
    assert "not JSON" in log.tail(1)[0].error
    assert log.tail(1)[0].reply["text"] == "three"


def test_replies_are_shared_through_a_cache_on_disk(opened, tmp_path):
    script = ["first", "second"]
    for _ in range(2):
        with ReplyCache(tmp_path / "replies.sqlite") as cache:
            assert opened(script, cache=cache).generate("?").text == "first"


def test_it_can_be_used_from_several_threads(opened):
    model = opened(lambda request: request.messages[-1].content, concurrency=8)
    found = {}

    def work(number):
        found[number] = [r.text for r in model.generate_each(f"{number}-{k}" for k in range(20))]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: [f"{n}-{k}" for k in range(20)] for n in range(4)}


def test_an_estimate_counts_what_is_known_and_asks_nothing(opened):
    model = opened([{"Yes": 1.0}], price=Price(1.0, 1.0))
    model.choose("a", ["Yes", "No"])
    estimate = model.estimate_choices(["a", "b", "b"], ["Yes", "No"])
    assert (estimate.expected.calls, estimate.largest.calls, estimate.already) == (1, 1, 2)
    assert 0 < estimate.expected.tokens < estimate.largest.tokens
    assert len(asked(model)) == 1


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda model: model.generate([]), "messages"),
        (lambda model: model.generate([{"role": "boss", "content": "x"}]), "messages"),
        (lambda model: model.generate([{"role": "user"}]), "messages"),
        (lambda model: model.generate("x", draw=-1), "draw"),
        (lambda model: model.generate("x", temperature=float("nan")), "temperature"),
        (lambda model: model.generate("x", most_tokens=0), "most_tokens"),
        (lambda model: model.generate("x", most_tokens="5"), "most_tokens"),
        (lambda model: model.choose("x", ["Yes", 3]), "options"),
        (lambda model: model.generate("x", {"type": "txt"}), "schema"),
        (lambda model: model.choose("x", ["Yes"]), "options"),
        (lambda model: model.score("x", [""]), "continuations"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(opened, call, named):
    model = opened(["x"])
    with pytest.raises(ParameterError, match=f"'{named}' parameter"):
        call(model)
    assert not asked(model)


@pytest.mark.parametrize("options", [{"votes": 1}, {"concurrency": 0}])
def test_a_model_is_not_made_with_what_makes_no_sense(options):
    with pytest.raises(ParameterError, match=next(iter(options))):
        ChatModel(Scripted([]), **options)


def test_a_token_beyond_the_first_says_nothing_of_an_option(opened):
    reply = RawReply("No", (Token("No", -0.1, (("No", -0.1),)), Token("Yes", -0.1)))
    assert opened([reply]).choose("?", ["Yes", "No"]).best == "No"
