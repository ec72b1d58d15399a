"""Collection, training and opening of files, beside PyTorch on the same machine in alternating runs.

    pip install torch==2.13.0
    python3 Tests/Benchmarks/beside_pytorch.py .build/release/txray TEXT[.gz] [collection] [training] [opening]

TEXT is any large English text with documents separated by blank lines. Each round times PyTorch, then
txray; the table gives the median of each and the median of the rounds' ratios. Both may use all cores.
"""

import gzip
import json
import os
import re
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter

try:
    import torch
    from torch import nn
except ImportError:
    sys.exit("skipped: PyTorch is not installed (pip install torch==2.13.0)")

VOCABULARY = 10_000
ROUNDS = 3


def words_of(path):
    """The text's plain words, but for those that the Penn Treebank cuts in two."""
    with (gzip.open if path.endswith(".gz") else open)(path, "rt") as text:
        words = re.findall(r"(?<![^\s])[a-z]{2,}(?![^\s])", text.read().lower())
    return [w for w in words if w not in {"cannot", "gonna", "gotta", "wanna", "lets", "gimme", "lemme"}]


def table(title, unit, rounds):
    ours, theirs = ([r[i] for r in rounds] for i in (0, 1))
    ratios = [a / b for a, b in rounds]
    # A rate is better when it is higher, a time when it is lower: the ratio says how many times better.
    if unit == "ms":
        ratios = [1 / ratio for ratio in ratios]
    print(
        f"| {title} | {statistics.median(ours):,.0f} | {statistics.median(theirs):,.0f} | {unit} "
        f"| {statistics.median(ratios):.2f} | {min(ratios):.2f} to {max(ratios):.2f} |",
        flush=True,
    )


def alternate(ours, theirs):
    return [(lambda b, a: (a, b))(theirs(), ours()) for _ in range(ROUNDS)]


class Model(nn.Module):
    def __init__(self, size, dropout=0.0):
        super().__init__()
        self.encoder = nn.Embedding(VOCABULARY, size)
        self.rnn = nn.LSTM(size, size)
        self.decoder = nn.Linear(size, VOCABULARY)
        self.dropout = nn.Dropout(dropout)
        for p in self.parameters():
            nn.init.uniform_(p, -0.1, 0.1)


class Workspace:
    """Text, vocabulary and ids in a temporary folder."""

    def __init__(self, folder, text):
        self.folder = folder
        self.words = words_of(text)
        names = [w for w, _ in Counter(self.words).most_common(VOCABULARY - 1)]
        self.vocabulary = self.path("vocabulary.txt")
        with open(self.vocabulary, "w") as file:
            file.write("".join(name + "\n" for name in ["<unk>", *names]))
        ids = {name: i for i, name in enumerate(["<unk>", *names])}
        self.ids = torch.tensor([ids.get(w, 0) for w in self.words])

    def path(self, name):
        return os.path.join(self.folder, name)

    def text(self, name, tokens, document):
        """A file of `tokens` words in documents of `document`."""
        with open(self.path(name), "w") as file:
            for start in range(0, tokens, document):
                file.write(" ".join(self.words[start : min(tokens, start + document)]) + "\n\n")
        return self.path(name)


@torch.no_grad()
def torch_collect(model, documents):
    """The preferences of every neuron, [H, V] counts, sums and maxima; documents is [D, T] of ids."""
    size = model.rnn.hidden_size
    count = torch.zeros(size * VOCABULARY, dtype=torch.int64)
    total = torch.zeros(size * VOCABULARY, dtype=torch.float64)
    most = torch.full((size * VOCABULARY,), -float("inf"))
    for batch in documents.split(32):
        ids = batch.T
        value, neuron = model.rnn(model.encoder(ids))[0].max(-1)
        place = (neuron * VOCABULARY + ids).flatten()
        count += torch.bincount(place, minlength=len(count))
        total += torch.bincount(place, value.flatten().double(), minlength=len(count))
        most.scatter_reduce_(0, place, value.flatten(), "amax")
    return count, total


def collection(program, work):
    length = 70
    for size, tokens in ((650, 350_000), (200, 700_000)):
        tokens = min(tokens, len(work.words)) // (32 * length) * 32 * length
        model = Model(size)
        checkpoint = work.path(f"collect-{size}.pt")
        torch.save(model.state_dict(), checkpoint)
        documents = work.ids[:tokens].view(-1, length)
        text, snapshot = work.text("collect.txt", tokens, length), work.path("stage.safetensors")

        def theirs():
            start = time.perf_counter()
            theirs.result = torch_collect(model, documents)
            return tokens / (time.perf_counter() - start)

        def ours():
            if os.path.exists(snapshot):
                os.remove(snapshot)
            start = time.perf_counter()
            subprocess.run(
                [program, "collect", "--checkpoint", checkpoint, "--vocabulary", work.vocabulary,
                 "--corpus", text, "--stage", "s", "--output", snapshot, "--tagger", "none"],
                check=True, capture_output=True)
            return tokens / (time.perf_counter() - start)

        rounds = alternate(ours, theirs)
        table(f"collection, {size} units, {tokens:,} tokens", "tokens/s", rounds)
        compare(program, snapshot, theirs.result, size)


