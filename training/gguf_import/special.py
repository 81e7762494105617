"""Special tokens: which begin a text, end it, or mean something else than text."""

from dataclasses import dataclass
from typing import Any

# How llama.cpp knows tokens that end a text besides the ones metadata name (src/llama-vocab.cpp,
# special_eog_ids).
ENDS = (
    "<|eot_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>", "<|endoftext|>", "<|eom_id|>", "<EOT>", "_<EOT>",
    "<|end_of_text|>", "</s>",
)  # fmt: skip
NAMED_ENDS = ("eos", "eot", "eom")
NORMAL, UNKNOWN, CONTROL, USER_DEFINED = 1, 2, 3, 4


@dataclass(frozen=True)
class SpecialTokens:
    begin: int | None
    end: int | None
    unknown: int | None
    padding: int | None
    # Every token after which a text is over, `end` first.
    ends: tuple[int, ...]
    # Whether a text starts with `begin`.
    adds_begin: bool

    def configuration(self) -> dict[str, Any]:
        """For `config.json` and `generation_config.json`."""
        ends = self.ends[0] if len(self.ends) == 1 else list(self.ends)
        ids = {"bos_token_id": self.begin, "eos_token_id": ends or None, "pad_token_id": self.padding}
        return {name: value for name, value in ids.items() if value is not None}


def special_tokens(metadata: dict[str, Any], tokens: list[str], kinds: list[int], begins: bool) -> SpecialTokens:
    """
    Args:
        kinds: GGUF's token types, 1 for text.
        begins: whether tokenizers of this sort put `begin` before a text where the metadata do not state it.
    """

    def named(name: str) -> int | None:
        found = metadata.get(f"tokenizer.ggml.{name}_token_id")
        return found if found is not None and found < len(tokens) else None

    ends = [end for name in NAMED_ENDS if (end := named(name)) is not None]
    ends += [token for token, text in enumerate(tokens) if kinds[token] == CONTROL and text in ENDS]
    begin = named("bos")
    # Some files name a token of text here, which would then mean no text.
    unknown, padding = (
        found if (found := named(name)) is not None and kinds[found] != NORMAL else None for name in ("unknown", "padding")
    )
    adds_begin = metadata.get("tokenizer.ggml.add_bos_token", begins) and begin is not None
    return SpecialTokens(begin, named("eos"), unknown, padding, tuple(dict.fromkeys(ends)), adds_begin)
