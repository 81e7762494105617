"""`tokenizer.json` and `tokenizer_config.json` of HF tokenizers, from the metadata of a GGUF."""

from typing import Any, NamedTuple

from llama_graph import Refusal

from .byte_level import PRE_TOKENIZERS, byte_level
from .sentencepiece import merges_from_scores, sentencepiece
from .special import CONTROL, NORMAL, UNKNOWN, USER_DEFINED, SpecialTokens, special_tokens


class Made(NamedTuple):
    tokenizer: dict[str, Any]
    configuration: dict[str, Any]
    special: SpecialTokens


def make_tokenizer(metadata: dict[str, Any], context: int) -> Made:
    """
    Raises:
        Refusal: naming the kind of tokenizer or pre-tokenizer that cannot be written as a `tokenizer.json`.
    """
    tokens: list[str] = _listed(metadata, "tokens")
    kinds: list[int] = metadata.get("tokenizer.ggml.token_type") or [1] * len(tokens)
    if len(set(tokens)) != len(tokens):
        raise Refusal("The vocabulary has two tokens of the same text.")
    model, begins = _model(metadata, tokens, kinds)
    special = special_tokens(metadata, tokens, kinds, begins)
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            _added(token, text, kinds[token] != USER_DEFINED)
            for token, text in enumerate(tokens)
            if kinds[token] in (UNKNOWN, CONTROL, USER_DEFINED)
        ],
        "post_processor": _beginning(tokens, special) if special.adds_begin else None,
        **model,
    }
    return Made(tokenizer, _configuration(metadata, tokens, special, context), special)


def _model(metadata: dict[str, Any], tokens: list[str], kinds: list[int]) -> tuple[dict[str, Any], bool]:
    """Everything that turns text into tokens; and whether a beginning of text is usual."""
    kind, pre = metadata.get("tokenizer.ggml.model"), metadata.get("tokenizer.ggml.pre")
    if kind == "gpt2":
        if pre not in PRE_TOKENIZERS:
            known = ", ".join(PRE_TOKENIZERS)
            raise Refusal(f'The tokenizer splits text by "{pre}"; known are {known}.')
        return byte_level(tokens, _listed(metadata, "merges"), PRE_TOKENIZERS[pre]), PRE_TOKENIZERS[pre].begins
    if kind == "llama":
        spaced = metadata.get("tokenizer.ggml.add_space_prefix", True)
        unknown = metadata.get("tokenizer.ggml.unknown_token_id", 0)
        return sentencepiece(tokens, _merges(metadata, tokens, kinds), tokens[unknown], spaced), True
    raise Refusal(f'The tokenizer is of the kind "{kind}"; only "gpt2" and "llama" can be taken.')


def _merges(metadata: dict[str, Any], tokens: list[str], kinds: list[int]) -> list[list[str]]:
    """
    What SentencePiece joins, best first: by its scores; or as listed, where a file was made without a
    `tokenizer.model` and has no scores, or one for all.
    """
    scores: list[float] = metadata.get("tokenizer.ggml.scores") or []
    listed: list[str] = metadata.get("tokenizer.ggml.merges") or []
    if len({score for score, kind in zip(scores, kinds) if kind == NORMAL}) > 1:
        return merges_from_scores(tokens, scores, kinds)
    if listed:
        # One space parts the two; SentencePiece writes spaces of the text as another character.
        return [merge.split(" ", 1) for merge in listed]
    raise Refusal("The vocabulary has neither scores nor merges, so nothing determines how it cuts text into tokens.")


def _listed(metadata: dict[str, Any], name: str) -> list[Any]:
    if not (found := metadata.get(f"tokenizer.ggml.{name}")):
        raise Refusal(f"The metadata do not state tokenizer.ggml.{name}.")
    return found


def _added(token: int, text: str, is_special: bool) -> dict[str, Any]:
    plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
    return {"id": token, "content": text, **plain, "special": is_special}


def _beginning(tokens: list[str], special: SpecialTokens) -> dict[str, Any]:
    name = tokens[special.begin or 0]
    begin, first = {"SpecialToken": {"id": name, "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}
    second = [{"SpecialToken": {"id": name, "type_id": 1}}, {"Sequence": {"id": "B", "type_id": 1}}]
    return {
        "type": "TemplateProcessing",
        "single": [begin, first],
        "pair": [begin, first, *second],
        "special_tokens": {name: {"id": name, "ids": [special.begin], "tokens": [name]}},
    }


def _configuration(
    metadata: dict[str, Any], tokens: list[str], special: SpecialTokens, context: int
) -> dict[str, Any]:
    ids = {
        "bos_token": special.begin,
        "eos_token": special.end,
        "unk_token": special.unknown,
        "pad_token": special.padding,
    }
    template = metadata.get("tokenizer.chat_template")
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        **{name: tokens[token] for name, token in ids.items() if token is not None},
        "add_bos_token": special.adds_begin,
        "model_max_length": context,
        "clean_up_tokenization_spaces": False,
        **({"chat_template": template} if template else {}),
    }
