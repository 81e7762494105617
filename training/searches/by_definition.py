"""
Searches that transformers 5 no longer has, step by step: sequences are plain lists, every step is a whole
forward.
"""

import torch

from .models import read


def greedy(model, prompt, count, end):
    """Returns the tokens and the smallest lead of a choice over the runner-up, in logits."""
    text, leads = [], []
    while len(text) < count and not (text and text[-1] in end):
        best = torch.topk(read(model, [prompt + text])[0][0], 2)
        leads.append(float(best.values[0] - best.values[1]))
        text.append(int(best.indices[0]))
    return text, min(leads)


def contrastive(model, prompt, count, end, k, alpha):
    """Su et al. 2022, equation 5. Returns the tokens and the smallest lead in score."""
    text, leads = [], []
    while len(text) < count and not (text and text[-1] in end):
        history = prompt + text
        probabilities, ids = torch.topk(torch.softmax(read(model, [history])[0][0], -1), k)
        hidden = read(model, [history + [int(token)] for token in ids])[1]
        directions = torch.nn.functional.normalize(hidden, dim=-1)
        similarities = directions[:, -1:] @ directions[:, :-1].transpose(1, 2)
        scores = (1 - alpha) * probabilities - alpha * similarities.amax(dim=(1, 2))
        best = torch.topk(scores, 2)
        leads.append(float(best.values[0] - best.values[1]))
        text.append(int(ids[best.indices[0]]))
    return text, min(leads)


def diverse_beam(model, prompt, count, end, width, groups, penalty, length_penalty):
    """
    Vijayakumar et al. 2018, Hamming diversity: in every step, group after group does a step of beam search on
    log-probabilities lowered by `penalty` for each time earlier groups chose the token at this step, for a
    text that goes on or one that ends there among the group's best. Groups end by the rules of transformers'
    beam search with early_stopping=False. Returns the best finished text of all groups and the smallest gap
    at a cut.
    """
    size = width // groups
    looked_at = max(2, 1 + len(end)) * size if size > 1 else 1
    beams = [{"live": [([], 0.0)], "done": [], "over": False} for _ in range(groups)]
    gaps = []
    for length in range(1, count + 1):
        chosen = {}
        for beam in beams:
            if beam["over"]:
                continue
            ranked = ranked_children(model, prompt, beam["live"], chosen, penalty, looked_at + 1)
            spare = ranked[looked_at:]
            ranked = ranked[:looked_at]
            ended = [child for child in ranked[:size] if child[0][-1] in end or length == count]
            live = [child for child in ranked if child[0][-1] not in end and length < count]
            gaps += [live[size - 1][1] - other[1] for other in (live[size:] + spare)[:1] if len(live) >= size]
            beam["live"] = live[:size]
            beam["done"] += [(text, score / length**length_penalty) for text, score in ended]
            beam["done"] = sorted(beam["done"], key=lambda result: -result[1])[:size]
            for text, _ in beam["live"] + ended:
                chosen[text[-1]] = chosen.get(text[-1], 0) + 1
            full = len(beam["done"]) == size
            beam["over"] = not beam["live"] or (
                full and beam["live"][0][1] / length**length_penalty <= beam["done"][-1][1]
            )
    results = sorted((result for beam in beams for result in beam["done"]), key=lambda result: -result[1])
    # Groups may agree on a text; its rival is the best other one.
    rivals = [score for text, score in results if text != results[0][0]]
    return results[0][0], min(gaps + [results[0][1] - rivals[0]] if rivals else gaps)


def ranked_children(model, prompt, live, chosen, penalty, count):
    log_probabilities = torch.log_softmax(read(model, [prompt + text for text, _ in live])[0], -1)
    for token, times in chosen.items():
        log_probabilities[:, token] -= penalty * times
    totals = log_probabilities + torch.tensor([[score] for _, score in live])
    best = torch.topk(totals.flatten(), count)
    vocabulary = totals.shape[1]
    return [
        (live[index // vocabulary][0] + [index % vocabulary], score)
        for score, index in zip(best.values.tolist(), best.indices.tolist())
    ]
