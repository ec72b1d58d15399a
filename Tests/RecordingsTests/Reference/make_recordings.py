"""Writes the recordings that RecordingsTests reads, and the activations that they were made of.

    python3 Tests/RecordingsTests/Reference/make_recordings.py

Needs torch, safetensors and tokenizers. The model has two sites, of 64 and of 5 neurons; its weights are drawn from a seed. The
documents have between 1 and 9 words; a separator stands before each, as a special token.
"""

import os
import sys

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "..", "Sources", "CRecorder"))
from txray_recorder import Recorder  # noqa: E402

POLICIES = ["max1", "abs-max1", "topk:2", "quantile:0.9"]
WORDS = ["<s>", "<unk>", "the", "cat", "dog", "sat", "sees", "a", "Caf\u00e9", "."]
TEXTS = [
    "the cat sat .", "a dog sees the cat .", "Caf\u00e9", "the dog  sat .", "a Caf\u00e9 sees a Caf\u00e9 .", "the cat sees",
    "dog", "the the the a a a cat sat .", "a cat",
]
SITES = {"blocks.0.mlp.hook_post": ("down", "input"), "blocks.0.hook_resid_post": ("out", "output")}


class Model(torch.nn.Module):
    """All numbers are small multiples of 1/64, so that sums are exact in any order and on any machine."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(11)
        self.embedding = torch.nn.Embedding(len(WORDS), 64)
        self.down = torch.nn.Linear(64, 8)
        self.out = torch.nn.Linear(8, 5)
        for weights in self.parameters():
            weights.data.copy_(torch.randint(-8, 9, weights.shape) / 8)

    def forward(self, ids, mask, bad=None):
        x = torch.cumsum(self.embedding(ids) * mask[..., None], 1)
        if bad is not None:
            x = x.masked_fill(bad[..., None], float("nan"))
        return self.out(torch.relu(self.down(x)) / 64)


def encoded(texts):
    """Ids, attention mask and character offsets, padded on the left."""
    rows = []
    for text in texts:
        ids, spans, place = [0], [(0, 0)], 0
        for word in text.split(" "):
            if word:
                ids.append(WORDS.index(word))
                spans.append((place, place + len(word)))
            place += len(word) + 1
        rows.append((ids, spans))
    length = max(len(ids) for ids, _ in rows)
    ids = torch.tensor([[0] * (length - len(i)) + i for i, _ in rows])
    mask = torch.tensor([[0] * (length - len(i)) + [1] * len(i) for i, _ in rows])
    offsets = torch.tensor([[(0, 0)] * (length - len(s)) + s for _, s in rows])
    return ids, mask, offsets


@torch.no_grad()
def record(name, model, documents, aligned="text", bad_word=None, **options):
    """Records the documents in batches of four; returns thresholds and counted tokens' activations."""
    ids, mask, offsets = encoded([TEXTS[d] for d in documents])
    bad = None if bad_word is None else ids == WORDS.index(bad_word)
    texts = {"text": [TEXTS[d] for d in documents], "offsets": offsets}
    given = {"text": texts, "words": {"words": mask.cumsum(1) - 2}, "none": {}}[aligned]
    seen = {}
    with Recorder(
        model, os.path.join(HERE, name), sites=SITES, policies=POLICIES, blocks=4, bins=4, corpus="animals",
        checkpoint="tiny", lineage="reference", tokenizer=WORDS, special=[0], **options,
    ) as recorder:
        if "thresholds" not in options:
            with recorder.first_pass(), recorder.batch(ids, mask, document=torch.tensor(documents)):
                model(ids, mask, bad)
        for start in range(0, len(documents), 4):
            part = slice(start, start + 4)
            with recorder.batch(
                ids[part], mask[part], document=torch.tensor(documents[part]), **{k: v[part] for k, v in given.items()}
            ):
                model(ids[part], mask[part], None if bad is None else bad[part])
    hook = model.down.register_forward_pre_hook(lambda module, args: seen.update(first=args[0]))
    seen["second"] = model(ids, mask, bad)
    hook.remove()
    return recorder.thresholds, {k: v[mask.bool()].contiguous() for k, v in seen.items()}


def byte_level():
    """A tokenizer whose 256 letters spell bytes, and two documents cut by it; "\u00e9" has no token of its own."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator([" the cat"] * 9, trainers.BpeTrainer(
        vocab_size=264, special_tokens=["<|endoftext|>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False))
    path = os.path.join(HERE, "byte-level", "tokenizer.json")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    tokenizer.save(path)
    model = Model().eval()
    model.embedding = torch.nn.Embedding(tokenizer.get_vocab_size(), 64)
    with torch.no_grad(), Recorder(
        model, os.path.join(HERE, "byte-level.recording"), sites={"out": ("out", "output")}, blocks=1, bins=1,
        checkpoint="tiny", tokenizer=path, digest="",
    ) as recorder:
        for text in TEXTS[:2] + TEXTS[4:5]:
            ids = torch.tensor([tokenizer.encode(text).ids])
            with recorder.batch(ids):
                model(ids, torch.ones_like(ids))


def main():
    model = Model().eval()
    every = list(range(len(TEXTS)))
    thresholds, activations = record("whole.recording", model, every)
    save_file(activations, os.path.join(HERE, "dense.safetensors"))
    for rank in (0, 1):
        record("parts.recording", model, every[rank::2], thresholds=thresholds, rank=rank, world=2)
    record("words.recording", model, every[:2], aligned="words")
    record("pieces.recording", model, every[:2], aligned="none")
    record("nan.recording", model, [2, 5], aligned="none", bad_word="Caf\u00e9")
    byte_level()


main()
