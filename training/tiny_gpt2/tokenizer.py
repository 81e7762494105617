"""A byte-level BPE tokenizer of GPT-2's form and size, with generated merges in place of learned ones."""

from itertools import product

from .shape import END_OF_TEXT, VOCABULARY

# Commonest first, so that merges rank as learned ones roughly would.
LETTERS = "etaoinshrdlcumwfgypbvkjxqz"
VOWELS = "eaoiu"
SPACE, NEWLINE = "\u0120", "\u010a"
END_OF_TEXT_NAME = "<|endoftext|>"


def byte_alphabet() -> dict[int, str]:
    """The printable substitute of every byte, in GPT-2's order: printable bytes first, then the others."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + rank) for rank, byte in enumerate(others)}


def generated_merges() -> list[tuple[str, str]]:
    """
    Exactly as many merges as the vocabulary has room for: pairs, then a space before pairs, then pairs of
    pairs.
    """
    letters = [first + second for first, second in product(LETTERS, repeat=2)]
    capitals = [first.upper() + second for first, second in product(LETTERS, repeat=2)]
    byte = byte_alphabet()
    marks = [mark for mark in map(chr, range(33, 127)) if not mark.isalnum()]
    characters = [(byte[lead], byte[tail]) for lead in range(0xC2, 0xF5) for tail in range(0x80, 0xC0)]
    single = [(pair[0], pair[1]) for pair in letters + capitals]
    single += [*product("0123456789", repeat=2), *product(marks, repeat=2), *characters]
    spaced = [(SPACE, part) for part in [*LETTERS, *LETTERS.upper(), *"0123456789", *marks, *letters, *capitals]]
    spaced += [(SPACE, SPACE), (NEWLINE, NEWLINE)]
    syllables = [pair for pair in letters if (pair[0] in VOWELS) != (pair[1] in VOWELS)]
    double = list(product(syllables, repeat=2))
    return (single + spaced + double)[: END_OF_TEXT - 256]


def make_tokenizer() -> tuple[dict, dict]:
    """Contents of tokenizer.json and tokenizer_config.json."""
    merges = generated_merges()
    tokens = [*byte_alphabet().values(), *("".join(pair) for pair in merges), END_OF_TEXT_NAME]
    vocabulary = {token: number for number, token in enumerate(tokens)}
    assert len(tokens) == len(vocabulary) == VOCABULARY and vocabulary[END_OF_TEXT_NAME] == END_OF_TEXT
    special = {"content": END_OF_TEXT_NAME, "single_word": False, "lstrip": False, "rstrip": False, "normalized": True, "special": True}
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": END_OF_TEXT} | special],
        "normalizer": None,
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True},
        "post_processor": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False},
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True},
        "model": {
            "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "", "end_of_word_suffix": "",
            "fuse_unk": False, "vocab": vocabulary, "merges": [" ".join(pair) for pair in merges],
        },
    }
    configuration = {
        "add_prefix_space": False, "bos_token": END_OF_TEXT_NAME, "clean_up_tokenization_spaces": True,
        "eos_token": END_OF_TEXT_NAME, "model_max_length": 128, "tokenizer_class": "GPT2Tokenizer", "unk_token": END_OF_TEXT_NAME,
    }
    return tokenizer, configuration
