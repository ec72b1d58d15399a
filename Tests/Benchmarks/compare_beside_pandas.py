"""Compares two stages with txray and with a vectorised pandas script, in alternating runs.

    pip install pandas==3.1.1
    python3 Tests/Benchmarks/compare_beside_pandas.py .build/release/txray

Both stages have 400,000 tokens and 1,500 neurons. txray is timed as a whole command: start, opening both
snapshots, comparing, writing JSON. pandas is timed without its start (about 0.5 s) and without reading a file: from
a table in memory with a row for each (neuron, token, document block), which is what a snapshot holds. Both give the
same distances; the largest difference is printed. By default txray makes up to 9,999 relabellings, tests wins and
breadth too, and gives intervals; pandas makes the plain test of 199. Each round times pandas, then txray; the table gives medians and
the median of the rounds' ratios.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

try:
    import numpy as np
    import pandas as pd
except ImportError:
    sys.exit("skipped: pandas is not installed (pip install pandas==3.1.1)")

sys.path.insert(0, os.path.dirname(__file__))
import snapshots

TOKENS, NEURONS, WORDS, BLOCKS, ROUNDS, PERMUTATIONS = 400_000, 1_500, 10_000, 64, 5, 199


def stage(seed):
    """Winners of Zipf-distributed words: every word has a few neurons that like it."""
    random = np.random.default_rng(seed)
    word = (WORDS ** random.random(TOKENS)).astype(np.int64)
    liking = random.integers(0, 40, TOKENS) ** 2 // 40
    frame = pd.DataFrame(
        {
            "neuron": (word * 131 + liking * 37) % NEURONS, "token": word,
            "block": np.arange(TOKENS) // 100 % BLOCKS,
            "activation": random.random(TOKENS).astype(np.float32).astype(np.float64),
        }
    )
    records = frame.groupby(["neuron", "token", "block"])["activation"].agg(["count", "sum", "max"]).reset_index()
    return records


def compare(a, b):
    """The paper's distances, states, lengths and masses, a row for each neuron."""
    sides = []
    for records in (a, b):
        features = records.groupby(["neuron", "token"], sort=True)[["count", "sum"]].sum()
        mean = features["sum"] / features["count"]
        share = mean / mean.groupby(level="neuron").transform("sum")
        sides.append((features, share))
    joined = pd.concat([sides[0][1], sides[1][1]], axis=1, keys=["a", "b"]).fillna(0.0)
    squares = (np.sqrt(joined["a"]) - np.sqrt(joined["b"])) ** 2
    result = pd.DataFrame({"hellinger": np.sqrt(squares.groupby(level="neuron").sum() / 2)})
    result["length_union"] = joined.groupby(level="neuron").size()
    for name, (features, _) in zip("ab", sides):
        by_neuron = features.groupby(level="neuron")
        result[f"length_{name}"] = by_neuron.size()
        result[f"count_{name}"] = by_neuron["count"].sum()
        result[f"mass_{name}"] = by_neuron["sum"].sum()
    result = result.fillna({c: 0 for c in result.columns if c != "hellinger"})
    result.loc[(result["length_a"] == 0) | (result["length_b"] == 0), "hellinger"] = np.nan
    return result


def permute(a, b, result):
    """p of every neuron: relabelled document blocks, one weighted pass of bincount over the records each."""
    records = pd.concat([a, b.assign(block=b["block"] + BLOCKS)])
    keys = records["neuron"].to_numpy() * WORDS + records["token"].to_numpy()
    unique, group = np.unique(keys, return_inverse=True)
    neuron = unique // WORDS
    block, count, total = (records[c].to_numpy() for c in ("block", "count", "sum"))
    counts, sums = np.bincount(group, count), np.bincount(group, total)
    random = np.random.default_rng(1)

    def distances(side):
        weight = side[block]
        count_a, sum_a = np.bincount(group, weight * count), np.bincount(group, weight * total)
        count_b, sum_b = counts - count_a, sums - sum_a
        share_a = np.divide(sum_a, count_a, out=np.zeros_like(sum_a), where=count_a > 0)
        share_b = np.divide(sum_b, count_b, out=np.zeros_like(sum_b), where=count_b > 0)
        norm = np.bincount(neuron, share_a, NEURONS) * np.bincount(neuron, share_b, NEURONS)
        affinity = np.bincount(neuron, np.sqrt(np.maximum(share_a * share_b, 0)), NEURONS)
        return 1 - np.divide(affinity, np.sqrt(norm), out=np.full(NEURONS, -1.0), where=norm > 0)

    labels = np.repeat([1.0, 0.0], BLOCKS)
    observed = distances(labels)
    larger = np.zeros(NEURONS)
    for _ in range(PERMUTATIONS):
        larger += distances(random.permutation(labels)) >= observed - 1e-9
    return result.assign(p=pd.Series((larger + 1) / (PERMUTATIONS + 1)))


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = sys.argv[1]
    a, b = stage(1), stage(2)
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in "ab"]
        words = [f"w{i}" for i in range(WORDS)]
        for path, records in zip(paths, (a, b)):
            columns = [records[c].to_numpy() for c in ("neuron", "token", "block", "count", "max", "sum")]
            size = snapshots.write(path, os.path.basename(path), words, NEURONS, columns)
            print(f"{len(records)} records of {TOKENS} tokens, a snapshot of {size / 1e6:.1f} MB", file=sys.stderr)

        def txray(*options):
            command = [program, "compare", *paths, "--format", "json", *options]
            return subprocess.run(command, check=True, capture_output=True).stdout

        ours = {n["neuron"]: n for n in json.loads(txray())["neurons"]}
        theirs = compare(a, b)
        found = np.array([ours[f"lstm.0:{n}"]["hellinger"] for n in theirs.index], float)
        assert np.array_equal(np.isnan(found), theirs["hellinger"].isna())
        print(f"largest difference of a distance: {np.nanmax(abs(found - theirs['hellinger'])):.1e}", file=sys.stderr)

        print("| compare | pandas, s | txray, s | times as fast |\n| --- | --- | --- | --- |")
        for name, options, work, rounds in (
            ("distances, states, lengths", ["--permutations", "0"], lambda: compare(a, b), ROUNDS),
            (
                f"with {PERMUTATIONS} relabellings", ["--permutations", str(PERMUTATIONS)],
                lambda: permute(a, b, compare(a, b)), 3,
            ),
            (
                f"txray with its defaults, pandas with {PERMUTATIONS} relabellings", [],
                lambda: permute(a, b, compare(a, b)), 3,
            ),
        ):
            pairs = [(timed(work)[0], timed(lambda: txray(*options))[0]) for _ in range(rounds)]
            pandas, own = (statistics.median(p[i] for p in pairs) for i in (0, 1))
            ratio = statistics.median(p / t for p, t in pairs)
            print(f"| {name} | {pandas:.3f} | {own:.3f} | {ratio:.1f} |", flush=True)


if __name__ == "__main__":
    main()
