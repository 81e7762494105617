"""The trainer on a tiny model: run with `python -m unittest discover -s training/tests -t training`."""

import lzma
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from books.checkpoint import load_folder, load_state, save_folder
from books.corpus import byte_count, documents, encode, train_tokenizer
from books.llama import QUERIES_AT_ONCE, Llama, Shape, causal_attention
from books.measure import bits_per_byte, validation_loss
from books.train import Recipe, train, window_starts
from torch.nn.functional import scaled_dot_product_attention
from transformers import LlamaForCausalLM

TINY = Shape(vocabulary=300, width=32, layers=2, heads=4, key_value_heads=2, head_size=8, feed_forward=48, context=16)
RECIPE = Recipe(steps=6, matrix_rate=0.02, other_rate=0.003, warm_up=2, rows=4, rows_at_once=2)
STREAM = np.random.default_rng(1).integers(0, 300, 1000).astype(np.uint16)


def trained(folder: Path, recipe: Recipe) -> Llama:
    torch.manual_seed(1)
    model = Llama(TINY)
    train(model, recipe, STREAM, STREAM[:200], folder, compiles=False)
    return model


class Training(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def test_a_cut_run_ends_in_the_same_weights(self) -> None:
        whole = trained(self.folder / "whole", RECIPE)
        # The first three steps of a recipe of six: the rate must follow the six.
        torch.manual_seed(1)
        cut = Llama(TINY)
        with mock.patch("books.train.SECONDS_BETWEEN_STATES", 0), self.assertRaises(KeyboardInterrupt):
            train(cut, RECIPE, CutStream(STREAM, after=3 * RECIPE.rows), STREAM[:200], self.folder, compiles=False)
        self.assertEqual(load_state(self.folder / "state.pt")["step"], 3)
        again = trained(self.folder, RECIPE)
        for (name, one), other in zip(whole.named_parameters(), again.parameters(), strict=True):
            self.assertTrue(torch.equal(one, other), name)

    def test_the_loss_of_a_stream_that_repeats_falls(self) -> None:
        stream = np.tile(STREAM[:20], 50)
        torch.manual_seed(1)
        model = Llama(TINY)
        before, _ = validation_loss(model, stream)
        train(model, replace(RECIPE, steps=40), stream, stream[:200], self.folder, compiles=False)
        after, _ = validation_loss(model, stream)
        self.assertLess(after, before / 2)

    def test_the_rate_rises_stays_and_falls(self) -> None:
        recipe = replace(RECIPE, steps=100, warm_up=10)
        self.assertAlmostEqual(recipe.rate(0), 0.1)
        self.assertEqual(recipe.rate(30), 1)
        self.assertAlmostEqual(recipe.rate(75), 1 - 0.98 / 2)
        self.assertLess(recipe.rate(99), 0.05)

    def test_an_epoch_takes_every_window_once(self) -> None:
        windows = (len(STREAM) - 1) // 16 - 1
        recipe = replace(RECIPE, rows=1)
        starts = [int(window_starts(step, recipe, STREAM, 16)[0]) for step in range(windows)]
        self.assertEqual(len(set(starts)), windows)
        self.assertEqual({start % 16 for start in starts}, {starts[0] % 16})
        self.assertLess(max(starts) + 16, len(STREAM))


class AttentionInBlocks(unittest.TestCase):
    def test_it_is_causal_attention(self) -> None:
        torch.manual_seed(3)
        length = 2 * QUERIES_AT_ONCE + 44
        q, k, v = (torch.randn(2, heads, length, 8) for heads in (6, 2, 2))
        whole = scaled_dot_product_attention(q, *(one.repeat_interleave(3, dim=1) for one in (k, v)), is_causal=True)
        torch.testing.assert_close(causal_attention(q, k, v), whole)


class Layout(unittest.TestCase):
    def test_hugging_face_computes_the_same_logits(self) -> None:
        torch.manual_seed(2)
        model = Llama(TINY)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "made.json").write_text("{}")
            save_folder(folder, model, folder / "made.json")
            reference = LlamaForCausalLM.from_pretrained(folder).eval()
            same = load_folder(folder)
        tokens = torch.from_numpy(STREAM[:32].astype(np.int64)).view(2, 16)
        with torch.no_grad():
            expected = reference(tokens).logits
            self.assertLess((model.logits(tokens) - expected).abs().max().item(), 1e-5)
            self.assertTrue(torch.equal(model.logits(tokens), same.logits(tokens)))


class Corpus(unittest.TestCase):
    TEXTS = ["A first tale.\n\nIt has two paragraphs.", 'A second: "naïve".']

    def test_documents_and_marks(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            with lzma.open(Path(name) / "valid.txt.xz", "wt", encoding="utf-8") as file:
                file.write("".join(f"{text}\n<|endoftext|>\n" for text in self.TEXTS))
            self.assertEqual(documents(Path(name) / "valid.txt.xz"), self.TEXTS)
            self.assertEqual(byte_count("valid", Path(name)), sum(len(text.encode()) for text in self.TEXTS))
        tokenizer = train_tokenizer(self.TEXTS)
        stream = encode(self.TEXTS, tokenizer)
        self.assertEqual([int(stream[0]), int(stream[-1]), int((stream == 0).sum())], [0, 0, 3])
        self.assertEqual(tokenizer.decode(stream[stream != 0].tolist()), "".join(self.TEXTS))

    def test_bits(self) -> None:
        self.assertAlmostEqual(bits_per_byte(np.log(2), 10, 20), 0.5)


class CutStream:
    """A stream that ends a run in the middle of its work, as a kill would."""

    def __init__(self, stream: np.ndarray, after: int) -> None:
        self.stream, self.left = stream, after

    def __len__(self) -> int:
        return len(self.stream)

    def __getitem__(self, key: slice) -> np.ndarray:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return self.stream[key]


if __name__ == "__main__":
    unittest.main()
