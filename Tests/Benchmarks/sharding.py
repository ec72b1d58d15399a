"""What a shard costs beside its share of the text, and how well many tasks divide a text therefore:

    sharding.py PROGRAM RUN

RUN is the sample run; its training text is read with its pretrained checkpoint, on one thread. Seconds are the
processor's, the least of three, so that other work on the machine matters little.
"""

import os
import subprocess
import sys
import tempfile

# A process of its own for each command: the times of children add up.
MEASURE = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(status, usage.ru_utime + usage.ru_stime)
"""


def seconds(command):
    results = []
    for _ in range(3):
        words = subprocess.run([sys.executable, "-c", MEASURE, *command], capture_output=True, check=True).stdout.split()
        if words[0] != b"0":
            sys.exit(f"failed: {' '.join(command)}")
        results.append(float(words[1]))
    return min(results)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, run = os.path.abspath(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        output = f"{folder}/snapshot"
        collect = [
            program, "collect", "--checkpoint", f"{run}/checkpoints/pretrain.safetensors", "--vocabulary",
            f"{run}/checkpoints/vocabulary.txt", "--corpus", f"{run}/corpora/wikipedia-train.txt.gz", "--stage", "x",
            "--threads", "1", "--output", output,
        ]
        start = seconds([program, "--version"])
        first = seconds([*collect, "--tokens", "1"])
        parts = {count: seconds([*collect, "--shard", f"1/{count}"]) for count in (64, 8, 1)}
        listing = subprocess.run([program, "inspect", output, "--format", "json"], capture_output=True, check=True).stdout
    tokens = int(listing.split(b'"tokens.scanned":"')[1].split(b'"')[0])
    print(f"start {start * 1000:.0f} ms; with weights, vocabulary and tagger {first * 1000:.0f} ms")
    print(f"{tokens:,} tokens\n| shards | processor seconds of one | efficiency |\n| --- | --- | --- |")
    for count in sorted(parts):
        print(f"| {count} | {parts[count]:.2f} | {parts[1] / count / parts[count]:.0%} |")
    # A shard costs `first`, `read` a token of the whole text and `own` a token of its part.
    whole, part = parts[1] - first, parts[64] - first
    own = (whole - part) / (tokens * 63 / 64)
    read = max(0, whole / tokens - own)
    print(f"a token that is read costs {read * 1e6:.2f} µs, one of the own part {own * 1e6:.1f} µs more")
    print("of 10,000,000 tokens, by these, and of a model that takes 1 ms a token:")
    print("| shards | seconds of one | efficiency | seconds of one | efficiency |\n| --- | --- | --- | --- | --- |")
    cost = lambda own, count: first + (read + own / count) * 1e7
    for count in (1, 8, 64):
        cells = (f"{cost(t, count):.1f} | {cost(t, 1) / count / cost(t, count):.0%}" for t in (own, 1e-3))
        print(f"| {count} | {' | '.join(cells)} |")


main()
