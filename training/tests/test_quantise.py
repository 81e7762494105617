import unittest

import numpy as np

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


if __name__ == "__main__":
    unittest.main()
