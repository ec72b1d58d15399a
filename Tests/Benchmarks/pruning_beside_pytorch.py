"""Scores one mask on 1,000 reviews, and 20 random masks beside it, as txray does and as PyTorch does.

    pip install torch==2.13.0 safetensors
    python3 Tests/Benchmarks/pruning_beside_pytorch.py .build/release/txray RUN

RUN is a run with a fine-tuned classifier on its last states (the sample run). It is copied; results kept there
are removed before each round, so that every round works everything out. Both score the same masks' number on
the same two splits of 1,000 reviews: unpruned, pruned, R random masks and R matched by mass (in PyTorch as many
more random ones). PyTorch gets token ids and times scoring alone, all documents sorted by length and packed, in
the readout mode encoded once for all masks; txray is timed as a whole: start, reading and tokenizing the text,
1,000 bootstrap resamples, table. Rounds alternate; the table gives medians.
"""

import csv
import gzip
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

try:
    import torch
    from safetensors.torch import load_file
    from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence
except ImportError:
    sys.exit("skipped: PyTorch is not installed (pip install torch==2.13.0 safetensors)")

ROUNDS = 5
PRUNED = 40
SPLITS = ["movies-valid", "movies-test"]


class Classifier(torch.nn.Module):
    def __init__(self, weights):
        super().__init__()
        size = weights["rnn.weight_hh_l0"].shape[1]
        self.encoder = torch.nn.Embedding(*weights["encoder.weight"].shape)
        self.rnn = torch.nn.LSTM(weights["encoder.weight"].shape[1], size)
        self.classifier = torch.nn.Linear(weights["classifier.weight"].shape[1], 1)
        self.load_state_dict(weights)
        self.pooled = self.classifier.in_features > size

    def features(self, ids, lengths):
        states, (last, _) = self.rnn(pack_padded_sequence(self.encoder(ids), lengths))
        if not self.pooled:
            return last[0]
        states, _ = torch.nn.utils.rnn.pad_packed_sequence(states, padding_value=float("-inf"))
        peak = states.max(0).values
        mean = states.masked_fill(states == float("-inf"), 0).sum(0) / torch.tensor(lengths)[:, None]
        return torch.cat([last[0], mean, peak], 1)


def scores(logits, labels):
    loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, labels).item()
    right = ((logits >= 0) == (labels == 1)).float().mean().item()
    return loss, right


def batches(documents, size=128):
    order = sorted(range(len(documents)), key=lambda i: -len(documents[i][0]))
    for start in range(0, len(order), size):
        part = [documents[i] for i in order[start : start + size]]
        ids = pad_sequence([torch.tensor(ids) for ids, _ in part])
        yield ids, [len(ids) for ids, _ in part], torch.tensor([label for _, label in part])


def by_pytorch(weights, splits, masks, mode):
    """Loss and accuracy of every mask on every split; the seconds it took."""
    start = time.perf_counter()
    model = Classifier(weights)
    size = model.rnn.hidden_size
    results = []
    prepared = [list(batches(documents)) for documents in splits]
    with torch.no_grad():
        def encode(model, split):
            return torch.cat([model.features(ids, lengths) for ids, lengths, _ in split])

        labels = [torch.cat([labels for _, _, labels in split]) for split in prepared]
        whole = [encode(model, split) for split in prepared]
        for mask in masks:
            keep = torch.ones(size)
            keep[mask] = 0
            if mode == "readout":
                head = model.classifier.weight * keep.repeat(3 if model.pooled else 1)
                logits = [(f @ head.T + model.classifier.bias)[:, 0] for f in whole]
            else:
                pruned = dict(weights)
                for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"):
                    pruned["rnn." + name] = weights["rnn." + name].clone()
                    for gate in range(4):
                        pruned["rnn." + name][[gate * size + u for u in mask]] = 0
                other = Classifier(pruned)
                logits = [other.classifier(encode(other, split))[:, 0] for split in prepared]
            results.append([scores(l, y) for l, y in zip(logits, labels)])
    return results, time.perf_counter() - start


