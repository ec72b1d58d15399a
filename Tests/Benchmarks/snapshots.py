"""Snapshots of any size, written by the layout that NeuronPreferences documents, for benchmarks."""

import json
import struct

import numpy as np

TYPES = {"u1": "U8", "u2": "U16", "u4": "U32", "u8": "U64", "f4": "F32", "f8": "F64"}


def narrow(values):
    """Non-negative integers in the narrowest type that holds them."""
    top = int(values.max()) if len(values) else 0
    return values.astype(next(t for t, limit in (("u1", 8), ("u2", 16), ("u4", 32), ("u8", 64)) if top < 1 << limit))


def parent_tensors(likeness, tokens, blocks):
    """Moments of every neuron's activation and its parent's, whose mean is 0 and whose deviation is 1.

    `likeness` are arrays: the correlation of both, the neuron's own mean and its own deviation.
    """
    correlation, mean, spread = (np.asarray(values, "f8") for values in likeness)
    share = np.full((blocks, 1), tokens / blocks)
    count = narrow(np.full(len(mean), tokens))
    return {
        "moments.count": count, "parent.count": count, "moments.sum": share * mean,
        "moments.squares": share * (spread**2 + mean**2), "parent.sum": share * 0 * mean,
        "parent.squares": share * np.ones_like(mean), "parent.product": share * (correlation * spread),
        "moments.minimum": np.full(len(mean), -1, "f4"), "moments.maximum": np.full(len(mean), 1, "f4"),
        "histogram": np.zeros((len(mean), 1), "u1"),
    }


def write(
    path, stage, words, neurons, entries, blocks=64, corpus="", tokens=None, policy="max1", likeness=None,
    metadata=None,
):
    """Writes one site of `neurons`; `entries` are arrays neuron, feature, block, count, maximum, sum, sorted.

    `tokens` are those of every block; without them each win is one. With `likeness` the snapshot compares each neuron
    with its parent's (`parent_tensors`).
    """
    neuron, feature, block, count, maximum, total = entries
    starts = np.searchsorted(neuron, np.arange(neurons + 1))
    several = count > 1
    sum_starts = np.concatenate([[0], np.cumsum(several)])[starts]
    first = np.ones(len(neuron), bool)
    first[1:] = (neuron[1:] != neuron[:-1]) | (feature[1:] != feature[:-1])
    per_block = np.bincount(block, weights=count, minlength=blocks).astype(np.int64) if tokens is None else tokens
    names = [w.encode() for w in words]
    tensors = {
        "token.text": np.frombuffer(b"".join(names), np.uint8),
        "token.offsets": narrow(np.concatenate([[0], np.cumsum([len(n) for n in names])])),
        "token.frequency": narrow(np.bincount(feature, weights=count, minlength=len(words)).astype(np.int64)),
        "token.wins": narrow(np.bincount(neuron, weights=count, minlength=neurons).astype(np.int64)),
        "token.mass": np.bincount(neuron, weights=total, minlength=neurons),
        "token.length": narrow(np.bincount(neuron, weights=first, minlength=neurons).astype(np.int64)),
        "token.rows": narrow(starts),
        "token.feature": narrow(feature),
        "token.block": narrow(block),
        "token.count": narrow(count),
        "token.maximum": maximum.astype("f4"),
        "token.sum_rows": narrow(sum_starts),
        "token.sum": total[several].astype("f8"),
        "block.included": np.ones(blocks, np.uint8),
        "block.documents": (per_block > 0).astype(np.uint8),
        "block.tokens": narrow(per_block),
    }
    if likeness is not None:
        tensors |= parent_tensors(likeness, int(per_block.sum()), blocks)
    header = {
        "__metadata__": (metadata or {}) | {
            "format": "txray.snapshot", "version": "1", "stage": stage, "policy": policy,
            "sites": f"lstm.0:{neurons}", "seed": "0", "tokens.scanned": str(int(per_block.sum())),
            "tokens.unknown": "0", "tokens.untagged": "0", "activations.nonfinite": "0",
            "checkpoint.lineage": "benchmark", "corpus.sha256": corpus,
        }
    }
    offset = 0
    # Wide elements first, so that all are aligned.
    order = sorted(tensors, key=lambda name: -tensors[name].dtype.itemsize)
    for name in order:
        values = tensors[name]
        header[name] = {
            "dtype": TYPES[values.dtype.str[1:]], "shape": list(values.shape),
            "data_offsets": [offset, offset + values.nbytes],
        }
        offset += values.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name in order:
            tensors[name].tofile(file)
    return 8 + len(text) + offset


def random_stage(path, stage, neurons, features, words=10_000, seed=0):
    """Every neuron with so many features of its own, some of which change from stage to stage; one win each."""
    random = np.random.default_rng(seed)
    neuron = np.repeat(np.arange(neurons), features)
    step = np.tile(np.arange(features), neurons) * (words // features)
    shift = random.integers(0, words // features, len(neuron), dtype=np.int64)
    maximum = random.random(len(neuron), dtype=np.float32) + np.float32(0.1)
    count = np.ones(len(neuron), np.int64)
    entries = (neuron, step + shift, (step + shift) % 64, count, maximum, maximum.astype(np.float64))
    return write(path, stage, [f"w{i}" for i in range(words)], neurons, entries)


def read(path):
    """The entries of a snapshot as `write` takes them, with its tensors."""
    raw = open(path, "rb").read()
    end = 8 + struct.unpack("<Q", raw[:8])[0]
    head = json.loads(raw[8:end])
    head.pop("__metadata__")
    kinds = {name: kind for kind, name in TYPES.items()}
    t = {
        name: np.frombuffer(raw[end + v["data_offsets"][0]:end + v["data_offsets"][1]], "<" + kinds[v["dtype"]])
        for name, v in head.items()
    }
    total = t["token.maximum"].astype("f8")
    total[t["token.count"] > 1] = t["token.sum"]
    neuron = np.repeat(np.arange(len(t["token.rows"]) - 1), np.diff(t["token.rows"].astype(np.int64)))
    columns = [t[f"token.{name}"].astype(np.int64) for name in ("feature", "block", "count")]
    return (neuron, *columns, t["token.maximum"].astype("f8"), total), t
