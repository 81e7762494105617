"""Byte-level BPE (GPT-2's), with the ways of splitting text that llama.cpp names (src/llama-vocab.cpp)."""

from dataclasses import dataclass
from typing import Any

# Llama 3's, in the spelling of llama.cpp: no inline flags, so that it means the same in Rust and in
# JavaScript.
LLAMA_3 = (
    r"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|"
    r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


@dataclass(frozen=True)
class PreTokenizer:
    # Split out first; the pieces are then split by GPT-2's pattern if `gpt2`.
    pattern: str | None
    gpt2: bool
    # Whether a piece that is a token is taken whole, whatever the merges are.
    whole: bool = False
    # Whether texts begin with a token of their own where the metadata do not state it.
    begins: bool = False


# Qwen 2's is the same but for digits, each of which is alone.
QWEN_2 = LLAMA_3.replace(r"\p{N}{1,3}", r"\p{N}")

PRE_TOKENIZERS = {
    "gpt-2": PreTokenizer(None, gpt2=True),
    # Every digit alone. Not HF's `Digits`: transformers.js takes it to mean 0 to 9 only.
    "smollm": PreTokenizer(r"\p{N}", gpt2=True),
    "qwen2": PreTokenizer(QWEN_2, gpt2=False),
    # Llama 3's split without its other habits: SmolLM3's.
    "smaug-bpe": PreTokenizer(LLAMA_3, gpt2=False),
    **dict.fromkeys(("llama-bpe", "llama3", "llama-v3"), PreTokenizer(LLAMA_3, gpt2=False, whole=True, begins=True)),
}


def byte_level(tokens: list[str], merges: list[str], pre: PreTokenizer) -> dict[str, Any]:
    """The parts of a `tokenizer.json` between text and tokens."""
    split = {"type": "Split", "pattern": {"Regex": pre.pattern}, "behavior": "Isolated", "invert": False}
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": pre.gpt2}
    return {
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [split, level]} if pre.pattern else level,
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": pre.whole,
            "vocab": {text: token for token, text in enumerate(tokens)},
            "merges": merges,
        },
    }
