#!/usr/bin/env python3
"""Two builds of txray on the same work, in alternating runs: did a change make it slower?

    pip install torch numpy pandas
    Tests/Benchmarks/beside_before.py BEFORE AFTER TEXT[.gz] [collection] [training] [compare] [explorer]

BEFORE and AFTER are programs; TEXT is any large English text. Prints a table in Markdown: the median of each, the
median of the rounds' ratios (above 1: AFTER is faster, or sends fewer bytes), and their range. On a machine that
does other things put `chrt -f 10` before the command.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(__file__))
import beside_pytorch
import compare_beside_pandas
import snapshots
import torch
from beside_pytorch import Model, Workspace
from terminal import Terminal

ROUNDS = 7
ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))


def row(title, unit, measure, programs):
    """`measure(program)` is a number, better when lower."""
    rounds = [[measure(program) for program in programs] for _ in range(ROUNDS)]
    ratios = [before / after for before, after in rounds]
    before, after = (statistics.median(column) for column in zip(*rounds))
    print(
        f"| {title} | {before:,.1f} | {after:,.1f} | {unit} | {statistics.median(ratios):.3f} "
        f"| {min(ratios):.3f} to {max(ratios):.3f} |", flush=True)


def milliseconds(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return 1e3 * (time.perf_counter() - start)


def collection(programs, work):
    for size, tokens in ((650, 100_000), (200, 350_000)):
        tokens = min(tokens, len(work.words)) // 70 * 70
        checkpoint = work.path(f"model-{size}.pt")
        torch.save(Model(size).state_dict(), checkpoint)
        text, snapshot = work.text("collect.txt", tokens, 70), work.path("stage.safetensors")
        row(f"collection, {size} units, {tokens:,} tokens", "ms", lambda program: milliseconds(
            [program, "collect", "--checkpoint", checkpoint, "--vocabulary", work.vocabulary, "--corpus", text,
             "--stage", "s", "--output", snapshot, "--tagger", "none"]), programs)


def training(programs, work):
    for size, tokens in ((650, 14_000), (200, 42_000)):
        work.text("train.txt", tokens, 10**9)
        work.text("valid.txt", 700, 10**9)
        beside_pytorch.describe_run(work, size)

        def train(program):
            shutil.rmtree(work.path("checkpoints"))
            if os.path.exists(work.path("metrics.jsonl")):
                os.remove(work.path("metrics.jsonl"))
            os.makedirs(work.path("checkpoints"))
            return milliseconds([program, "pretrain", work.folder])

        row(f"training, {size} units, {tokens:,} tokens", "ms", train, programs)


def compare(programs, work):
    paths = [work.path(name) for name in "ab"]
    words = [f"w{i}" for i in range(compare_beside_pandas.WORDS)]
    for seed, path in enumerate(paths):
        records = compare_beside_pandas.stage(seed + 1)
        columns = [records[c].to_numpy() for c in ("neuron", "token", "block", "count", "max", "sum")]
        snapshots.write(path, os.path.basename(path), words, compare_beside_pandas.NEURONS, columns)
    for title, options in (("compare", []), ("compare, 199 relabellings", ["--permutations", "199"])):
        row(title, "ms", lambda program: milliseconds(
            [program, "compare", *paths, "--format", "json", *options]), programs)
    row("inspect a snapshot", "ms", lambda program: milliseconds([program, "inspect", paths[0]]), programs)


def explorer(programs, work):
    run, state = f"{ROOT}/sample-runs/wikipedia-to-movies", work.path("state")

    def session(program):
        terminal = Terminal([program, "explore", run], ROOT, 80, 24, state)
        start = terminal.start
        count, first, last = terminal.settle(0.8, patience=10)
        down = terminal.press(b"\x1bOB", 0.4)[0]
        page = terminal.press(b"\x1b[6~", 0.4)[0]
        terminal.end()
        return [(last - start) * 1e3, count, down, page]

    for program in programs:
        session(program)
    rounds = [[session(program) for program in programs] for _ in range(ROUNDS)]
    titles = ("opening, first frame settled", "first frame", "a row down", "a page down")
    for place, (title, unit) in enumerate(zip(titles, ("ms", "B", "B", "B"))):
        values = iter([value for pair in rounds for value in (pair[0][place], pair[1][place])])
        row(title, unit, lambda program: next(values), programs)


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    programs, text, chosen = sys.argv[1:3], sys.argv[3], sys.argv[4:]
    print("| | before | after | unit | ratio | range |\n| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        work = Workspace(folder, text)
        for part in (collection, training, compare, explorer):
            if not chosen or part.__name__ in chosen:
                part(programs, work)


if __name__ == "__main__":
    main()
