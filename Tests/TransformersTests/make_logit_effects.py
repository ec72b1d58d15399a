#!/usr/bin/env python3
"""Records what output weights of neurons do to logits, worked out in PyTorch from the transformers library's modules.

    pip install torch==2.15.0 transformers==5.24.0 safetensors==0.8.0
    Tests/TransformersTests/make_logit_effects.py

Reads models of Reference/ and writes Reference/logit-effects.json: for each model, of some neurons and numbers of heads,
what an activation of 1 adds to each token's logit: the output weight times the head's, and once more with the norms in
between folded in, but for what they divide by (`folded`)."""

import json
import pathlib

import torch
import transformers

from make_expectations import CAUSAL, LLAMA_PARTS, PARTS, part

HERE = pathlib.Path(__file__).parent / "Reference"
FINAL = {"gpt2": "transformer.ln_f", "gpt_neox": "gpt_neox.final_layer_norm"}
NAMES = ["gpt2", "gpt-neox", "llama", "gemma2", "olmo", "olmo2"]


def fold(norm, direction):
    """The norm's linear part: of a direction d, J d where the norm divides by 1."""
    if norm is None:
        return direction
    kind = type(norm).__name__
    weight = getattr(norm, "weight", None)
    if "RMS" not in kind:
        direction = direction - direction.mean()
    if weight is None:
        return direction
    return direction * (1 + weight if kind.startswith("Gemma") else weight)


def rounded(values):
    return [float(f"{value:.7g}") for value in values.tolist()]


def main():
    result = {}
    for name in NAMES:
        model = getattr(transformers, CAUSAL).from_pretrained(
            HERE / name, dtype=torch.float32, attn_implementation="eager").eval()
        kind = model.config.model_type
        path, attention, mlp, norm = PARTS.get(kind, LLAMA_PARTS)
        final = part(model, FINAL.get(kind, "model.norm"))
        cases = []
        for layer, site, neuron in [(0, "mlp.hook_post", 7), (1, "mlp.hook_post", 39), (1, "attn.hook_z", 12)]:
            block = part(model, path)[layer]
            module = part(block, attention if site == "attn.hook_z" else mlp)
            weight = module.weight.detach().double()
            direction = weight[neuron] if kind == "gpt2" else weight[:, neuron]
            head = model.get_output_embeddings().weight.detach().double()
            between = norm and ("post_attention_layernorm" if site == "attn.hook_z" else norm)
            folded = fold(part(block, between) if between else None, direction)
            cases.append({"site": f"blocks.{layer}.{site}", "neuron": neuron,
                          "plain": rounded(head @ direction),
                          "folded": rounded(head @ fold(final, folded).double())})
        result[name] = cases
    (HERE / "logit-effects.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
