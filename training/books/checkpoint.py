"""What a training run leaves on disk: a state to go on from, and a model folder in Hugging Face's layout."""

import json
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from .llama import Llama, Shape


def save_state(path: Path, state: dict) -> None:
    """Writes beside, then renames: a cut leaves the previous state whole."""
    unfinished = path.with_suffix(".part")
    torch.save(state, unfinished)
    unfinished.rename(path)


def load_state(path: Path) -> dict | None:
    return torch.load(path, weights_only=True) if path.exists() else None


def save_folder(folder: Path, model: Llama, tokenizer_file: Path) -> None:
    """
    config.json, generation_config.json, model.safetensors (fp32), tokenizer.json, tokenizer_config.json.
    """
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: tensor.contiguous() for name, tensor in model.state_dict().items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    special = {"bos_token_id": 0, "eos_token_id": 0, "pad_token_id": 0}
    write_json(folder / "config.json", config_of(model.shape) | special | {"tie_word_embeddings": True})
    write_json(folder / "generation_config.json", special)
    mark = "<|endoftext|>"
    names = {f"{name}_token": mark for name in ("bos", "eos", "pad", "unk")}
    write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "GPT2Tokenizer"}
        | names
        | {
            "model_max_length": model.shape.context,
            "add_prefix_space": False,
            "clean_up_tokenization_spaces": False,
        },
    )
    (folder / "tokenizer.json").write_bytes(tokenizer_file.read_bytes())


def load_folder(folder: Path) -> Llama:
    """A Llama from a folder in Hugging Face's layout."""
    config = json.loads((folder / "config.json").read_text())
    names = config_of(Shape())
    shape = Shape(**{key: config[HUGGING_FACE[key]] for key in asdict(Shape()) if HUGGING_FACE[key] in names})
    model = Llama(shape)
    model.load_state_dict(load_file(folder / "model.safetensors"))
    return model


HUGGING_FACE = {
    "vocabulary": "vocab_size",
    "width": "hidden_size",
    "layers": "num_hidden_layers",
    "heads": "num_attention_heads",
    "key_value_heads": "num_key_value_heads",
    "head_size": "head_dim",
    "feed_forward": "intermediate_size",
    "context": "max_position_embeddings",
    "rope_theta": "rope_theta",
    "norm_epsilon": "rms_norm_eps",
}


def config_of(shape: Shape) -> dict:
    sizes = {HUGGING_FACE[key]: value for key, value in asdict(shape).items()}
    return {"architectures": ["LlamaForCausalLM"], "model_type": "llama"} | sizes | {"hidden_act": "silu"}


def write_json(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n")
