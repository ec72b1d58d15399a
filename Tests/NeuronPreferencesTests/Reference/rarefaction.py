"""Makes rarefaction.json: the rarefied affinity and its block influences, computed by numpy.

    python3 Tests/NeuronPreferencesTests/Reference/rarefaction.py > Tests/NeuronPreferencesTests/Reference/rarefaction.json

Every case has records (feature, block, count, sum) of one neuron at two stages. `affinity` is the formula in double
precision; `drawn` is what it stands for, the mean over 4,000 draws without replacement; `relabelled` is the affinity
with the blocks in `first` on the first side. Errors come from derivatives by central differences.
"""

import json

import numpy as np

BLOCKS = 16


def side(random, wins, words, shift):
    word = (words ** random.random(wins)).astype(int)
    moved = random.random(wins) < shift
    word = np.where(moved, word + words, word)
    block = random.integers(0, BLOCKS, wins)
    activation = np.round(random.uniform(0.2, 1, wins), 3)
    records = {}
    for w, b, a in zip(word, block, activation):
        count, total = records.get((int(w), int(b)), (0, 0.0))
        records[int(w), int(b)] = (count + 1, total + a)
    return sorted((w, b, c, round(float(s), 6)) for (w, b), (c, s) in records.items())


def table(records, weights, words):
    counts, sums = np.zeros(words), np.zeros(words)
    for w, b, c, s in records:
        counts[w] += weights[b] * c
        sums[w] += weights[b] * s
    return counts, sums


def root(counts, share):
    drawn = counts * share
    return np.sqrt(drawn / np.maximum(drawn + (1 - share) * (0.25 + 0.75 / (1 + drawn)), 1e-300))


def parts(metric, counts, sums, wins):
    share = min(1.0, wins / counts.sum())
    chance = 1 - (1 - share) ** counts
    if metric == "mass":
        return np.sqrt(sums * share) * root(counts, share), sums * share, chance
    means = sums / np.maximum(counts, 1e-300)
    return np.sqrt(means) * chance, means * chance, chance


def affinity(metric, a, b, wins):
    roots_a, total_a, _ = parts(metric, *a, wins)
    roots_b, total_b, _ = parts(metric, *b, wins)
    return (roots_a * roots_b).sum() / np.sqrt(total_a.sum() * total_b.sum())


def self_affinity(metric, a, b, wins):
    roots, total, _ = parts(metric, a[0] + b[0], a[1] + b[1], wins)
    return (roots**2).sum() / total.sum()


def drawn(metric, random, records, wins):
    feature = np.repeat([r[0] for r in records], [r[2] for r in records])
    mean = np.repeat([r[3] / r[2] for r in records], [r[2] for r in records])
    chosen = random.permutation(len(feature))[:wins]
    return feature[chosen], mean[chosen]


def sample_affinity(metric, random, a, b, wins, words):
    shares = []
    for records in (a, b):
        feature, mean = drawn(metric, random, records, wins)
        counts, sums = np.bincount(feature, minlength=words), np.bincount(feature, mean, minlength=words)
        value = sums if metric == "mass" else sums / np.maximum(counts, 1)
        shares.append(value / value.sum())
    return np.sqrt(shares[0] * shares[1]).sum()


def entropy(counts):
    share = counts[counts > 0] / counts.sum()
    return -(share * np.log2(share)).sum() + len(share) / (2 * counts.sum() * np.log(2))


def error(f, paired):
    def derivative(which, block):
        def at(step):
            weights = [np.ones(BLOCKS), np.ones(BLOCKS)]
            for side in which:
                weights[side][block] += step
            return f(*weights)
        return (at(1e-4) - at(-1e-4)) / 2e-4
    def variance(which):
        i = np.array([derivative(which, block) for block in range(BLOCKS)])
        return ((i - i.mean()) ** 2).sum() * BLOCKS / (BLOCKS - 1)
    return np.sqrt(variance([0, 1]) if paired else variance([0]) + variance([1]))


def main():
    cases = []
    for seed, (metric, wins_a, wins_b, wins, shift, paired) in enumerate([
        ("paper", 150, 120, 60, 0.0, False), ("paper", 200, 400, 100, 0.3, True), ("mass", 150, 120, 60, 0.0, True),
        ("mass", 200, 400, 100, 0.3, False), ("paper", 90, 100, 80, 0.5, False),
    ]):
        random = np.random.default_rng(seed)
        words = 240
        a, b = side(random, wins_a, 120, 0), side(random, wins_b, 120, shift)
        first = sorted(int(x) for x in random.permutation(2 * BLOCKS)[:BLOCKS])
        both = np.array([float(k in first) for k in range(2 * BLOCKS)])
        def labelled(on):
            parts = [table(r, on[k * BLOCKS:(k + 1) * BLOCKS], words) for k, r in enumerate((a, b))]
            return parts[0][0] + parts[1][0], parts[0][1] + parts[1][1]
        ratio = lambda u, v: (
            affinity(metric, table(a, u, words), table(b, v, words), wins)
            / self_affinity(metric, table(a, u, words), table(b, v, words), wins))
        ones = np.ones(BLOCKS)
        length = lambda u, v: np.log2(
            parts(metric, *table(b, v, words), wins)[2].sum() / parts(metric, *table(a, u, words), wins)[2].sum())
        def plain_entropy(u, v):
            values = []
            for records, weights in ((a, u), (b, v)):
                counts = table(records, weights, words)[0]
                share = counts[counts > 0] / counts.sum()
                values.append(-(share * np.log2(share)).sum())
            return values[1] - values[0]
        cases.append({
            "metric": metric, "wins": wins, "paired": paired, "a": a, "b": b, "first": first,
            "affinity": affinity(metric, table(a, ones, words), table(b, ones, words), wins),
            "drawn": float(np.mean([sample_affinity(metric, random, a, b, wins, words) for _ in range(4000)])),
            "relabelled": affinity(metric, labelled(both), labelled(1 - both), wins),
            "ratio_error": error(ratio, paired),
            "length": length(ones, ones), "length_error": error(length, paired),
            "entropy": entropy(table(b, ones, words)[0]) - entropy(table(a, ones, words)[0]),
            "entropy_error": error(plain_entropy, paired),
        })
    print(json.dumps({"blocks": BLOCKS, "cases": cases}))


main()
