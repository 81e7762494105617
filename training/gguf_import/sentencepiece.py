"""
SentencePiece's BPE (Llama 1 and 2, TinyLlama, Mistral): scores instead of merges, bytes for unknown
characters.
"""

from typing import Any

NORMAL, USER_DEFINED = 1, 4
SPACE = "▁"


def merges_from_scores(tokens: list[str], scores: list[float], kinds: list[int]) -> list[list[str]]:
    """
    Every way to put a token together from two others, best score first: SentencePiece joins the neighbours
    whose union scores best. Pairs of one union are tried in the order of their parts' ids.
    """
    ids = {text: token for token, text in enumerate(tokens) if kinds[token] in (NORMAL, USER_DEFINED)}
    found = []
    for text, token in ids.items():
        pairs = [(text[:cut], text[cut:]) for cut in range(1, len(text))]
        known = sorted((ids[left], ids[right], left, right) for left, right in pairs if left in ids and right in ids)
        found += [(-scores[token], token, order, left, right) for order, (_, _, left, right) in enumerate(known)]
    return [[left, right] for *_, left, right in sorted(found)]


def sentencepiece(tokens: list[str], merges: list[list[str]], unknown: str, spaced: bool) -> dict[str, Any]:
    """
    The parts of a `tokenizer.json` between text and tokens.

    Args:
        merges: pairs, those that are joined first at the front.
        spaced: whether a space is put before a text.
    """
    before = [{"type": "Prepend", "prepend": SPACE}] if spaced else []
    behind = [{"type": "Strip", "content": " ", "start": 1, "stop": 0}] if spaced else []
    replaced = {"type": "Replace", "pattern": {"String": " "}, "content": SPACE}
    restored = {"type": "Replace", "pattern": {"String": SPACE}, "content": " "}
    return {
        "normalizer": {"type": "Sequence", "normalizers": [*before, replaced]},
        "pre_tokenizer": None,
        "decoder": {
            "type": "Sequence",
            "decoders": [restored, {"type": "ByteFallback"}, {"type": "Fuse"}, *behind],
        },
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": unknown,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": True,
            "byte_fallback": True,
            "ignore_merges": False,
            "vocab": {text: token for token, text in enumerate(tokens)},
            "merges": merges,
        },
    }
