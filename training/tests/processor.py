"""What the processor at hand does to sums of products of few bits."""

from pathlib import Path

FLAGS = Path("/proc/cpuinfo")


def keeps_rows_of_four_bits() -> bool:
    """
    Whether ONNX Runtime rounds a row of 4-bit products alone as among others. Seen with AVX-512 VNNI; without
    AVX-512 it has one kernel for one row and another for several. The program measures it wherever it adds a
    model.
    """
    return FLAGS.exists() and "avx512_vnni" in FLAGS.read_text()
