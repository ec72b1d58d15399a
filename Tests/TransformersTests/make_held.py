#!/usr/bin/env python3
"""Records what the transformers library computes where neurons and heads are held at a number.

    pip install torch==2.15.0 transformers==5.24.0 safetensors==0.8.0
    Tests/TransformersTests/make_held.py

Reads models of Reference/ and writes Reference/held.json: for each model some cases, each with what is held ("held": by
site, by neuron) and the logits of some documents: of the last three tokens, or of a classifier."""

import json
import pathlib

import torch
import transformers

from make_expectations import CAUSAL, CLASSES, LLAMA_PARTS, MASKED, PARTS, V, part

HERE = pathlib.Path(__file__).parent / "Reference"
MODELS = {"gpt2": CAUSAL, "llama": CAUSAL, "llama-biases": CAUSAL, "gpt-neox": CAUSAL, "bert": MASKED,
          "bert-classifier": CLASSES, "modernbert-classifier": CLASSES}


def hold(values):
    """A hook that sets the inputs of a product."""
    def hook(module, arguments):
        inputs = arguments[0].clone()
        for neuron, value in values.items():
            inputs[..., int(neuron)] = value
        return (inputs,) + arguments[1:]
    return hook


def logits(model, held, documents):
    path, attention, mlp, _ = PARTS.get(model.config.model_type, LLAMA_PARTS)
    blocks, handles = part(model, path), []
    for site, values in held.items():
        _, layer, rest = site.split(".", 2)
        module = part(blocks[int(layer)], attention if rest == "attn.hook_z" else mlp)
        handles.append(module.register_forward_pre_hook(hold(values)))
    with torch.no_grad():
        found = [model(torch.tensor([ids])).logits for ids in documents]
    for handle in handles:
        handle.remove()
    return [rounded(rows if rows.dim() == 2 else rows[0][-3:]) for rows in found]


def rounded(rows):
    """To the digits that single precision has."""
    return [[float(f"{value:.7g}") for value in row] for row in rows.tolist()]


def main():
    result = {}
    for name, head in MODELS.items():
        model = getattr(transformers, head).from_pretrained(
            HERE / name, dtype=torch.float32, attn_implementation="eager").eval()
        neurons, heads = "blocks.{}.mlp.hook_post".format, "blocks.{}.attn.hook_z".format
        size = getattr(model.config, "head_dim", None) or model.config.hidden_size // model.config.num_attention_heads
        head_of = lambda number, value: {str(number * size + i): value for i in range(size)}
        cases = [
            {neurons(0): {"1": 0.0, "7": 0.0, "39": 0.0}, neurons(1): {"0": 0.0}},
            {neurons(1): {str(n): 0.0 for n in range(40)}},
            {heads(0): head_of(1, 0.0), heads(1): {**head_of(0, 0.0), **head_of(3, 0.0)}},
            {neurons(0): {"3": 0.25, "5": -1.5}, heads(1): head_of(2, 0.125)},
        ]
        generator = torch.Generator().manual_seed(11)
        documents = [torch.randint(6, V, (n,), generator=generator).tolist() for n in (1, 9)]
        result[name] = {"documents": documents,
                        "cases": [{"held": held, "logits": logits(model, held, documents)} for held in cases]}
    text = json.dumps(result, separators=(",", ":"))
    (HERE / "held.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
