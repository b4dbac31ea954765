"""Numbers that prove themselves by their check digits."""

from __future__ import annotations

import pytest

from bot.masking.kinds import is_card, is_iban, is_my_number


@pytest.mark.parametrize("digits", ["945807302153", "033224538320", "123456789018"])
def test_an_individual_number_ends_in_its_check_digit(digits: str) -> None:
    assert is_my_number(digits)
    assert not is_my_number(digits[:-1] + str((int(digits[-1]) + 1) % 10))


@pytest.mark.parametrize("digits", ["", "94580730215", "9458073021530"])
def test_an_individual_number_has_twelve_digits(digits: str) -> None:
    assert not is_my_number(digits)


@pytest.mark.parametrize(
    "digits",
    [
        "4111111111111111",
        "5555555555554444",
        "3530111333300000",
        "378282246310005",
        "30569309025904",
    ],
)
def test_a_card_has_a_schemes_prefix_and_luhns_sum(digits: str) -> None:
    assert is_card(digits)
    assert not is_card(digits[:-1] + str((int(digits[-1]) + 1) % 10))


def test_luhns_sum_alone_makes_no_card() -> None:
    assert not is_card("8981100012345678")
    assert not is_card("0000000000000000")


def test_an_iban_is_known_by_its_check_digits() -> None:
    assert is_iban("DE89370400440532013000")
    assert not is_iban("DE88370400440532013000")
    assert not is_iban("DE89")
