import pytest

from accounts.kit import addresses, states, tokens


def test_a_token_gives_back_its_row_and_round_for_its_purpose_only():
    token = tokens.make("team", 7, 2)
    assert tokens.read("team", token) == (7, 2)
    assert tokens.read("organisation", token) is None


@pytest.mark.parametrize("token", ["", "x", "x:y", tokens.__name__ * 200, "é:\x00"])
def test_a_made_up_token_is_nothing(token):
    assert tokens.read("team", token) is None


def test_a_token_that_was_changed_is_nothing():
    token = tokens.make("team", 7, 2)
    assert tokens.read("team", token[:-1] + ("A" if token[-1] != "A" else "B")) is None


def test_a_step_that_the_table_does_not_have_is_refused():
    table = {"draft": frozenset({"sent"}), "sent": frozenset()}
    states.check_step(table, "draft", "sent")
    with pytest.raises(states.WrongState):
        states.check_step(table, "sent", "draft")


@pytest.mark.parametrize("typed", ["Ann@Example.ORG", " ann@example.org ", "ａｎｎ@example.org", "ann@EXAMPLE.org"])
def test_an_address_has_one_form(typed):
    assert addresses.canonical(typed) == "ann@example.org"
    assert addresses.domain(typed) == "example.org"