def by_txray(program, run, neurons, mode, controls):
    shutil.rmtree(os.path.join(run, "reports"), ignore_errors=True)
    command = [
        program, "prune", run, "--neurons", neurons, "--mode", mode, "--controls", str(controls), "--format",
        "json", "--train", SPLITS[0], "--held-out", SPLITS[1],
    ]
    start = time.perf_counter()
    output = subprocess.run(command, check=True, capture_output=True).stdout
    return json.loads(output), time.perf_counter() - start


def read(program, run, name):
    """Token ids, as txray reads them, and labels."""
    with gzip.open(f"{run}/corpora/{name}.tsv.gz", "rt", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    text = "\n".join(row["text"] for row in rows)
    output = subprocess.run(
        [program, "activations", "--checkpoint", f"{run}/checkpoints/finetune.safetensors", "--vocabulary",
         f"{run}/checkpoints/vocabulary.txt", "--text", "-", "--format", "json"],
        input=text.encode(), check=True, capture_output=True).stdout
    documents = [[token["id"] for token in document] for document in json.loads(output)["documents"]]
    assert len(documents) == len(rows), (len(documents), len(rows))
    return [(ids, float(float(row["rating"]) > 0)) for ids, row in zip(documents, rows)]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, source = sys.argv[1:]
    program = os.path.abspath(program)
    with tempfile.TemporaryDirectory() as folder:
        run = shutil.copytree(source, os.path.join(folder, "run"))
        splits = [read(program, run, name) for name in SPLITS]
        weights = {k: v.float() for k, v in load_file(f"{run}/checkpoints/finetune.safetensors").items()}
        size = weights["rnn.weight_hh_l0"].shape[1]
        draw = random.Random(1)
        chosen = sorted(draw.sample(range(size), PRUNED))
        neurons = ",".join(map(str, chosen))
        print("| what | txray, whole command | PyTorch, scoring alone | PyTorch / txray |")
        print("|---|---|---|---|")
        for mode in ("readout", "recurrent"):
            for controls in (0, 20):
                masks = [[], chosen] + [draw.sample(range(size), PRUNED) for _ in range(2 * controls)]
                rounds = []
                for _ in range(ROUNDS):
                    theirs, their_seconds = by_pytorch(weights, splits, masks, mode)
                    ours, our_seconds = by_txray(program, run, neurons, mode, controls)
                    rounds.append((our_seconds, their_seconds))
                for place, split in enumerate(ours["splits"]):
                    for key, number in (("unpruned", 0), ("pruned", 1)):
                        loss, right = theirs[number][place]
                        found = split[key]["scores"]
                        assert abs(found["loss"] - loss) < 1e-4, (mode, key, found, loss)
                        assert abs(found["accuracy"] - right) < 1e-6, (mode, key, found, right)
                ours, theirs = (statistics.median(r[i] for r in rounds) for i in (0, 1))
                ratio = statistics.median(b / a for a, b in rounds)
                what = "one mask" if controls == 0 else f"one mask, {controls} random, {controls} matched"
                print(f"| {mode}: {what} | {ours:.2f} s | {theirs:.2f} s | {ratio:.2f} |", flush=True)
        smaller(program, run, size)


def smaller(program, run, size):
    """A model of half the units, pruned structurally, against the same with its weights at zero."""
    print("\n| half the units pruned | bytes | evaluate on movies-train (whole command) |")
    print("|---|---|---|")
    paths = {}
    for kind in ("baked", "structural"):
        paths[kind] = f"{run}/{kind}.safetensors"
        subprocess.run(
            [program, "prune", run, "--neurons", f"0-{size // 2 - 1}", "--mode", "recurrent", "--export", kind,
             "--output", paths[kind]], check=True, capture_output=True)
    times = {kind: [] for kind in paths}
    outputs = {}
    for _ in range(2 * ROUNDS):
        for kind, path in paths.items():
            start = time.perf_counter()
            outputs[kind] = subprocess.run(
                [program, "evaluate", "--checkpoint", path, "--vocabulary", f"{run}/checkpoints/vocabulary.txt",
                 "--corpus", f"{run}/corpora/movies-train.tsv.gz", "--label", "rating", "--positive-above", "0"],
                check=True, capture_output=True).stdout
            times[kind].append(time.perf_counter() - start)
    assert outputs["baked"] == outputs["structural"]
    for kind, path in paths.items():
        print(f"| {kind} | {os.path.getsize(path):,} | {statistics.median(times[kind]):.3f} s |")


main()
