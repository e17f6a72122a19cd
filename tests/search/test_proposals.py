"""What proposers come back with."""

from dataexplain.search.candidate import Candidate
from dataexplain.search.proposals import Proposals, dropped_note


def test_of_one_wording_the_first_stays():
    found = Proposals((Candidate("Is about cats", "bank"),), ("one",))
    other = Proposals((Candidate("is about  cats.", "model"), Candidate("is rude", "model")))
    assert [entry.source for entry in found.beside(other).candidates] == ["bank", "model"]


def test_notes_are_said_once():
    one = Proposals((), ("the budget ended",))
    assert one.beside(one).notes == ("the budget ended",)


def test_one_proposal_was_dropped():
    assert dropped_note({"it compares": 1}) == "1 proposal was dropped: it compares (1)."
