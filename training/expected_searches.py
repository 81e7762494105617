"""
Writes the tokens that the searches are expected to choose on the built-in model.

    python training/expected_searches.py FOLDER [--onnx PATH] --out FILE

FOLDER holds the model in transformers' layout (config.json, tokenizer.json, model.safetensors). Without
--onnx the fp32 weights are run by PyTorch; with it, the ONNX file at that path in FOLDER is run by ONNX
Runtime. Greedy and beam search are transformers' generate(); diverse beam and contrastive search, which left
its core, follow their definitions.
"""

import argparse
import json
import platform

import onnxruntime
import torch
import transformers

from searches import by_definition
from searches.models import load, read

NEW_TOKENS = 48

PROMPTS = [
    "The lamp had burned low when the old clockmaker heard a step upon the stair.",
    "Once, in a valley where the river ran backwards every seventh year, there lived a miller.",
    "Margaret folded the letter twice and laid it on the fire.",
    "The ship had been three weeks out of Bristol",
    "\"You will not find him here,\" said the landlady,",
    "It rained all that autumn, and the roads to the north were",
    "My grandfather kept bees, and he told them everything.",
    "There was a garden behind the wall which no one had entered since",
    "The captain looked at the map for a long time before he spoke.",
    "Long before the railway came, the people of the marsh",
    "She had never seen the sea, and now that it lay before her",
    "The boy ran down the hill with the lantern in his hand,",
    "Nobody remembered who had built the tower, but everybody",
    "\"Shut the door,\" cried my uncle, \"and tell me what you saw.\"",
    "At the inn by the crossroads a stranger asked for",
    "The king had three clocks, and none of them agreed.",
    "In the year of the great frost, when the birds fell from the trees,",
    "He was a thin, quiet man, who wore the same grey coat",
    "The two sisters had not spoken since the funeral, though",
    "When the fog lifted, the island was gone.",
]

# What a beam search may end on: the model's own token, which is rare within NEW_TOKENS, or the end of a
# sentence, which is not, so that the rules about finished texts decide something.
ENDINGS = {"text": None, "sentence": [".", "!", "?"]}


def searches():
    """Chain notation, and a function of (model, prompt, end) that gives tokens and the smallest margin."""
    yield "greedy", lambda *where: generate(*where, width=1)
    yield "beam:4", lambda *where: generate(*where, width=4)
    yield (
        "beam:width=4,length-penalty=0,early-stopping=never",
        lambda *where: generate(*where, width=4, length_penalty=0.0, early_stopping="never"),
    )
    yield (
        "beam:width=8,early-stopping=true",
        lambda *where: generate(*where, width=8, early_stopping=True),
    )
    yield (
        "beam:width=4,early-stopping=never",
        lambda *where: generate(*where, width=4, early_stopping="never"),
    )
    yield (
        "diverse-beam:width=4,groups=2,diversity-penalty=0.5",
        lambda model, prompt, end: by_definition.diverse_beam(model, prompt, NEW_TOKENS, end, 4, 2, 0.5, 1.0),
    )
    yield (
        "contrastive:k=4,alpha=0.6",
        lambda model, prompt, end: by_definition.contrastive(model, prompt, NEW_TOKENS, end, 4, 0.6),
    )


def generate(model, prompt, end, width, length_penalty=1.0, early_stopping=False):
    """transformers' generate(), without sampling; the margin of beam search is the smallest gap at a cut."""
    beams = {} if width == 1 else {"length_penalty": length_penalty, "early_stopping": early_stopping}
    model.cuts = []
    output = model.generate(
        torch.tensor([prompt]),
        attention_mask=torch.ones(1, len(prompt), dtype=torch.long),
        do_sample=False,
        num_beams=width,
        num_return_sequences=width,
        max_new_tokens=NEW_TOKENS,
        eos_token_id=end,
        pad_token_id=0,
        return_dict_in_generate=True,
        output_scores=True,
        use_cache=isinstance(model, transformers.LlamaForCausalLM),
        **beams,
    )
    tokens = until(output.sequences[0, len(prompt) :].tolist(), end)
    if width == 1:
        best = [torch.topk(scores[0], 2).values for scores in output.scores]
        return tokens, min(float(values[0] - values[1]) for values in best)
    final = output.sequences_scores
    return tokens, min(model.cuts + [float(final[0] - final[1])])


def rounding(model, prompt):
    """
    The highest logit after the prompt and after 8 greedy tokens, to the last bit: a processor on which these
    differ rounds otherwise, and 8-bit activations can turn that into other tokens.
    """
    text, highest = list(prompt), []
    for _ in range(9):
        logits = read(model, [text])[0][0]
        highest.append(float(logits.max()))
        text.append(int(logits.argmax()))
    return [highest[0], highest[8]]


def until(tokens, end):
    """The tokens up to the first that ends the text; generate() pads after it."""
    ends = [i for i, token in enumerate(tokens) if token in end]
    return tokens[: ends[0] + 1] if ends else tokens


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--onnx")
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    torch.set_grad_enabled(False)
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_file=f"{arguments.folder}/tokenizer.json")
    model = load(arguments.folder, arguments.onnx)
    prompts = [tokenizer.encode(text, add_special_tokens=False) for text in PROMPTS]
    cases = []
    for ending, marks in ENDINGS.items():
        end = [0] if marks is None else [tokenizer.convert_tokens_to_ids(mark) for mark in marks]
        for chain, search in searches():
            results = [search(model, prompt, end) for prompt in prompts]
            cases.append({"ending": ending, "endOfText": end, "chain": chain, "results": results})
            print(ending, chain, f"smallest margin {min(margin for _, margin in results):.2g}", flush=True)
    write(arguments, model, prompts, cases)


def write(arguments, model, prompts, cases):
    run = f"{arguments.onnx} by onnxruntime {onnxruntime.__version__}" if arguments.onnx else "fp32 weights by PyTorch"
    about = {
        "weights": run,
        "versions": {
            "torch": torch.__version__,
            "transformers": transformers.__version__,
            "python": platform.python_version(),
        },
        "command": "training/expected_searches.py",
        "newTokens": NEW_TOKENS,
        "margin": "smallest gap, in the search's own score, by which another token or text would have been chosen",
    }
    lines = [
        '{"about": ' + json.dumps(about) + ",",
        '"prompts": [',
        ",\n".join(
            json.dumps({"text": text, "tokens": ids, "rounding": rounding(model, ids)})
            for text, ids in zip(PROMPTS, prompts)
        ),
        '],\n"cases": [',
        ",\n".join(
            json.dumps({key: case[key] for key in ("ending", "endOfText", "chain")})[:-1]
            + ', "results": [\n'
            + ",\n".join(json.dumps({"tokens": t, "margin": float(f"{m:.3g}")}) for t, m in case["results"])
            + "\n]}"
            for case in cases
        ),
        "]}",
    ]
    with open(arguments.out, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
