"""The two readings of the built-in model that expected tokens are computed with."""

import numpy as np
import onnxruntime
import torch
from transformers import AutoConfig, GenerationMixin, LlamaForCausalLM, PreTrainedModel
from transformers.modeling_outputs import CausalLMOutputWithPast


class RecordsCuts:
    """Notes how close a beam search came to keeping another hypothesis."""

    cuts: list[float]

    def _get_running_beams_for_next_iteration(self, topk_log_probs, *args, **kwargs):
        ends = kwargs["next_token_hits_stopping_criteria"][0]
        width = kwargs["num_beams"]
        scores = topk_log_probs[0]
        live = scores[~ends]
        if len(live) > width:
            self.cuts.append(float(live[width - 1] - live[width]))
        # A text that ends counts only among the best `width`.
        if bool(ends[width - 1] != ends[width]):
            self.cuts.append(float(scores[width - 1] - scores[width]))
        return super()._get_running_beams_for_next_iteration(topk_log_probs, *args, **kwargs)


class TorchModel(RecordsCuts, LlamaForCausalLM):
    """The fp32 weights in PyTorch."""


class OnnxModel(RecordsCuts, PreTrainedModel, GenerationMixin):
    """
    An ONNX export run by ONNX Runtime, as transformers' generate() wants a model. It is given whole sequences
    and finds the cache of all but the last token by itself: with 8-bit activations a forward over many tokens
    rounds otherwise than one token at a time, and a prompt in one forward, then token by token, is how texts
    are generated.
    """

    def __init__(self, config, path):
        super().__init__(config)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.outputs = ["logits", "last_hidden_state"]
        self.outputs += [output.name for output in self.session.get_outputs() if output.name.startswith("present.")]
        self.nothing = torch.nn.Parameter(torch.zeros(1), requires_grad=False)
        # By sequence: hidden states of all its tokens, and the cache.
        self.known = {}

    def forward(self, input_ids, attention_mask=None, **kwargs):
        rows = [tuple(row) for row in input_ids.tolist()]
        unique = list(dict.fromkeys(rows))
        length = len(rows[0])
        if all(row[:-1] in self.known for row in unique):
            past = [self.known[row[:-1]] for row in unique]
            self.known = {row: kept for row, kept in self.known.items() if len(row) >= length - 1}
        else:
            empty = np.zeros((self.config.num_key_value_heads, 0, self.config.head_dim), np.float32)
            nothing = np.zeros((0, self.config.hidden_size), np.float32)
            past = [(nothing, [empty] * (len(self.outputs) - 2))] * len(unique)
            self.known = {}
        logits = self.run(unique, past)
        index = [unique.index(row) for row in rows]
        hidden = np.stack([self.known[row][0] for row in rows])
        return CausalLMOutputWithPast(
            logits=torch.from_numpy(logits[index]).float(), hidden_states=(torch.from_numpy(hidden).float(),)
        )

    def run(self, rows, past):
        """
        One forward over what the caches lack; remembers each row, returns its last logits [rows, 1,
        vocabulary].
        """
        fresh = len(past[0][0])
        feeds = {
            "input_ids": np.array([row[fresh:] for row in rows], np.int64),
            "attention_mask": np.ones((len(rows), len(rows[0])), np.int64),
            "num_logits_to_keep": np.array(1, np.int64),
        }
        for layer, name in enumerate(self.outputs[2:]):
            feeds[name.replace("present", "past_key_values")] = np.stack([cache[layer] for _, cache in past])
        logits, hidden, *present = self.session.run(self.outputs, feeds)
        for i, row in enumerate(rows):
            self.known[row] = (np.concatenate([past[i][0], hidden[i]]), [tensor[i] for tensor in present])
        return logits

    def prepare_inputs_for_generation(self, input_ids, attention_mask=None, **kwargs):
        return {"input_ids": input_ids}


def load(folder: str, path: str | None):
    """The fp32 weights of a folder, or the ONNX file at `path` in it."""
    if path is None:
        model = TorchModel.from_pretrained(folder, dtype=torch.float32)
    else:
        model = OnnxModel(AutoConfig.from_pretrained(folder), f"{folder}/{path}")
    return model.eval()


def read(model, sequences):
    """
    Last logits [rows, vocabulary] and last-layer hidden states [rows, tokens, width] of equally long
    sequences.
    """
    ids = torch.tensor(sequences)
    if isinstance(model, OnnxModel):
        output = model(ids)
    else:
        output = model(ids, use_cache=False, output_hidden_states=True)
    return output.logits[:, -1].float(), output.hidden_states[-1]
