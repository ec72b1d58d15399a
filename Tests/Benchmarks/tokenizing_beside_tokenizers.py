#!/usr/bin/env python3
"""Cuts the same text with txray and with the tokenizers library, in turns, a core each: speed and ratio.

    pip install tokenizers==0.23.3
    Tests/Benchmarks/tokenizing_beside_tokenizers.py .build/release/txray [TOKENIZER ...] [--rounds N]

The text: the Wikipedia part of the sample run, a document a line, 4.6 MB. The tokenizers: given tokenizer.json files,
else three trained on a part of it (byte-level pairs, WordPiece, unigram). Both are held to one core and timed by the
clock. The library encodes line by line in Python, with offsets, without threads; txray is timed from its start to
its last byte of JSON, so it pays for loading, for reading the text and for writing the result, and the library does
not.
"""

import argparse
import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
TEXT = os.path.join(ROOT, "sample-runs/wikipedia-to-movies/corpora/wikipedia-train.txt.gz")

sys.path.insert(0, os.path.join(ROOT, "Tests/TokenizersTests"))


def made(lines, folder):
    """Paths of tokenizers of three kinds."""
    import kinds

    part = lines[:8000]
    makers = {
        "byte-level": lambda: kinds.byte_pair(part, 6000, kinds.sequence(kinds.split(kinds.LLAMA), kinds.byte_level(regex=False))),
        "wordpiece": lambda: kinds.word_piece(part, 6000),
        "unigram": lambda: kinds.unigram(part, 6000, kinds.pre_tokenizers.Metaspace(), kinds.normalizers.NFKC()),
    }
    for name, maker in makers.items():
        path = os.path.join(folder, f"{name}.json")
        maker().save(path)
        yield path


def main():
    from tokenizers import Tokenizer

    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("tokenizers", nargs="*")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    program, paths = os.path.abspath(options.program), options.tokenizers
    with gzip.open(TEXT, "rt", encoding="utf-8", newline="") as file:
        text = file.read()
    lines = text.split("\n")[:-1]
    size = len(text.encode()) / 1e6
    # One core for everything that follows, txray's process included.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        listed = os.path.join(folder, "text.txt")
        with open(listed, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        for path in paths or list(made(lines, folder)):
            tokenizer = Tokenizer.from_file(path)
            tokenizer.no_truncation(), tokenizer.no_padding()
            command = [program, "tokenize", "--tokenizer", path, "--text", listed, "--format", "json"]
            theirs, ours, ratios = [], [], []
            for round in range(options.rounds + 1):
                start = time.perf_counter()
                for line in lines:
                    tokenizer.encode(line, add_special_tokens=False)
                middle = time.perf_counter()
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
                end = time.perf_counter()
                if round == 0:
                    continue
                theirs.append(middle - start)
                ours.append(end - middle)
                ratios.append(theirs[-1] / ours[-1])
            print(
                f"{os.path.basename(path)}: txray {size / statistics.median(ours):.1f} MB/s, tokenizers "
                f"{size / statistics.median(theirs):.1f} MB/s; txray is {statistics.median(ratios):.1f} times as fast "
                f"({min(ratios):.1f} to {max(ratios):.1f} in {options.rounds} rounds)", flush=True)


if __name__ == "__main__":
    main()
