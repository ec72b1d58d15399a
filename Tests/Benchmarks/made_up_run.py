"""Writes a made-up run of many neurons or stages, to see how the explorer bears it:

    made_up_run.py FOLDER [NEURONS] [STAGES]

By default a million neurons at two stages. There is one site; every neuron prefers four of a thousand tokens. The layout is that of the
NeuronPreferences documentation, written with nothing but Python.
"""
import array, json, os, random, struct, sys


def snapshot(path, stage, neurons, seed):
    rng = random.Random(seed)
    vocabulary = [f"word{i}" for i in range(1000)]
    per_row = 4
    entries = neurons * per_row
    low = [rng.randrange(0, 240) for _ in range(4096)]
    features, counts, sums, maxima = array.array("H"), array.array("H"), array.array("d"), array.array("f")
    wins, mass = array.array("I"), array.array("d")
    for row in range(neurons):
        start, total, weight = low[row * 7 % 4096], 0, 0.0
        idle = (row * 2654435761 + seed) % 97 == 0
        for place in range(per_row):
            features.append(start + place * 250)
            # Two, not one: an entry of one win has no sum of its own.
            count = 2 if idle else 40 + low[(row * 13 + place * 31 + seed) % 4096]
            counts.append(count)
            sums.append(count * (0.2 + low[(row + place * 5) % 4096] / 400))
            maxima.append(0.9)
            total += count
            weight += sums[-1]
        wins.append(total)
        mass.append(weight)
    rows = array.array("I", range(0, entries + 1, per_row))
    text = "".join(vocabulary).encode()
    offsets, end = array.array("I", [0]), 0
    for word in vocabulary:
        end += len(word)
        offsets.append(end)
    zeros = lambda kind, count: array.array(kind, bytes(array.array(kind).itemsize * count))
    frequency = array.array("I", [1_000_000] * len(vocabulary))
    total = sum(wins)
    tensors = {
        "moments.squares": ("F64", [1, neurons], zeros("d", neurons)),
        "moments.sum": ("F64", [1, neurons], zeros("d", neurons)),
        "token.mass": ("F64", [neurons], mass),
        "token.sum": ("F64", [entries], sums),
        "moments.count": ("U32", [neurons], zeros("I", neurons)),
        "moments.maximum": ("F32", [neurons], zeros("f", neurons)),
        "moments.minimum": ("F32", [neurons], zeros("f", neurons)),
        "histogram": ("U32", [neurons, 32], zeros("I", neurons * 32)),
        "token.maximum": ("F32", [entries], maxima),
        "block.tokens": ("U64", [1], array.array("Q", [total])),
        "token.frequency": ("U32", [len(vocabulary)], frequency),
        "token.offsets": ("U32", [len(vocabulary) + 1], offsets),
        "token.rows": ("U32", [neurons + 1], rows),
        "token.sum_rows": ("U32", [neurons + 1], rows),
        "token.wins": ("U32", [neurons], wins),
        "token.feature": ("U16", [entries], features),
        "token.count": ("U16", [entries], counts),
        "token.length": ("U8", [neurons], array.array("B", [per_row]) * neurons),
        "token.block": ("U8", [entries], zeros("B", entries)),
        "block.documents": ("U8", [1], array.array("B", [1])),
        "block.included": ("U8", [1], array.array("B", [1])),
        "token.text": ("U8", [len(text)], array.array("B", text)),
    }
    metadata = {
        "format": "txray.snapshot", "version": "1", "stage": stage, "policy": "max1",
        "sites": f"mlp.0:{neurons}", "tokens.scanned": str(total), "tokens.unknown": "0",
        "tokens.untagged": "0", "activations.nonfinite": "0", "histogram.lower": "-1.0",
        "histogram.upper": "1.0", "contexts.top": "0", "contexts.sample": "0", "seed": "1",
        "checkpoint.lineage": "made-up",
    }
    header, offset, parts = {"__metadata__": metadata}, 0, []
    for name, (kind, shape, values) in tensors.items():
        data = values.tobytes()
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [offset, offset + len(data)]}
        offset += len(data)
        parts.append(data)
    blob = json.dumps(header).encode()
    blob += b" " * (-len(blob) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(blob)) + blob)
        for part in parts:
            file.write(part)


def write(folder, neurons=1_000_000, stages=2):
    os.makedirs(f"{folder}/snapshots", exist_ok=True)
    names = ["before", "after"] if stages == 2 else [f"epoch-{number + 1}" for number in range(stages)]
    for number, stage in enumerate(names):
        snapshot(f"{folder}/snapshots/{stage}.safetensors", stage, neurons, number + 1)
    with open(f"{folder}/run.toml", "w") as file:
        file.write("".join(f'[[stages]]\nname = "{name}"\n' for name in names))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    write(sys.argv[1], *map(int, sys.argv[2:]))
