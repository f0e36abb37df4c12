"""Keys: each another, and in the order in which they were made, so that they stand together in the database."""

from copbot.app import Dice


def test_keys_differ_by_lot_and_stand_in_the_order_of_time() -> None:
    keys = [Dice().key() for _ in range(1000)]
    assert len({key[11:] for key in keys}) == len(keys)
    assert [key[:11] for key in keys] == sorted(key[:11] for key in keys)
    assert {len(key) for key in keys} == {27}
