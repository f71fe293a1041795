from __future__ import annotations

from reporting.queries.counts import Counts
from reporting.small_cells import hidden_in

WHOLE = (0, None)


def hidden(table):
    return {(cell, key) for cell, key in hidden_in(table)}


def keys(counts):
    return {key for _cell, key in hidden_in({WHOLE: counts})}


def test_large_numbers_and_noughts_are_shown():
    assert not keys(Counts(reported=90, listed=80, decided=70, picked_up=60, approached=50, reached=40, helped=30))


def test_a_number_under_five_is_hidden():
    assert keys(Counts(reported=90, evicted=4)) == {"evicted"}
    assert keys(Counts(reported=90, evicted=5)) == set()


def test_a_number_is_hidden_when_few_are_missing_from_its_whole():
    assert keys(Counts(reported=90, picked_up=60, approached=60, reached=57)) == {"reached", "helped"}


def test_a_step_is_compared_with_every_step_that_it_is_a_part_of():
    assert keys(Counts(reported=90, picked_up=60, approached=60, reached=50, helped=47)) == {"helped"}
    assert keys(Counts(reported=60, listed=56, decided=52)) == {"listed", "decided"}


def test_of_a_small_whole_even_none_is_hidden():
    assert "evicted" in keys(Counts(reported=3, signals=3))
    assert {"reported", "signals"} <= keys(Counts(reported=3, signals=3))


def test_one_hidden_supplier_hides_the_next_smallest_too():
    table = {
        WHOLE: Counts(reported=63),
        (0, 1): Counts(reported=3),
        (0, 2): Counts(reported=20),
        (0, 3): Counts(reported=40),
    }

    assert {cell for cell, key in hidden(table) if key == "reported"} == {(0, 1), (0, 2)}


def test_one_hidden_supplier_beside_noughts_hides_the_total():
    table = {WHOLE: Counts(reported=90, evicted=6), (0, 1): Counts(reported=45, evicted=6), (0, 2): Counts(reported=45)}
    table[0, 1] = Counts(reported=8, evicted=6)

    assert {cell for cell, key in hidden(table) if key == "evicted"} == {(0, 1), WHOLE}


def test_one_hidden_month_hides_another():
    table = {WHOLE: Counts(reported=33), (1, None): Counts(reported=3), (2, None): Counts(reported=30)}

    assert {cell for cell, key in hidden(table) if key == "reported"} == {(1, None), (2, None)}
