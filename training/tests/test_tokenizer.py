import json
import unittest
from typing import Any

from tokenizers import Tokenizer

from gguf_import import make_tokenizer
from llama_graph import Refusal

from .tiny_vocabulary import MERGES, TOKENS

BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
PIECES = ["<unk>", "<s>", "</s>", *BYTES, "▁", *"abcde", "ab", "▁a", "abc", "▁ab", "cd"]
# Of two neighbours that can be joined, SentencePiece takes the pair whose union has the larger score.
SCORES = [0.0] * 259 + [-9.0] * 6 + [-2.0, -3.0, -4.0, -5.0, -1.0]


def byte_level(pre: str, **changes: Any) -> dict[str, Any]:
    return {
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": pre,
        "tokenizer.ggml.tokens": TOKENS,
        "tokenizer.ggml.token_type": [3 if token.startswith("<|") else 1 for token in TOKENS],
        "tokenizer.ggml.merges": MERGES,
        "tokenizer.ggml.bos_token_id": TOKENS.index("<|endoftext|>"),
        "tokenizer.ggml.eos_token_id": TOKENS.index("<|im_end|>"),
        **changes,
    }


def sentencepiece(**changes: Any) -> dict[str, Any]:
    return {
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": PIECES,
        "tokenizer.ggml.scores": SCORES,
        "tokenizer.ggml.token_type": [2, 3, 3, *[6] * 256, *[1] * 11],
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
        **changes,
    }


def pieces(metadata: dict[str, Any], text: str) -> list[str]:
    return Tokenizer.from_str(json.dumps(make_tokenizer(metadata, 64).tokenizer)).encode(text).tokens


def back(metadata: dict[str, Any], text: str) -> str:
    tokenizer = Tokenizer.from_str(json.dumps(make_tokenizer(metadata, 64).tokenizer))
    return tokenizer.decode(tokenizer.encode(text).ids)


class ByteLevel(unittest.TestCase):
    def test_digits_stand_alone_where_smollm_wants_it(self) -> None:
        self.assertEqual(pieces(byte_level("gpt-2"), "ab 12"), ["ab", "Ġ", "12"])
        self.assertEqual(pieces(byte_level("smollm"), "ab 12"), ["ab", "Ġ", "1", "2"])

    def test_llama_3_takes_digits_by_three_and_whole_tokens_before_merges(self) -> None:
        quiet = {"tokenizer.ggml.add_bos_token": False}
        self.assertEqual(pieces(byte_level("llama-bpe", **quiet), "12121"), ["12", "1", "2", "1"])
        tokens = [*TOKENS, "bcd"]
        whole = {"tokenizer.ggml.tokens": tokens, "tokenizer.ggml.token_type": [1] * len(tokens), **quiet}
        self.assertEqual(pieces(byte_level("llama-bpe", **whole), "bcd"), ["bcd"])
        self.assertEqual(pieces(byte_level("smollm", **whole), "bcd"), ["b", "cd"])

    def test_special_tokens_are_found_in_text(self) -> None:
        self.assertEqual(pieces(byte_level("smollm"), "ab<|im_end|>cd"), ["ab", "<|im_end|>", "cd"])

    def test_a_token_of_text_is_never_special(self) -> None:
        named = {"tokenizer.ggml.unknown_token_id": 0, "tokenizer.ggml.padding_token_id": 1}
        made = make_tokenizer(byte_level("smollm", **named), 64)
        self.assertEqual([added["content"] for added in made.tokenizer["added_tokens"]], ["<|endoftext|>", "<|im_end|>"])
        self.assertFalse({"unk_token", "pad_token"} & made.configuration.keys())

    def test_every_end_of_text_counts_the_named_one_first(self) -> None:
        made = make_tokenizer(byte_level("smollm"), 64)
        self.assertEqual([TOKENS[end] for end in made.special.ends], ["<|im_end|>", "<|endoftext|>"])
        self.assertEqual(made.special.configuration()["eos_token_id"], list(made.special.ends))

    def test_a_beginning_is_added_where_said_or_usual(self) -> None:
        self.assertEqual(pieces(byte_level("smollm"), "ab"), ["ab"])
        said = {"tokenizer.ggml.add_bos_token": True}
        self.assertEqual(pieces(byte_level("smollm", **said), "ab"), ["<|endoftext|>", "ab"])
        self.assertEqual(pieces(byte_level("llama-bpe"), "ab"), ["<|endoftext|>", "ab"])


class SentencePiece(unittest.TestCase):
    def test_neighbours_are_joined_by_score(self) -> None:
        # "ab" (-2) before "▁a" (-3); then "▁ab" has no rival; "cd" (-1) before "abc" (-4).
        self.assertEqual(pieces(sentencepiece(), "ab"), ["<s>", "▁ab"])
        self.assertEqual(pieces(sentencepiece(), "eabcd"), ["<s>", "▁", "e", "ab", "cd"])
        self.assertEqual(pieces(sentencepiece(), "eabc"), ["<s>", "▁", "e", "abc"])

    def test_unknown_characters_fall_back_to_bytes_and_come_back(self) -> None:
        self.assertEqual(pieces(sentencepiece(), "é")[2:], ["<0xC3>", "<0xA9>"])
        for text in ("abc de", "  a  b ", "é😀\n\tz", "a▁b"):
            self.assertEqual(back(sentencepiece(), text), text.replace("▁", " "))

    def test_merges_stand_in_for_scores_that_say_nothing(self) -> None:
        count = len(sentencepiece()["tokenizer.ggml.tokens"])
        for scores in ([], [-1000.0] * count):
            merged = sentencepiece(**{"tokenizer.ggml.scores": scores, "tokenizer.ggml.merges": ["c d", "a b"]})
            with self.subTest(len(scores)):
                self.assertEqual(pieces(merged, "eabcd"), ["<s>", "▁", "e", "ab", "cd"])
            with self.assertRaisesRegex(Refusal, "neither scores nor merges"):
                make_tokenizer(sentencepiece(**{"tokenizer.ggml.scores": scores}), 64)

    def test_no_space_before_the_text_where_said(self) -> None:
        self.assertEqual(pieces(sentencepiece(**{"tokenizer.ggml.add_space_prefix": False}), "ab"), ["<s>", "ab"])


class Refusals(unittest.TestCase):
    def test_they_name_what_cannot_be_taken(self) -> None:
        for metadata, named in (
            (byte_level("tekken"), '"tekken"; known are'),
            (byte_level("smollm", **{"tokenizer.ggml.model": "t5"}), '"t5"; only'),
            (byte_level("smollm", **{"tokenizer.ggml.merges": []}), "tokenizer.ggml.merges"),
            (byte_level("smollm", **{"tokenizer.ggml.tokens": ["a", "a"]}), "two tokens of the same text"),
        ):
            with self.subTest(named), self.assertRaisesRegex(Refusal, named):
                make_tokenizer(metadata, 64)


if __name__ == "__main__":
    unittest.main()
