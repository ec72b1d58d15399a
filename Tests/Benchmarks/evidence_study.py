"""What the tests of `txray compare` find and what they call by mistake, on made data and on the sample run's text.

    python3 Tests/Benchmarks/evidence_study.py TXRAY chance      unchanged neurons, made up: rates of p at most .05
    python3 Tests/Benchmarks/evidence_study.py TXRAY power [OLD] share found by effect, wins and permutations; OLD is
                                                                 another txray whose p are put beside
    python3 Tests/Benchmarks/evidence_study.py TXRAY inject      changes of every kind, and the verdicts they get
    python3 Tests/Benchmarks/evidence_study.py TXRAY text        the sample's articles dealt to two sides by chance, 20 times
    python3 Tests/Benchmarks/evidence_study.py TXRAY seeds       verdicts that change with the seed, and with the text
    python3 Tests/Benchmarks/evidence_study.py TXRAY effects     what noise in the weights, another half of the text and
                                                                 another seed of fine-tuning do to effects

Every made neuron wins words of a Zipf-like law of its own, in documents dealt to 64 blocks.
"""

import gzip
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

import numpy as np

sys.path.insert(0, os.path.dirname(__file__))
import snapshots

BLOCKS, WORDS, DOCUMENTS = 64, 4_000, 640
SAMPLE = os.path.join(os.path.dirname(__file__), "../../sample-runs/wikipedia-to-movies")


def entries(neuron, word, block, activation):
    """Occurrences added up by (neuron, word, block)."""
    key = (neuron * WORDS + word) * BLOCKS + block
    order = np.argsort(key, kind="stable")
    activation = activation[order].astype("f4").astype(float)
    unique, first, count = np.unique(key[order], return_index=True, return_counts=True)
    return (
        unique // BLOCKS // WORDS, unique // BLOCKS % WORDS, unique % BLOCKS, count,
        np.maximum.reduceat(activation, first), np.add.reduceat(activation, first),
    )


def draw(random, neurons, wins, documents=DOCUMENTS, topicality=0.3):
    """Wins of every neuron, about as many as asked for: arrays neuron, word, block, activation."""
    neuron = np.repeat(np.arange(neurons), random.poisson(wins, neurons))
    document = random.integers(0, documents, len(neuron))
    topics = random.integers(0, WORDS, documents)
    rank = (WORDS ** random.random(len(neuron))).astype(int)
    rank = np.where(random.random(len(neuron)) < topicality, topics[document], rank)
    word = (rank * 7 + neuron * 31) % WORDS
    return neuron, word, document % BLOCKS, random.uniform(0.2, 1, len(neuron))


def write(path, wins, neurons, corpus, documents=DOCUMENTS, **more):
    tokens = np.bincount(np.arange(documents) % BLOCKS, minlength=BLOCKS) * 400
    snapshots.write(
        path, os.path.basename(path), [f"w{i}" for i in range(WORDS)], neurons, entries(*wins), corpus=corpus,
        tokens=tokens, **more)


def compare(program, a, b, *options):
    result = subprocess.run(
        [program, "compare", a, b, *options, "--format", "json"], check=True, capture_output=True)
    return json.loads(result.stdout)["neurons"]


def rate(values, limit=0.05):
    values = np.array([v for v in values if v is not None], float)
    return f"{(values <= limit).mean():.3f}" if len(values) else "-"


def spread(groups, limit=0.05):
    """The rate over groups of values, with the standard error that groups as a whole give it."""
    rates = [np.mean(np.array([v for v in group if v is not None], float) <= limit) for group in groups]
    return f"{np.mean(rates):.3f} ± {np.std(rates, ddof=1) / len(rates) ** 0.5:.3f}"


