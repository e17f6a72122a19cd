from dataexplain.llm import ChatModel, Message, Scripted
from dataexplain.search.prompts.sentence_writer import SentenceWriter, Wish
from dataexplain.search.prompts.shown_pairs import ShownPairs

ASKED = (Message("user", "What is the rule?"),)
LIST = {
    "type": "object",
    "properties": {"sentences": {"type": "array", "items": {"type": "string"}}},
    "required": ["sentences"],
}


def written(reply, **wish):
    with ChatModel(Scripted([reply] * 3)) as model:
        writer = SentenceWriter(model, 2)
        return writer.write(Wish("proposed", "p@1", ASKED, **wish)), writer


def test_a_list_gives_each_sentence_once_and_cleaned():
    said, writer = written(
        '{"sentences": ["Add both numbers", "add both numbers.", "What is it?", "Double it."]}',
        schema=LIST,
    )
    assert said == ("Add both numbers.", "Double it.")
    assert writer.calls == {"proposed": 1}


def test_a_reply_that_cannot_be_read_is_counted_and_gives_nothing():
    said, writer = written("no JSON", schema=LIST)
    assert said == ()
    assert writer.left == 1


def test_pairs_that_were_shown_are_not_named():
    shown = ShownPairs((("France", "Paris"),))
    assert written("Return Paris for France.", shown=shown)[0] == ()


def test_nothing_is_written_once_all_replies_are_used():
    scripted = Scripted(["Add both numbers."] * 9)
    with ChatModel(scripted) as model:
        writer = SentenceWriter(model, 2)
        for draw in range(5):
            writer.write(Wish("proposed", "p@1", ASKED, draw=draw))
    assert len(scripted.requests) == 2
    assert writer.left == 0


def test_without_a_model_nothing_is_written():
    writer = SentenceWriter(None, 9)
    assert writer.left == 0
    assert writer.write(Wish("proposed", "p@1", ASKED)) == ()


def test_draws_after_the_first_are_drawn_and_the_first_is_not():
    scripted = Scripted(["Add both numbers."] * 2)
    with ChatModel(scripted) as model:
        writer = SentenceWriter(model, 2)
        writer.write(Wish("proposed", "p@1", ASKED))
        writer.write(Wish("proposed", "p@1", ASKED, draw=1))
    assert [request.temperature > 0 for request in scripted.requests] == [False, True]
