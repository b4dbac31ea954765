"""What a trace says of a question carries no personal data."""

from __future__ import annotations

from bot.masking.attributes import mask_attributes


def test_texts_are_masked_at_any_depth_and_everything_else_stays() -> None:
    masked = mask_attributes(
        {
            "question": "090-1234-5678に電話ください",
            "sentences": ["a@example.comへ", "3営業日前まで"],
            "inner": {"birthday": "1990年1月2日生まれ"},
            "count": 3,
            "scores": [0.5, 1.0],
            "composed": True,
        }
    )
    assert masked == {
        "question": "［電話1］に電話ください",
        "sentences": ["［メール1］へ", "3営業日前まで"],
        "inner": {"birthday": "［生年月日1］生まれ"},
        "count": 3,
        "scores": [0.5, 1.0],
        "composed": True,
    }


def test_placeholders_are_the_same_in_all_of_them() -> None:
    masked = mask_attributes({"asked": "090-1234-5678", "searched": "03-1234-5678 090-1234-5678"})
    assert masked == {"asked": "［電話1］", "searched": "［電話2］ ［電話1］"}