def chance(program, folder):
    """200 neurons and 20 seeds each; neurons of a seed share its documents' topics, so errors are those over seeds."""
    print("| sides | metric | p <= .05 | wins p <= .05 | q <= .05 | interval holds 0 | kept |\n|" + " --- |" * 7)
    for name, documents in (
        ("640 and 640 documents", (640, 640)), ("160 and 480", (160, 480)), ("30 and 1,000", (30, 1000)),
    ):
        for metric in ("paper", "mass"):
            groups = []
            for seed in range(20):
                random = np.random.default_rng(1000 + seed)
                for side, size in zip("ab", documents):
                    wins = draw(random, 200, 400 * size / min(documents), size)
                    write(f"{folder}/{side}", wins, 200, f"{side}{seed}", size)
                groups.append(compare(
                    program, f"{folder}/a", f"{folder}/b", "--metric", metric, "--permutations", "999",
                    "--seed", str(seed)))
            rows = [r for group in groups for r in group]
            judged = [r for r in rows if r["effect"] is not None]
            holds = np.mean([r["effect_low"] <= 0 <= r["effect_high"] for r in judged])
            kept = np.mean([r["verdict"] == "kept" for r in judged])
            print(
                f"| {name} | {metric} | {spread([r['p'] for r in g] for g in groups)} | "
                f"{spread([r['wins_p'] for r in g] for g in groups)} | "
                f"{rate(r['q'] for r in judged)} | {holds:.3f} | {kept:.2f} |", flush=True)


