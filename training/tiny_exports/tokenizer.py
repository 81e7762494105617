"""A byte-level BPE tokenizer of GPT-2's form with no merges but a few: every text is taken."""

from typing import Any

from tiny_gpt2.tokenizer import SPACE, byte_alphabet

MERGES = [("t", "h"), ("th", "e"), (SPACE, "the"), ("i", "n"), ("e", "r"), (SPACE, "a"), ("o", "u"), (SPACE, "in")]
NAME = "<|endoftext|>"
TOKENS = [*byte_alphabet().values(), *("".join(pair) for pair in MERGES), NAME]
END_OF_TEXT = len(TOKENS) - 1
# More than there are tokens, as exports often have it.
VOCABULARY = 272


def make_tokenizer() -> dict[str, Any]:
    special = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0", "truncation": None, "padding": None, "normalizer": None, "post_processor": None,
        "added_tokens": [{"id": END_OF_TEXT, "content": NAME, **special}],
        "pre_tokenizer": level, "decoder": level,
        "model": {
            "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
            "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
            "vocab": {token: number for number, token in enumerate(TOKENS)},
            "merges": [" ".join(pair) for pair in MERGES],
        },
    }  # fmt: skip


def configuration(context: int) -> dict[str, Any]:
    return {
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": NAME, "eos_token": NAME, "unk_token": None,
        "model_max_length": context, "clean_up_tokenization_spaces": False,
    }  # fmt: skip
