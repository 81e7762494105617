"""
The books as token streams: a byte-level BPE tokenizer learned from the training split, and both splits
encoded.
"""

import lzma
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

END_OF_TEXT = "<|endoftext|>"
VOCABULARY = 8192


def documents(path: Path) -> list[str]:
    """Chapters and stories of a split: each is followed by a line with the end-of-text mark."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        parts = file.read().split(END_OF_TEXT)
    return [part.strip("\n") for part in parts if part.strip()]


def train_tokenizer(texts: list[str]) -> Tokenizer:
    """Byte-level BPE with GPT-2's splitting; the end-of-text mark is token 0."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=[END_OF_TEXT],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def encode(texts: list[str], tokenizer: Tokenizer) -> np.ndarray:
    """
    One stream of token ids, uint16 [tokens]: the end-of-text mark is before every document and after the
    last.
    """
    stream: list[int] = [0]
    for first in range(0, len(texts), 256):
        for encoding in tokenizer.encode_batch(texts[first : first + 256]):
            stream.extend(encoding.ids)
            stream.append(0)
    return np.array(stream, dtype=np.uint16)


def stream_of(split: str, corpus: Path, tokenizer: Tokenizer, cache: Path) -> np.ndarray:
    """A split's stream, encoded once and then read from the cache folder."""
    path = cache / f"{split}.npy"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part.npy")
        np.save(unfinished, encode(documents(corpus / f"{split}.txt.xz"), tokenizer))
        unfinished.rename(path)
    return np.load(path, mmap_mode="r")


def byte_count(split: str, corpus: Path) -> int:
    """Bytes of UTF-8 in a split's documents, without the marks between them."""
    return sum(len(text.encode()) for text in documents(corpus / f"{split}.txt.xz"))