def shifted(random, wins, share, targets):
    neuron, word, block, activation = wins
    moved = random.random(len(word)) < share
    other = random.integers(0, targets, len(word)) if targets else word
    return neuron, np.where(moved, (other * 7 + neuron * 31 + WORDS // 2 + 3) % WORDS, word), block, activation


def power(program, folder, old=None):
    """200 neurons in two different texts, every one of which moved, and 2 seeds."""
    print("| wins | share moved to | metric | p <= .05 | p <= .05, either | q <= .05 | old p <= .05 | effect |")
    print("|" + " --- |" * 8)
    for wins in (400, 1000, 3000):
        for share, targets in ((0.05, 10), (0.1, 10), (0.1, None), (0.2, None)):
            for metric in ("paper", "mass"):
                found, either, before = [], [], []
                for seed in range(2):
                    random = np.random.default_rng(2000 + seed)
                    neurons = 200
                    write(f"{folder}/a", draw(random, neurons, wins, topicality=0), neurons, "a")
                    b = shifted(random, draw(random, neurons, wins, topicality=0), share, targets)
                    write(f"{folder}/b", b, neurons, "b")
                    paths, options = (f"{folder}/a", f"{folder}/b"), ["--metric", metric, "--seed", str(seed)]
                    found += compare(program, *paths, *options)
                    either += compare(program, *paths, *options, "--statistic", "either")
                    if old:
                        before += compare(old, *paths, *options, "--permutations", "199")
                effect = np.mean([r["effect"] for r in found if r["effect"] is not None])
                print(
                    f"| {wins} | {share:.0%} to {targets or 'as many'} | {metric} | {rate(r['p'] for r in found)} | "
                    f"{rate(r['p'] for r in either)} | {rate(r['q'] for r in found)} | "
                    f"{rate(r['p'] for r in before) if old else '-'} | {effect:.3f} |", flush=True)


def inject(program, folder):
    """40 neurons of every kind, 320 in all, 20 seeds; 3 of 200 where few are to be found.

    The later stage was read beside its parent: a neuron's own activation kept its correlation, mean and spread but where
    it was turned down.
    """
    kinds = (
        "unchanged", "noise of .1%", "95% of wins lost", "wins times 8", "all words replaced", "a fifth moved",
        "95% of wins lost to others", "95% of wins lost, turned down",
    )
    counts = {kind: {} for kind in kinds}
    every = np.arange(320) // 40
    correlation = np.where((every == 6) | (every == 7), 0.97, 0.8)
    mean, spread = np.where(every == 7, -0.5, 0.05), np.where(every == 7, 0.5, 0.97)
    parent = {"histogram.lower": "-1", "histogram.upper": "1", "checkpoint.parent.sha256": "a", "checkpoint.sha256": "b"}
    for seed in range(20):
        random = np.random.default_rng(3000 + seed)
        a = draw(random, 320, 600)
        kind = a[0] // 40
        keep_a = (kind != 3) | (random.random(len(kind)) < 1 / 8)
        keep_b = ~np.isin(kind, (2, 6, 7)) | (random.random(len(kind)) < 0.05)
        neuron, word, block, activation = a
        activation = np.where(kind == 1, activation * (1 + random.uniform(-1e-3, 1e-3, len(kind))), activation)
        replaced = (kind == 4) | ((kind == 5) & (random.random(len(kind)) < 0.2))
        word = np.where(replaced, (word + WORDS // 2 + 1) % WORDS, word)
        write(f"{folder}/a", [x[keep_a] for x in a], 320, "same", metadata={"checkpoint.sha256": "a"})
        write(
            f"{folder}/b", [x[keep_b] for x in (neuron, word, block, activation)], 320, "same",
            likeness=(correlation, mean, spread), metadata=parent)
        for row, neuron in enumerate(compare(program, f"{folder}/a", f"{folder}/b", "--seed", str(seed))):
            own = counts[kinds[row // 40]]
            own[neuron["verdict"]] = own.get(neuron["verdict"], 0) + 1
    print("| done to 800 neurons | verdicts |\n| --- | --- |")
    for kind in kinds:
        listed = ", ".join(f"{k} {v / 8:.1f}%" for k, v in sorted(counts[kind].items(), key=lambda x: -x[1]))
        print(f"| {kind} | {listed} |")
    few, limited = [], []
    for seed in range(20):
        random = np.random.default_rng(4000 + seed)
        neuron, word, block, activation = a = draw(random, 200, 400)
        write(f"{folder}/a", a, 200, "same")
        write(
            f"{folder}/b", (neuron, np.where(neuron < 3, (word + 2001) % WORDS, word), block, activation), 200, "same")
        for most, into in (("199", limited), ("9999", few)):
            into += compare(program, f"{folder}/a", f"{folder}/b", "--permutations", most, "--seed", str(seed))[:3]
    print(f"\nwords replaced in 3 of 200 neurons: q <= .05 in {rate(r['q'] for r in few)} with 9,999 relabellings, "
          f"{rate(r['q'] for r in limited)} with 199")


def articles():
    with gzip.open(f"{SAMPLE}/corpora/wikipedia-train.txt.gz", "rt") as file:
        return [part for part in file.read().split("\n\n") if part.strip()]


def collect(program, folder, name, texts, policies, checkpoint="pretrain"):
    path = f"{folder}/{name}.txt"
    with open(path, "w") as file:
        file.write("\n\n".join(texts))
    return read(program, folder, name, path, policies, f"{SAMPLE}/checkpoints/{checkpoint}.safetensors")


def read(program, folder, name, corpus, policies, checkpoint, *more):
    outputs = [f"{folder}/{name}-{k}" for k in range(len(policies))]
    options = [o for policy, output in zip(policies, outputs) for o in ("--policy", policy, "--output", output)]
    subprocess.run(
        [program, "collect", "--checkpoint", checkpoint, "--vocabulary", f"{SAMPLE}/checkpoints/vocabulary.txt",
         "--corpus", corpus, "--stage", name, "--tagger", "none", *options, *more],
        check=True, capture_output=True)
    return outputs


POLICIES = ("max1", "abs-max1", "topk:4", "quantile:0.99")


def text(program, folder):
    """4,500 of the sample's articles, collected once by 64 blocks of 70; the blocks are dealt to two sides by chance."""
    texts = articles()
    order = np.random.default_rng(5000).permutation(len(texts))[:4500]
    collected = collect(program, folder, "all", [texts[i] for i in order], POLICIES)
    print("| blocks of a side | policy | tests | p <= .05 | wins p <= .05 | q <= .05 | moved | kept |\n|" + " --- |" * 8)
    for sizes in ((32, 32), (16, 48), (6, 58)):
        for policy, path in zip(POLICIES, collected):
            columns, tensors = snapshots.read(path)
            words, neurons = [str(i) for i in range(len(tensors["token.offsets"]) - 1)], len(tensors["token.wins"])
            rows = []
            for seed in range(20):
                side = np.zeros(BLOCKS, int)
                side[np.random.default_rng(seed).permutation(BLOCKS)[sizes[0]:]] = 1
                for number, name in enumerate("ab"):
                    own = side[columns[2]] == number
                    tokens = np.where(side == number, tensors["block.tokens"].astype(np.int64), 0)
                    snapshots.write(
                        f"{folder}/{name}", name, words, neurons, [c[own] for c in columns], corpus=name,
                        tokens=tokens, policy=policy)
                rows += compare(
                    program, f"{folder}/a", f"{folder}/b", "--permutations", "999", "--seed", str(seed))
            judged = [r for r in rows if r["q"] is not None]
            moved, kept = (sum(r["verdict"] == v for r in rows) for v in ("moved", "kept"))
            print(
                f"| {sizes[0]} and {sizes[1]} | {policy} | {len(judged)} | {rate(r['p'] for r in judged)} | "
                f"{rate(r['wins_p'] for r in rows)} | {rate(r['q'] for r in judged)} | {moved} | {kept} |",
                flush=True)


def seeds(program, folder):
    stages = (("pretrain", "zero-shot"), ("zero-shot", "finetune"), ("zero-shot", "last-state"))
    pairs = [(kind + a, kind + b) for kind in ("", "firings/") for a, b in stages]
    print("| comparison | verdicts | flips over 20 seeds |\n| --- | --- | --- |")
    for a, b in pairs:
        paths = [f"{SAMPLE}/snapshots/{name}.safetensors" for name in (a, b)]
        runs = [[r["verdict"] for r in compare(program, *paths, "--seed", str(seed))] for seed in range(20)]
        judged = [k for k in range(len(runs[0])) if any(r[k] not in ("insufficient", "never") for r in runs)]
        flips = sum(len({r[k] for r in runs}) > 1 for k in judged)
        off = np.mean([r[k] != max({r[k] for r in runs}, key=[r[k] for r in runs].count) for r in runs for k in judged])
        print(f"| {a} to {b} | {len(judged)} | {flips} ever, {100 * off:.2f}% of verdicts |", flush=True)
    texts, found = articles(), {}
    for seed in range(5):
        order = np.random.default_rng(6000 + seed).permutation(len(texts))
        halves = []
        for part in (order[:4500], order[4500:9000]):
            chosen = [texts[i] for i in part]
            a, b = (collect(program, folder, n, chosen, POLICIES, c)
                    for n, c in (("a", "pretrain"), ("b", "finetune")))
            halves.append([{r["neuron"]: r["verdict"] for r in compare(program, x, y)} for x, y in zip(a, b)])
        for place, policy in enumerate(POLICIES):
            for verdict in ("moved", "kept", "lost wins", "won more", "forgotten", "gained"):
                sets = [{n for n, v in half[place].items() if v == verdict} for half in halves]
                if sets[0] | sets[1]:
                    found.setdefault((policy, verdict), []).append(
                        (len(sets[0] & sets[1]) / len(sets[0] | sets[1]), len(sets[0] | sets[1])))
    print("\n| policy | verdict | Jaccard of two halves | neurons in either |\n| --- | --- | --- | --- |")
    for (policy, verdict), values in found.items():
        jaccard, size = np.mean(values, axis=0)
        print(f"| {policy} | {verdict} | {jaccard:.2f} | {size:.0f} |")


def noisy(source, target, share, seed=1):
    """A checkpoint whose every weight is multiplied by 1 and so much of a normal deviate."""
    with open(source, "rb") as file:
        raw = file.read()
    end = 8 + struct.unpack("<Q", raw[:8])[0]
    head, body = json.loads(raw[8:end]), bytearray(raw[end:])
    random = np.random.default_rng(seed)
    for name, tensor in head.items():
        if name != "__metadata__":
            begin, stop = tensor["data_offsets"]
            kind = {"F16": "<f2", "F32": "<f4"}[tensor["dtype"]]
            values = np.frombuffer(bytes(body[begin:stop]), kind).astype("f8")
            body[begin:stop] = (values * (1 + share * random.standard_normal(len(values)))).astype(kind).tobytes()
    with open(target, "wb") as file:
        file.write(raw[:end] + body)


def tuned(program, folder, seed):
    """The sample's checkpoint fine-tuned anew, with another seed."""
    run = f"{folder}/run-{seed}"
    os.makedirs(f"{run}/checkpoints")
    shutil.copytree(f"{SAMPLE}/corpora", f"{run}/corpora")
    for name in ("pretrain.safetensors", "vocabulary.txt"):
        shutil.copy(f"{SAMPLE}/checkpoints/{name}", f"{run}/checkpoints")
    with open(f"{SAMPLE}/run.toml") as file:
        parts = re.split(r"(?m)^(?=\[)", file.read())
    kept = [part for part in parts if part.startswith(("[corpora", "[vocabulary", "[checkpoints"))]
    kept += [part for part in parts if part.startswith(("[finetune", "[[finetune"))][:1]
    with open(f"{run}/run.toml", "w") as file:
        file.write(f"seed = {seed}\n" + "".join(kept))
    subprocess.run([program, "finetune", run], check=True, capture_output=True)
    return f"{run}/checkpoints/finetune.safetensors"


def effects(program, folder):
    """The pretrained and the fine-tuned model over the first 85,000 tokens of the reviews, as they are and altered."""
    policies = ("max1", "abs-max1", "topk:4", "quantile:0.99", "firings:1000")
    pretrained, finetuned = (f"{SAMPLE}/checkpoints/{name}.safetensors" for name in ("pretrain", "finetune"))

    def reviews(name, checkpoint):
        return read(
            program, folder, name, f"{SAMPLE}/corpora/movies-train.tsv.gz", policies, checkpoint, "--tokens", "85000")

    def row(what, pairs):
        cells = []
        for place in range(len(policies)):
            rows = [r for a, b in pairs for r in compare(program, a[place], b[place], "--permutations", "999")]
            found = [r for r in rows if r["q"] is not None]
            middle, high, top = np.quantile([r["effect"] for r in found], (0.5, 0.95, 1))
            beyond = sum(r["q"] <= 0.05 for r in found) / len(pairs)
            cells.append(f"{middle:.4f}, {high:.4f}, {top:.4f} ({beyond:.0f} of {len(found) / len(pairs):.0f})")
        print(f"| {what} | " + " | ".join(cells) + " |", flush=True)

    print("median, 95% and largest effect (neurons with q at most .05, of those tested)\n")
    print("| what was done | " + " | ".join(policies) + " |\n|" + " --- |" * (1 + len(policies)))
    before, after = reviews("before", pretrained), reviews("after", finetuned)
    for share in (0.001, 0.003, 0.01, 0.03, 0.1):
        noisy(pretrained, f"{folder}/noisy", share)
        row(f"{share:.1%} of noise in every weight", [(before, reviews("noisy", f"{folder}/noisy"))])
    texts = articles()
    halves = []
    for seed in range(3):
        order = np.random.default_rng(7000 + seed).permutation(len(texts))
        halves.append([
            collect(program, folder, f"{name}{seed}", [texts[i] for i in part], policies)
            for name, part in (("a", order[:1000]), ("b", order[1000:2000]))])
    row("other articles", halves)
    others = [reviews(f"tuned-{seed}", tuned(program, folder, seed)) for seed in (21, 22)]
    row("another seed of fine-tuning", [(after, others[0]), (after, others[1]), tuple(others)])
    row("fine-tuning itself", [(before, after), (before, others[0]), (before, others[1])])


def main():
    studies = {"chance": chance, "power": power, "inject": inject, "text": text, "seeds": seeds, "effects": effects}
    if len(sys.argv) < 3 or sys.argv[2] not in studies:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        studies[sys.argv[2]](sys.argv[1], folder, *sys.argv[3:])


if __name__ == "__main__":
    main()
