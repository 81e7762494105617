import unittest

import gguf
import numpy as np

from gguf_import.blocks import FORMS, stored_blocks
from llama_graph.quantise import quantise


class Quantisation(unittest.TestCase):
    def test_values_come_back_within_half_a_level(self) -> None:
        matrix = np.random.default_rng(2).normal(size=(5, 70)).astype(np.float32)
        matrix[2] = 0
        for bits in (8, 4):
            values, scales, zeros = quantise(matrix, bits)
            values, zeros = values.reshape(5, 3, -1), zeros.reshape(5, -1)
            if bits == 4:
                values, zeros = (np.stack([x & 15, x >> 4], axis=-1).reshape(5, *x.shape[1:-1], -1) for x in (values, zeros))
            scales, zeros = scales.reshape(5, 3, 1), zeros[:, :3, None].astype(np.float32)
            back = ((values - zeros) * scales).reshape(5, -1)[:, :70]
            # Half a level of rounding, and half a level of the zero point's.
            self.assertTrue((np.abs(back - matrix) <= np.repeat(scales[..., 0], 32, axis=1)[:, :70] * 1.001).all())
            self.assertTrue((back[2] == 0).all())

    def test_stored_forms_hold_what_the_file_holds_to_the_bit(self) -> None:
        values = np.random.default_rng(2).normal(size=(6, 96)).astype(np.float32)
        for kind, form in FORMS.items():
            with self.subTest(kind.name):
                raw = gguf.quants.quantize(values, kind)
                stored = stored_blocks(raw, kind)
                whole = stored.values
                if form.bits == 4:
                    whole = np.stack([whole & 15, whole >> 4], axis=-1).reshape(6, 3, 32)
                middle = np.float32(2 ** (form.bits - 1))
                found = stored.scales[..., None] * (whole.astype(np.float32) - middle)
                if stored.minimums is not None:
                    found = found + stored.minimums[..., None]
                np.testing.assert_allclose(found.reshape(6, 96), gguf.quants.dequantize(raw, kind), atol=1e-6)


if __name__ == "__main__":
    unittest.main()
