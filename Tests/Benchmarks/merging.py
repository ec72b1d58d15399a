"""How long `txray merge` takes, and how much memory, by the number of shards:

    merging.py PROGRAM [TOKENS]

10,000,000 tokens by default: one winner of 650 neurons at each, 10,000 words by Zipf's law, 256 document blocks, divided
among 1, 8, 64 and 256 shards. Every merged file must have the bytes of the first. Needs numpy.
"""
import hashlib, json, os, subprocess, sys, tempfile
import numpy as np

NEURONS, WORDS, BLOCKS = 650, 10_000, 256


def write(path, tensors, metadata):
    order = sorted(tensors, key=lambda name: (-tensors[name].dtype.itemsize, name))
    kinds = {"uint8": "U8", "uint16": "U16", "uint32": "U32", "uint64": "U64", "float32": "F32", "float64": "F64"}
    header, offset = {"__metadata__": metadata}, 0
    for name in order:
        tensor = tensors[name]
        header[name] = {"dtype": kinds[tensor.dtype.name], "shape": list(tensor.shape),
                        "data_offsets": [offset, offset + tensor.nbytes]}
        offset += tensor.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for name in order: file.write(np.ascontiguousarray(tensors[name]).tobytes())


def entries(tokens):
    """Made-up winners, as sorted entries: neuron, word, block, count, sum, maximum. Activations are 256ths, so that sums
    are exact in any order."""
    random = np.random.default_rng(1)
    law = 1 / np.arange(1, WORDS + 1)
    words = random.choice(WORDS, tokens, p=law / law.sum())
    # A word has a few neurons that it makes win.
    neurons = (words * 7 + random.integers(0, 24, tokens) ** 2) % NEURONS
    blocks = random.integers(0, BLOCKS, tokens)
    values = random.integers(1, 257, tokens) / 256
    keys = (neurons * WORDS + words) * BLOCKS + blocks
    order = np.argsort(keys, kind="stable")
    unique, first, counts = np.unique(keys[order], return_index=True, return_counts=True)
    values = values[order]
    return (unique // BLOCKS // WORDS, unique // BLOCKS % WORDS, unique % BLOCKS, counts,
            np.add.reduceat(values, first), np.maximum.reduceat(values, first)), np.bincount(blocks, minlength=BLOCKS)


def shard(path, table, block_tokens, number, count):
    chosen = table[2] % count == number
    neurons, words, blocks, counts, sums, maxima = (column[chosen] for column in table)
    total = lambda weights=None: np.bincount(neurons, weights, minlength=NEURONS)
    starts = np.concatenate([[0], np.cumsum(total())])
    several = counts > 1
    names = "".join(f"word{i:05}" for i in range(WORDS)).encode()
    covered = np.arange(BLOCKS) % count == number
    pairs = np.unique(neurons * WORDS + words)
    write(path, {
        "token.text": np.frombuffer(names, "u1"),
        "token.offsets": np.arange(0, len(names) + 1, 9, dtype="u4"),
        "token.frequency": np.bincount(words, counts, minlength=WORDS).astype("u4"),
        "token.wins": total(counts).astype("u4"), "token.mass": total(sums),
        "token.length": np.bincount(pairs // WORDS, minlength=NEURONS).astype("u2"),
        "token.rows": starts.astype("u4"), "token.feature": words.astype("u2"),
        "token.block": blocks.astype("u1"), "token.count": counts.astype("u4"),
        "token.maximum": maxima.astype("f4"), "token.sum": sums[several],
        "token.sum_rows": np.concatenate([[0], np.cumsum(total(several))]).astype("u4"),
        "block.included": covered.astype("u1"), "block.documents": covered.astype("u1"),
        "block.tokens": (block_tokens * covered).astype("u4"),
    }, {
        "format": "txray.snapshot", "version": "1", "stage": "made-up", "policy": "max1", "seed": "1",
        "sites": f"lstm.0:{NEURONS}", "tokens.scanned": str(int(block_tokens[covered].sum())),
        "tokens.unknown": "0", "tokens.untagged": "0", "activations.nonfinite": "0",
    })


# A process inherits the peak of the one that starts it; this one is small.
MEASURE = """
import os, sys, time
start = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ,
                       file_actions=[(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), time.perf_counter() - start, usage.ru_utime + usage.ru_stime,
      usage.ru_maxrss / 1024)
"""


def measured(command):
    """Exit status, wall and processor seconds, and peak resident MB of a command."""
    words = subprocess.run([sys.executable, "-c", MEASURE, *command], capture_output=True, check=True).stdout.split()
    return int(words[0]), *map(float, words[1:])


def main():
    program, tokens = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000
    table, block_tokens = entries(tokens)
    print(f"{tokens:,} tokens, {len(table[0]):,} entries")
    print("| shards | seconds | of the processor | peak memory, MB |\n| --- | --- | --- | --- |")
    expected = None
    for count in (1, 8, 64, 256):
        with tempfile.TemporaryDirectory() as folder:
            paths = [f"{folder}/{number}.safetensors" for number in range(count)]
            for number, path in enumerate(paths): shard(path, table, block_tokens, number, count)
            status, seconds, processor, megabytes = measured(
                [os.path.abspath(program), "merge", *paths, "--complete", "--output", f"{folder}/merged"])
            if status: sys.exit(f"{count} shards: status {status}")
            digest = hashlib.sha256(open(f"{folder}/merged", "rb").read()).hexdigest()
            expected = expected or digest
            if digest != expected: sys.exit(f"{count} shards give other bytes")
            # Of the peak, the mapped parts are the system's to take back.
            print(f"| {count} | {seconds:.2f} | {processor:.2f} | {megabytes:.0f} |", flush=True)


main()
