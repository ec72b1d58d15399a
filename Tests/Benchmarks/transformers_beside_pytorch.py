#!/usr/bin/env python3
"""Collects the winning neurons of a transformer with txray and with a hooked PyTorch script, in turns.

    pip install torch==2.15.0 transformers==5.24.0
    Tests/Benchmarks/transformers_beside_pytorch.py .build/release/txray MODEL_FOLDER TEXT [--even]

The script is what one would write: documents sorted by length, batches of 32 padded to their longest, a hook on
the input of every down projection, the largest activation of each token kept. TEXT has a document a line; with
--even all are cut to the same length, so that nothing is padded. txray runs `collect`; what it takes to start and
to pack weights is measured on a hundredth of the text and taken off. Prints tokens a second of both, their ratio,
and txray's share of the machine's matrix peak, taken from a large product in PyTorch in the same run.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time

import torch
import transformers

DOWN = {
    "gpt2": "mlp.c_proj", "gpt_neox": "mlp.dense_4h_to_h", "bert": "output.dense", "roberta": "output.dense",
    "distilbert": "ffn.lin2", "modernbert": "mlp.Wo",
}


def part(module, path):
    for name in path.split("."):
        module = getattr(module, name)
    return module


def blocks_of(model):
    for path in ("h", "layers", "encoder.layer", "transformer.layer"):
        try:
            return part(model, path)
        except AttributeError:
            continue
    raise SystemExit("where are this model's blocks?")


def theirs(model, documents, pad):
    """Tokens a second of the script."""
    largest = []
    down = DOWN.get(model.config.model_type, "mlp.down_proj")
    hooks = [
        part(block, down).register_forward_pre_hook(lambda module, inputs: largest.append(inputs[0].max(-1)))
        for block in blocks_of(model)]
    start = time.perf_counter()
    order = sorted(range(len(documents)), key=lambda place: len(documents[place]))
    with torch.inference_mode():
        for first in range(0, len(order), 32):
            batch = [documents[place] for place in order[first:first + 32]]
            width = max(map(len, batch))
            ids = torch.full((len(batch), width), pad)
            mask = torch.zeros(len(batch), width, dtype=torch.long)
            for row, document in enumerate(batch):
                ids[row, :len(document)] = torch.tensor(document)
                mask[row, :len(document)] = 1
            largest.clear()
            model(ids, attention_mask=None if bool(mask.all()) else mask)
    seconds = time.perf_counter() - start
    for hook in hooks:
        hook.remove()
    return sum(map(len, documents)) / seconds


def ours(program, folder, text):
    """Seconds of a collection."""
    with tempfile.TemporaryDirectory() as scratch:
        start = time.perf_counter()
        subprocess.run(
            [program, "collect", "--checkpoint", folder, "--corpus", text, "--stage", "benchmark", "--tagger", "none",
             "--output", os.path.join(scratch, "snapshot.safetensors")], check=True, capture_output=True)
        return time.perf_counter() - start


def peak():
    """GFLOP/s of a large product, the best of five."""
    a, b = torch.randn(1536, 1536), torch.randn(1536, 1536)
    best = 0
    for _ in range(5):
        start = time.perf_counter()
        a @ b
        best = max(best, 2 * 1536 ** 3 / (time.perf_counter() - start) * 1e-9)
    return best


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("text")
    parser.add_argument("--even", action="store_true", help="documents of one length")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    tokenizer = transformers.AutoTokenizer.from_pretrained(options.folder)
    model = transformers.AutoModel.from_pretrained(options.folder, dtype=torch.float32).eval()
    lines = [line for line in open(options.text, encoding="utf-8").read().splitlines() if line.strip()]
    documents = [tokenizer(line, truncation=True, max_length=512)["input_ids"] for line in lines]
    if options.even:
        kept = [place for place, document in enumerate(documents) if len(document) >= 128]
        documents = [documents[place][:128] for place in kept]
        lines = [tokenizer.decode(document, skip_special_tokens=True) for document in documents]
    weights = sum(
        weight.numel() for name, weight in model.named_parameters() if "embed" not in name and weight.dim() == 2)
    with tempfile.TemporaryDirectory() as scratch:
        whole, little = os.path.join(scratch, "whole.txt"), os.path.join(scratch, "little.txt")
        open(whole, "w").write("\n".join(lines) + "\n")
        open(little, "w").write("\n".join(lines[:max(1, len(lines) // 100)]) + "\n")
        count = sum(map(len, documents))
        print(f"{len(documents)} documents, {count} tokens, {weights:,} weights in products")
        theirs(model, documents[:64], tokenizer.pad_token_id or 0)
        for _ in range(options.rounds):
            other = theirs(model, documents, tokenizer.pad_token_id or 0)
            seconds = ours(options.program, options.folder, whole) - ours(options.program, options.folder, little)
            own = 0.99 * count / seconds
            print(json.dumps({
                "pytorch": round(other), "txray": round(own), "ratio": round(own / other, 2),
                "share_of_peak": round(2 * weights * own * 1e-9 / peak(), 2)}), flush=True)


if __name__ == "__main__":
    main()