def compare(program, snapshot, result, size):
    """That both found the same: the wins and the mass of the busiest neurons."""
    counts, sums = (x.view(size, VOCABULARY).sum(1) for x in result)
    for neuron in counts.argsort(descending=True)[:5].tolist():
        shown = json.loads(subprocess.run(
            [program, "show", snapshot, "--neuron", f"lstm.0:{neuron}", "--format", "json"],
            check=True, capture_output=True).stdout)
        wins, mass = counts[neuron].item(), sums[neuron].item()
        assert abs(shown["count"] - wins) <= 2, (neuron, shown["count"], wins)
        assert abs(shown["mass"] - mass) <= 1e-4 * mass, (neuron, shown["mass"], mass)


def torch_train(size, ids, batch=20, bptt=35, rate=1.0):
    torch.manual_seed(1)
    model = Model(size, dropout=0.2)
    lanes = ids[: len(ids) // batch * batch].view(batch, -1).T.contiguous()
    criterion = nn.CrossEntropyLoss()
    state, start = None, time.perf_counter()
    for i in range(0, len(lanes) - 1, bptt):
        length = min(bptt, len(lanes) - 1 - i)
        x, y = lanes[i : i + length], lanes[i + 1 : i + 1 + length].reshape(-1)
        if state:
            state = tuple(s.detach() for s in state)
        output, state = model.rnn(model.dropout(model.encoder(x)), state)
        loss = criterion(model.decoder(model.dropout(output)).view(-1, VOCABULARY), y)
        model.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.25)
        with torch.no_grad():
            for p in model.parameters():
                p.add_(p.grad, alpha=-rate)
    return (len(lanes) - 1) * batch / (time.perf_counter() - start)


def describe_run(work, size):
    """A run of one epoch at `size` units over train.txt."""
    os.makedirs(work.path("checkpoints"), exist_ok=True)
    with open(work.path("run.toml"), "w") as file:
        file.write(f"""name = "benchmark"
[corpora.train]
path = "train.txt"
[corpora.valid]
path = "valid.txt"
[corpora.vocabulary]
path = "vocabulary.txt"
tokenization = "whitespace"
[vocabulary]
corpus = "vocabulary"
limit = {VOCABULARY}
[model]
embedding = {size}
hidden = {size}
tied = false
[pretrain]
corpus = "train"
held_out = "valid"
epochs = 1
batch_size = 20
bptt = 35
optimizer = "sgd"
learning_rate = 1
clip = 0.25
dropout = 0.2
""")


def training(program, work):
    for size, tokens in ((650, 28_000), (200, 84_000)):
        work.text("train.txt", tokens, 10**9)
        work.text("valid.txt", 700, 10**9)
        folder = work.folder
        describe_run(work, size)

        def ours():
            for name in os.listdir(work.path("checkpoints")):
                os.remove(os.path.join(work.path("checkpoints"), name))
            subprocess.run([program, "pretrain", folder], check=True, capture_output=True)
            with open(work.path("metrics.jsonl")) as lines:
                return json.loads(lines.readlines()[-1])["tokens_per_second"]

        rounds = alternate(ours, lambda: torch_train(size, work.ids[:tokens]))
        table(f"training, {size} units, {tokens:,} tokens", "tokens/s", rounds)


def opening(program, work):
    """A file of 2 GB: `txray inspect` against a Python that maps it, both from start to end."""
    shapes = {
        "encoder.weight": [400_000, 650], "rnn.weight_ih_l0": [2600, 650], "rnn.weight_hh_l0": [2600, 650],
        "rnn.bias_ih_l0": [2600], "rnn.bias_hh_l0": [2600],
        "decoder.weight": [400_000, 650], "decoder.bias": [400_000],
    }
    header, offset = {}, 0
    for name, shape in shapes.items():
        size = 4 * torch.Size(shape).numel()
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    ours_path, theirs_path = work.path("large.safetensors"), work.path("large.pt")
    with open(ours_path, "wb") as file:
        file.write(struct.pack("<Q", len(head)) + head)
        file.truncate(8 + len(head) + offset)
    torch.save({name: torch.zeros(shape) for name, shape in shapes.items()}, theirs_path)

    def seconds(path):
        start = time.perf_counter()
        subprocess.run([program, "inspect", path], check=True, capture_output=True)
        return 1e3 * (time.perf_counter() - start)

    def theirs():
        start = time.perf_counter()
        load = f"import torch; torch.load({theirs_path!r}, mmap=True)"
        subprocess.run([sys.executable, "-c", load], check=True)
        return 1e3 * (time.perf_counter() - start)

    for path in (ours_path, theirs_path):
        rounds = alternate(lambda: seconds(path), theirs)
        table(f"opening {os.path.getsize(path):,} bytes, {path.rsplit('.')[-1]}", "ms", rounds)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program, text, *parts = sys.argv[1:]
    program = os.path.abspath(program)
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads, {ROUNDS} alternating rounds\n")
    print("| | txray | PyTorch | | times better | in the rounds |\n| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        work = Workspace(folder, text)
        for part in parts or ("collection", "training", "opening"):
            {"collection": collection, "training": training, "opening": opening}[part](program, work)


if __name__ == "__main__":
    main()
