"""Measures a model folder on the held-back books: nats a token and bits a byte of each split.

    python training/measure_books_model.py FOLDER --corpus BOOKS [--split valid --split test]
"""

import argparse
import json
import tempfile
from pathlib import Path

import torch
from books.checkpoint import load_folder
from books.corpus import byte_count, stream_of
from books.measure import bits_per_byte, validation_loss
from tokenizers import Tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with valid.txt.xz and test.txt.xz")
    parser.add_argument("--split", action="append", choices=("train", "valid", "test"))
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model = load_folder(options.folder)
    tokenizer = Tokenizer.from_file(str(options.folder / "tokenizer.json"))
    with tempfile.TemporaryDirectory() as cache:
        for split in options.split or ("valid", "test"):
            stream = stream_of(split, options.corpus, tokenizer, Path(cache))
            loss, tokens = validation_loss(model, stream)
            bits = bits_per_byte(loss, tokens, byte_count(split, options.corpus))
            print(json.dumps({"split": split, "tokens": tokens, "nats a token": loss, "bits a byte": bits}), flush=True)


if __name__ == "__main__":
    main()
