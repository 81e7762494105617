"""The vocabulary of the tiny models, apart so that its tests need no PyTorch."""

TOKENS = [*"abcdefgh0123456789", "Ġ", "Ċ", "ab", "Ġa", "12", "cd", "abcd", "<|endoftext|>", "<|im_end|>"]
MERGES = ["a b", "Ġ a", "1 2", "c d", "ab cd"]
