"""The shipped LSTM, collected by txray's own engine and recorded in PyTorch: same winners, same events?

    python3 Tests/Recorder/parity_lstm.py .build/release/txray [DOCUMENTS]

The checkpoint of sample-runs/wikipedia-to-movies is loaded into torch.nn.LSTM and recorded over the first documents
of its training text; txray collects the same text. Counts may differ only where the two largest activations of a
token are closer than 1e-5, or an activation is as close to its neuron's threshold. Exits 1 otherwise.
"""

import gzip
import os
import subprocess
import sys
import tempfile
from collections import Counter

try:
    import torch
    from safetensors import safe_open
    from safetensors.torch import load_file
except ImportError as error:
    sys.exit(print(f"skipped: {error}"))

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
RUN = os.path.join(ROOT, "sample-runs", "wikipedia-to-movies")
sys.path.insert(0, os.path.join(ROOT, "Sources", "CRecorder"))
from txray_recorder import Recorder  # noqa: E402

POLICIES = ["max1", "quantile:0.99"]
MARGIN = 1e-5


class Model(torch.nn.Module):
    def __init__(self, weights):
        super().__init__()
        size = weights["encoder.weight"].shape[1]
        self.encoder = torch.nn.Embedding(*weights["encoder.weight"].shape)
        self.rnn = torch.nn.LSTM(size, weights["rnn.weight_hh_l0"].shape[1], batch_first=True)
        self.load_state_dict({k: v.float() for k, v in weights.items() if not k.startswith("decoder")})

    def forward(self, ids):
        return self.rnn(self.encoder(ids))[0]


def texts(count):
    """The first documents, without the words that are joined to their punctuation."""
    with gzip.open(os.path.join(RUN, "corpora", "wikipedia-train.txt.gz"), "rt") as file:
        return [" ".join(d.split()) for d in file.read().split("\n\n") if d.strip()][:count]


def spans(text):
    place, found = 0, []
    for word in text.split(" "):
        found.append((place, place + len(word)))
        place += len(word) + 1
    return found


def batches(documents, ids, size=16):
    """Padded on the right, in the order of the text."""
    for start in range(0, len(documents), size):
        rows = ids[start : start + size]
        length = max(map(len, rows))
        padded = torch.zeros(len(rows), length, dtype=torch.int64)
        mask = torch.zeros_like(padded)
        offsets = torch.zeros(len(rows), length, 2, dtype=torch.int64)
        for row, words in enumerate(rows):
            padded[row, : len(words)], mask[row, : len(words)] = torch.tensor(words), 1
            offsets[row, : len(words)] = torch.tensor(spans(documents[start + row]))
        yield padded, mask, offsets, documents[start : start + size]


def entries(path, kind):
    """{(neuron, feature, block): count} of a snapshot, the file's tensors, and its metadata."""
    with safe_open(path, "pt") as file:
        metadata, names = file.metadata(), set(file.keys())
        columns = {n: file.get_tensor(n).long() for n in names if n.startswith(kind) and n.split(".")[1] in (
            "rows", "feature", "block", "count", "frequency")}
        moments = {n: file.get_tensor(n) for n in names if n.startswith(("moments", "histogram", "policy"))}
    rows = columns[kind + ".rows"]
    neuron = torch.arange(len(rows) - 1).repeat_interleave(rows.diff())
    keys = zip(neuron.tolist(), columns[kind + ".feature"].tolist(), columns[kind + ".block"].tolist())
    return Counter(dict(zip(keys, columns[kind + ".count"].tolist()))), moments, metadata, columns[kind + ".frequency"]


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 400
    checkpoint = os.path.join(RUN, "checkpoints", "pretrain.safetensors")
    vocabulary = os.path.join(RUN, "checkpoints", "vocabulary.txt")
    documents = texts(count)
    with open(vocabulary) as file:
        number = {name: i for i, name in enumerate(file.read().splitlines())}
    ids = [[number.get(word.lower(), number["<unk>"]) for word in d.split(" ")] for d in documents]
    model = Model(load_file(checkpoint)).eval()
    failures = 0

    def report(what, differences, allowed):
        nonlocal failures
        failures += differences > allowed
        print(f"{what:<44}{differences:>8} differ, {allowed} may")

    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        at = lambda name: os.path.join(folder, name)  # noqa: E731
        with open(at("text.txt"), "w") as file:
            file.write("\n\n".join(documents) + "\n")
        outputs = [x for p in ("a", "b") for x in ("--output", at("native-" + p))]
        policies = [x for p in POLICIES for x in ("--policy", p)]
        subprocess.run(
            [program, "collect", "--checkpoint", checkpoint, "--vocabulary", vocabulary, "--corpus", at("text.txt"),
             "--pretokenized", "--stage", "s", *policies, *outputs], check=True)
        with Recorder(
            model, at("s.recording"), policies=POLICIES, tokenizer=vocabulary, corpus=at("text.txt")
        ) as recorder:
            with recorder.first_pass():
                for padded, mask, _, _ in batches(documents, ids):
                    with recorder.batch(padded, mask):
                        model(padded)
            for padded, mask, offsets, text in batches(documents, ids):
                with recorder.batch(padded, mask, offsets=offsets, text=text):
                    model(padded)
        outputs = [x for p in ("a", "b") for x in ("--output", at("recorded-" + p))]
        subprocess.run(
            [program, "collect", "--recording", at("s.recording"), "--pretokenized", "--stage", "s", *outputs], check=True)

        # How many tokens are too close to call, from activations that no hook has touched.
        states = torch.cat([model(torch.tensor([row]))[0] for row in ids])
        top = states.topk(2, dim=1).values
        close = [int((top[:, 0] - top[:, 1] < MARGIN).sum())]
        limit = entries(at("recorded-b"), "token")[1]["policy.threshold"]
        close.append(int(((states - limit).abs() < MARGIN).sum()))
        for policy, letter, allowed in zip(POLICIES, "ab", close):
            for kind in ("token", "tag"):
                native, own, facts, frequency = entries(at("native-" + letter), kind)
                recorded, theirs, found, frequencies = entries(at("recorded-" + letter), kind)
                total = sum(native.values())
                wrong = sum(((native - recorded) + (recorded - native)).values())
                report(f"{policy}: {total} events by {kind}", wrong, 2 * allowed)
                report(f"{policy}: frequencies of {kind}s", int((frequency != frequencies).sum()), 0)
            for key in ("tokens.scanned", "tokens.unknown", "tokens.untagged", "corpus.sha256", "sites", "policy"):
                report(f"{policy}: {key}", int(facts[key] != found[key]), 0)
            tokens = own["moments.count"].long().max() / len(own["moments.sum"])  # in a block
            error = max(float((own[n] - theirs[n]).abs().max() / tokens) for n in ("moments.sum", "moments.squares"))
            print(f"{policy}: moments differ by at most {error:.1e} a token")
            failures += error > 1e-6
            report(f"{policy}: histogram counts", int((own["histogram"].long() - theirs["histogram"].long()).abs().sum()), states.numel() // 1000)
        native, recorded = entries(at("native-b"), "token")[1], entries(at("recorded-b"), "token")[1]
        report("thresholds", int((native["policy.threshold"] != recorded["policy.threshold"]).sum()), 0)
    sys.exit(1 if failures else 0)


main()
