"""
Makes the built-in model's weights from the books, by one command that can be cut and started again at any
time.

    python training/make_books_model.py --corpus BOOKS --out FOLDER [--start-from FOLDER] [--steps N]

The tokenizer is learned, the weights start at random, and two phases follow: the first at a high rate, the
second from its end at a lower one. With `--start-from`, tokenizer and weights of that folder replace the
first phase.
"""

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path

import torch
from books.checkpoint import load_folder, save_folder, write_json
from books.corpus import byte_count, documents, stream_of, train_tokenizer
from books.llama import Llama, Shape
from books.measure import bits_per_byte, validation_loss
from books.train import Recipe, train
from tokenizers import Tokenizer

FIRST_PHASE = Recipe(steps=1789, matrix_rate=0.02, other_rate=0.003)
SECOND_PHASE = Recipe(steps=800, matrix_rate=0.012, other_rate=0.0018, decay=0.8, seed=2)


def main() -> None:
    options = read_options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    work = options.out / "work"
    work.mkdir(parents=True, exist_ok=True)
    tokenizer_file = tokenizer_of(options, work)
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    stream, valid = (stream_of(split, options.corpus, tokenizer, work) for split in ("train", "valid"))
    model = load_folder(options.start_from) if options.start_from else Llama(Shape())
    phases = {"second": SECOND_PHASE} if options.start_from else {"first": FIRST_PHASE, "second": SECOND_PHASE}
    for name, planned in phases.items():
        recipe = replace(planned, steps=options.steps or planned.steps)
        folder = work / name
        folder.mkdir(exist_ok=True)
        write_json(folder / "recipe.json", asdict(recipe) | {"tokens": recipe.steps * recipe.rows * model.shape.context})
        train(model, recipe, stream, valid, folder, options.device)
    model.to("cpu")
    save_folder(options.out, model, tokenizer_file)
    loss, tokens = validation_loss(model, valid)
    bits = bits_per_byte(loss, tokens, byte_count("valid", options.corpus))
    print(json.dumps({"validation loss, nats a token": loss, "bits a byte": bits}))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with train.txt.xz and valid.txt.xz")
    parser.add_argument("--out", type=Path, required=True, help="where the model goes; checkpoints in its work/")
    parser.add_argument("--start-from", type=Path, help="a model folder to train on")
    parser.add_argument("--steps", type=int, help="of each phase, instead of the recipe's")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def tokenizer_of(options: argparse.Namespace, work: Path) -> Path:
    if options.start_from:
        return options.start_from / "tokenizer.json"
    path = work / "tokenizer.json"
    if not path.exists():
        train_tokenizer(documents(options.corpus / "train.txt.xz")).save(str(path))
    return path


if __name__ == "__main__":
    main()
