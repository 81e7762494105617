class Refusal(Exception):
    """What this code cannot take, as one sentence for a person."""
