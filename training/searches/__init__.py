"""Expected tokens of greedy, beam, diverse beam and contrastive search, by transformers and by definition."""
