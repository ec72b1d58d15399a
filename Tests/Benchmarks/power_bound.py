"""How often any test could tell a diffuse shift from chance on different texts, and how often ours does.

    pip install numpy
    python3 Tests/Benchmarks/power_bound.py

A neuron wins 1,000 Zipf-distributed words of 20,000 at either stage, from different texts; at the second a tenth of
the wins goes to other words, Zipf-distributed over words of their own. All tests are made at 5%. The most powerful
test (Neyman and Pearson) needs to know both laws up to which words they are about. The same likelihood ratio as the
statistic of a permutation test over document blocks shows what conditioning on the pooled words costs, and the better
of both directions what not knowing the direction costs. The last two know nothing of the law.
"""

import math
import sys

try:
    import numpy as np
except ImportError:
    sys.exit("skipped: numpy is not installed (pip install numpy)")

WORDS, WINS, SHIFT, BLOCKS, PERMUTATIONS, TOP = 20_000, 1_000, 0.1, 64, 199, 170
random = np.random.default_rng(7)
rank = np.arange(1, WORDS)
rates = WINS * np.log((rank + 1) / rank) / math.log(WORDS)


def grouped(values, first=150, groups=120):
    """Mean rates of groups of ranks, with the share of words in each."""
    edges = np.unique(np.concatenate([np.arange(first), np.geomspace(first, len(values), groups).astype(int)]))
    means = np.array([values[a:b].mean() for a, b in zip(edges, edges[1:])])
    return means, np.diff(edges) / np.diff(edges).sum()


def log_likelihood_ratio():
    """Of a word won a times before and b times after, at [a, b]: rate unknown, drawn from the law's."""
    means, weights = grouped(rates)
    number = np.arange(TOP)
    factorials = np.array([math.lgamma(k + 1) for k in number])

    def poisson(mean):
        return np.exp(number * np.log(mean[..., None]) - mean[..., None] - factorials)

    before = poisson(means)
    after = (poisson((1 - SHIFT) * means[:, None] + SHIFT * means[None, :]) * weights[None, :, None]).sum(1)
    null = (before * weights[:, None]).T @ before
    return np.log((before * weights[:, None]).T @ after) - np.log(null)


def draw(shift):
    a, b = ((WORDS ** random.random(WINS)).astype(int) - 1 for _ in range(2))
    return a, np.where(random.random(WINS) < shift, random.permutation(WORDS - 1)[b], b)


def hellinger(a, b):
    return -np.sqrt(a * b).sum(1) / np.sqrt(a.sum(1) * b.sum(1))


def newcomers(a, b, share=0.1, new=0.04):
    """Likelihood that this share of b's wins went to words new to it, against none."""
    total_a, total_b = a.sum(1, keepdims=True), b.sum(1, keepdims=True)
    null = total_b / (total_a + total_b)
    moved = (1 - share) * total_b / (total_a + (1 - share) * total_b)
    kept = b * np.log(moved / null) + a * np.log((1 - moved) / (1 - null))
    fresh = np.where(a == 0, -b * np.log(null), -np.inf)
    return np.logaddexp(math.log(1 - new) + kept, math.log(new) + fresh).sum(1)


def main():
    ratio = log_likelihood_ratio()

    def whole(shift):
        counts = [np.minimum(np.bincount(side, minlength=WORDS), TOP - 1) for side in draw(shift)]
        return ratio[counts[0], counts[1]].sum()

    null, shifted = (np.array([whole(shift) for _ in range(2000)]) for shift in (0, SHIFT))
    rows = {"likelihood ratio, both laws known": np.mean(shifted > np.quantile(null, 0.95))}
    found = {}
    for _ in range(300):
        a, b = draw(SHIFT)
        block = np.concatenate([random.integers(0, BLOCKS, WINS), BLOCKS + random.integers(0, BLOCKS, WINS)])
        words, place = np.unique(np.concatenate([a, b]), return_inverse=True)
        counts = np.zeros((2 * BLOCKS, len(words)))
        np.add.at(counts, (block, place), 1)
        labels = np.zeros((PERMUTATIONS + 1, 2 * BLOCKS))
        labels[0, :BLOCKS] = 1
        for row in labels[1:]:
            row[random.permutation(2 * BLOCKS)[:BLOCKS]] = 1
        first = labels @ counts
        second = counts.sum(0) - first
        i, j = (np.minimum(side, TOP - 1).astype(int) for side in (first, second))
        there, back = ratio[i, j].sum(1), ratio[j, i].sum(1)
        statistics = {
            "the same by permutation": there,
            "the same, direction not known": np.logaddexp(there, back),
            "wins gone to new words, either direction": np.maximum(newcomers(first, second), newcomers(second, first)),
            "Hellinger distance (`mass`, activations alike)": hellinger(first, second),
        }
        for name, value in statistics.items():
            p = (np.sum(value[1:] >= value[0] - 1e-9) + 1) / (PERMUTATIONS + 1)
            found.setdefault(name, []).append(p <= 0.05)
    rows |= {name: np.mean(hits) for name, hits in found.items()}
    print("| test at 5% | power |\n| --- | --- |")
    for name, power in rows.items():
        print(f"| {name} | {power:.0%} |")


main()
