"""What collecting and comparing cost as text and neurons grow, over two decades of each.

    pip install numpy
    python3 Tests/Benchmarks/cost.py .build/release/txray sample-runs/wikipedia-to-movies [NEURONS]

Collection reads the sample run's training text (twice over for the longest row) with its checkpoint of 200 neurons,
tags included. Comparison takes two made-up snapshots whose neurons have 64 features each, up to NEURONS (1,000,000).
Seconds are wall time of the whole command, the best of three (of one for the largest); memory is its peak resident
set, mapped pages of the files included.
"""

import gzip
import multiprocessing
import os
import sys
import tempfile
import time

try:
    import numpy  # noqa: F401
except ImportError:
    sys.exit("skipped: numpy is not installed (pip install numpy)")

sys.path.insert(0, os.path.dirname(__file__))
import snapshots


def run(command):
    """Wall seconds and peak bytes of a command whose output goes nowhere."""
    start = time.perf_counter()
    child = os.posix_spawn(
        command[0], command, os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ],
    )
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"failed: {' '.join(command)}")
    return time.perf_counter() - start, usage.ru_maxrss * 1024


def best(command, rounds):
    results = [run(command) for _ in range(rounds)]
    return min(r[0] for r in results), max(r[1] for r in results)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program, sample = os.path.abspath(sys.argv[1]), sys.argv[2]
    most = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        text = os.path.join(folder, "text.txt")
        with gzip.open(os.path.join(sample, "corpora/wikipedia-train.txt.gz"), "rb") as packed:
            articles = packed.read()
        with open(text, "wb") as file:
            file.write(articles + b"\n\n" + articles)
        print("| collect: tokens | neurons | seconds | tokens/s | snapshot, MB | peak memory, MB |")
        print("| --- | --- | --- | --- | --- | --- |")
        for tokens in (10_000, 32_000, 100_000, 320_000, 1_000_000):
            output = os.path.join(folder, "snapshot")
            command = [
                program, "collect", "--checkpoint", os.path.join(sample, "checkpoints/pretrain.safetensors"),
                "--vocabulary", os.path.join(sample, "checkpoints/vocabulary.txt"), "--corpus", text, "--stage", "s",
                "--tokens", str(tokens), "--output", output,
            ]
            seconds, memory = best(command, 3 if tokens < 1_000_000 else 1)
            size = os.path.getsize(output)
            print(
                f"| {tokens:,} | 200 | {seconds:.2f} | {tokens / seconds:,.0f} | {size / 1e6:.2f} "
                f"| {memory / 1e6:.0f} |", flush=True,
            )
        print("\n| compare: neurons | features a side | seconds | us a neuron | both files, MB | peak memory, MB |")
        print("| --- | --- | --- | --- | --- | --- |")
        neurons = 10_000
        while neurons <= most:
            paths = [os.path.join(folder, name) for name in "ab"]
            for seed, path in enumerate(paths):
                # In a process of its own: a child's peak memory is counted from that of its parent.
                maker = multiprocessing.Process(
                    target=snapshots.random_stage, args=(path, os.path.basename(path), neurons, 64),
                    kwargs={"seed": seed},
                )
                maker.start()
                maker.join()
            sizes = [os.path.getsize(path) for path in paths]
            command = [program, "compare", *paths, "--permutations", "0", "--format", "tsv"]
            seconds, memory = best(command, 3 if neurons < 1_000_000 else 1)
            print(
                f"| {neurons:,} | {64 * neurons:,} | {seconds:.2f} | {seconds / neurons * 1e6:.1f} "
                f"| {sum(sizes) / 1e6:.0f} | {memory / 1e6:.0f} |", flush=True,
            )
            neurons *= 10


main()
