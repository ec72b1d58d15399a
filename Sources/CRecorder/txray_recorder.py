"""Records what every neuron of a live PyTorch model does over a text, for `txray collect --recording`.

    from txray_recorder import Recorder

    with Recorder(model, out="tuned.recording", tokenizer=tokenizer, policies=["max1", "quantile:0.999"]) as r:
        with r.first_pass():                                    # only quantiles need it: it finds thresholds
            for batch in loader:
                with r.batch(batch["input_ids"], batch["attention_mask"]):
                    model(**batch)
        for batch in loader:
            with r.batch(batch["input_ids"], batch["attention_mask"], text=texts, offsets=offset_mapping):
                model(**batch)

    txray collect --recording tuned.recording --stage tuned --output max1.safetensors --output quantile.safetensors

`record_texts` does all that for a list of texts, `trainer_callback` does it every so many steps of a Trainer of
`transformers`. Activations are reduced on the device where the model runs and never kept. A file is written whole or
not at all. Needs torch 2.0 or newer and safetensors. txray's documentation of `Recordings` describes the format.
"""

from __future__ import annotations

import contextlib
import ctypes
import fnmatch
import hashlib
import itertools
import json
import math
import os
import re
from dataclasses import dataclass, field
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

FORMAT, VERSION = "txray.recording", "1"


class RecorderError(RuntimeError):
    """The model, the text and the recorder don't fit together."""


# --- Sites: where neurons are read ------------------------------------------------------------------------


@dataclass
class Site:
    """One place where activations are read: one side of a module, or some columns of it."""

    name: str
    module: str
    side: str  # "input" or "output"
    columns: Optional[slice] = None
    bounds: Tuple[float, float] = (-8.0, 8.0)  # range of the histograms
    neurons: int = 0  # known when the model has run


# What follows `blocks.N.` in TransformerLens' names, the module of the common families, and its side. A neuron of an
# MLP is one input of its down projection. Where a family normalises what its MLP gives, the later rule wins.
_RULES = (
    ("mlp.hook_post", r"(?:h|layers)\.(\d+)\.mlp\.(?:c_proj|dense_4h_to_h|down_proj|Wo)", "input"),
    ("mlp.hook_post", r"layer\.(\d+)\.(?:output\.dense|ffn\.lin2)", "input"),
    ("attn.hook_z", r"(?:h|layers)\.(\d+)\.(?:attn\.(?:c_proj|Wo)|attention\.dense|self_attn\.o_proj)", "input"),
    ("attn.hook_z", r"layer\.(\d+)\.attention\.(?:output\.dense|out_lin)", "input"),
    ("hook_mlp_out", r"(?:h|layers)\.(\d+)\.mlp", "output"),
    ("hook_mlp_out", r"layer\.(\d+)\.(?:output\.dense|ffn)", "output"),
    ("hook_mlp_out", r"layers\.(\d+)\.post_feedforward_layernorm", "output"),
    ("hook_resid_post", r"(?:h|layers|layer)\.(\d+)", "output"),
)


def find_sites(model: nn.Module) -> Dict[str, Site]:
    """All sites that the rules find, by name. Of a recurrent module with several layers PyTorch shows only the last
    one's output, so that is its site: `lstm.1` for two layers, and `lstm.1.reverse` for the other direction."""
    found: Dict[str, Site] = {}
    layers = 0
    for path, module in model.named_modules():
        if isinstance(module, nn.RNNBase):
            layers += module.num_layers
            name = f"{module.mode.split('_')[0].lower()}.{layers - 1}"
            size = getattr(module, "proj_size", 0) or module.hidden_size
            bounds = (-8.0, 8.0) if module.mode == "RNN_RELU" else (-1.0, 1.0)
            found[name] = Site(name, path, "output", slice(0, size), bounds)
            if module.bidirectional:
                name += ".reverse"
                found[name] = Site(name, path, "output", slice(size, 2 * size), bounds)
    for hook, pattern, side in _RULES:
        ours: Dict[str, Site] = {}
        for path, _ in model.named_modules():
            match = re.fullmatch(r"(?:.*\.)?" + pattern, path)
            if match:
                name = f"blocks.{match[1]}.{hook}"
                if name in ours:  # an encoder and a decoder, say
                    raise RecorderError(f"{name} could be {ours[name].module} or {path}: give {{name: (path, side)}}")
                ours[name] = Site(name, path, side)
        found.update(ours)
    return found


def choose_sites(model: nn.Module, choice: Any = None) -> List[Site]:
    """The sites that `choice` means: None for the MLP neurons or, without any, the recurrent layers; names of found
    sites, `*` and `?` allowed; paths of modules, for their output; or {name: (path, "input" or "output")}."""
    modules = dict(model.named_modules())
    if isinstance(choice, Mapping):
        sites = [Site(name, *place) for name, place in choice.items()]
    else:
        found, sites = find_sites(model), []
        names = [n for n in found if n.endswith(".mlp.hook_post")] or [n for n in found if "hook_" not in n]
        for wanted in names if choice is None else [choice] if isinstance(choice, str) else choice:
            matched = [site for name, site in found.items() if fnmatch.fnmatchcase(name, wanted)]
            if not matched and wanted in modules:
                matched = [Site(wanted, wanted, "output")]
            if not matched:
                raise RecorderError(f"no site or module {wanted!r}; sites found: {', '.join(found) or 'none'}")
            sites += [site for site in matched if site not in sites]
    if not sites:
        raise RecorderError(f"no site of {type(model).__name__} is known: name modules, as in "
                            'sites={"blocks.0.mlp.hook_post": ("decoder.layers.0.fc2", "input")}')
    for site in sites:
        if site.module not in modules or site.side not in ("input", "output"):
            raise RecorderError(f"site {site.name}: no module {site.module!r}, or no side {site.side!r} of it")
        if not site.name or re.search(r"[\s:,]", site.name):
            raise RecorderError(f"{site.name!r} can't name a site: no blanks, colons or commas")
    return sites


# --- Tokenizers: names of tokens, and which are special ----------------------------------------------------


@dataclass
class Pieces:
    """What a recording says of the tokenizer."""

    names: List[str] = field(default_factory=list)
    special: List[int] = field(default_factory=list)
    unknown: Optional[int] = None
    joining: str = ""  # how pieces make up text: byte-level, wordpiece, metaspace, words, or "" if not known
    digest: str = ""

    @staticmethod
    def of(tokenizer: Any) -> Pieces:
        """Reads a tokenizer of `transformers` or `tokenizers`, a tokenizer.json or the folder that holds one, a file
        with one token a line, or a list of tokens."""
        if tokenizer is None:
            return Pieces()
        backend = getattr(tokenizer, "backend_tokenizer", tokenizer)
        if hasattr(backend, "to_str"):
            return Pieces._of_json(backend.to_str())
        if isinstance(tokenizer, (str, os.PathLike)):
            path = os.path.join(tokenizer, "tokenizer.json") if os.path.isdir(tokenizer) else os.fspath(tokenizer)
            with open(path, encoding="utf-8", newline="\n") as file:
                text = file.read()
            if path.endswith(".json"):
                return Pieces._of_json(text)
            tokenizer = text.replace("\r\n", "\n").rstrip("\n").split("\n")
        names = list(tokenizer)
        unknown = next((names.index(u) for u in ("<unk>", "<UNK>", "[UNK]") if u in names), None)
        return Pieces(names, [], unknown, "words", hashlib.sha256("\n".join(names).encode()).hexdigest())

    @staticmethod
    def _of_json(text: str) -> Pieces:
        data = json.loads(text)
        model, added = data["model"], data.get("added_tokens") or []
        ids = model["vocab"] if isinstance(model["vocab"], dict) else {v[0]: i for i, v in enumerate(model["vocab"])}
        ids = {**ids, **{token["content"]: token["id"] for token in added}}
        unknown = ids.get(model.get("unk_token"), model.get("unk_id"))
        names = {number: name for name, number in ids.items()}
        decoder = json.dumps(data.get("decoder") or data.get("pre_tokenizer") or {}, ensure_ascii=False)
        signs = (('"ByteLevel"', "byte-level"), ('"WordPiece"', "wordpiece"), ("\u2581", "metaspace"))
        # Padding and truncation are settings of the last call.
        cutting = json.dumps({**data, "padding": None, "truncation": None}, ensure_ascii=False)
        joining = [kind for sign, kind in signs if sign in decoder] or ["words" if model["type"] == "WordLevel" else ""]
        return Pieces(
            [names.get(number, f"<id {number}>") for number in range(max(names) + 1)],
            # The unknown token stands for text, so it is not special.
            sorted(token["id"] for token in added if token.get("special") and token["id"] != unknown),
            unknown, joining[0], hashlib.sha256(cutting.encode()).hexdigest())


# --- Policies: which activations are events ----------------------------------------------------------------


def _policy(text: str) -> Tuple[str, str, float]:
    """A policy as txray writes it, its kind and its number."""
    kind, _, number = text.partition(":")
    with contextlib.suppress(ValueError):
        if text in ("max1", "abs-max1"):
            return text, text, 1
        if kind == "topk" and int(number) > 0:
            return f"topk:{int(number)}", kind, int(number)
        if kind == "quantile" and 0 < float(number) < 1:
            return f"quantile:{float(number)}", kind, float(number)
    raise RecorderError(f"policy {text!r} is none of max1, abs-max1, topk:K, quantile:Q")


def _first_largest(x: Tensor) -> Tuple[Tensor, Tensor]:
    """Value and index of each row's largest, the first of equals. On a CPU two steps take a quarter of the time of
    `x.max(1)`."""
    if x.device.type != "cpu" or x.shape[1] % 64 or x.shape[1] == 64:
        return x.max(1)
    parts = x.unflatten(1, (-1, 64))
    value, part = parts.amax(2).max(1)
    return value, part * 64 + parts[torch.arange(len(x)), part].argmax(1)


def _largest(x: Tensor, count: int) -> Tensor:
    """Where each row's `count` largest are, the first of equals."""
    least = x.topk(min(count, x.shape[1]), dim=1).values[:, -1:]
    above, equal = x > least, x == least
    return above | equal & (equal.cumsum(1) <= count - above.sum(1, keepdim=True))


class _Sketch:
    """How often each neuron's activation falls into each of many bins, 128 to every doubling from 2^-10 to 2^14, of
    either sign. They are the bins of txray's own QuantileSketch, so thresholds are equal to the bit."""

    FIRST, LAST = (127 - 10) << 7, (127 + 14) << 7
    HALF = LAST - FIRST
    BINS = 2 * HALF + 1

    def __init__(self, neurons: int, device: torch.device):
        self.counts = torch.zeros(neurons * self.BINS, dtype=torch.int32, device=device)
        self.start = torch.arange(neurons, device=device) * self.BINS

    def add(self, x: Tensor) -> None:
        key = (x.contiguous().view(torch.int32) & 0x7FFFFFFF) >> 16
        distance = (key.clamp(max=self.LAST - 1) - self.FIRST + 1).clamp_(min=0)
        place = self.HALF + torch.where(x < 0, -distance, distance) + self.start
        self.counts.scatter_add_(0, place.flatten(), torch.isfinite(x).to(torch.int32).flatten())

    def thresholds(self, quantile: float) -> Tensor:
        below = self.counts.view(-1, self.BINS).cpu().cumsum(1, dtype=torch.int64)
        total = below[:, -1:].contiguous()
        place = torch.searchsorted(below, (total.double() * quantile).ceil().long()).squeeze(1) - self.HALF
        bits = torch.where(place >= 0, self.FIRST + place, self.FIRST - place - 1) << 16
        edge = bits.to(torch.int32).view(torch.float32)
        return torch.where(total[:, 0] == 0, math.inf, torch.where(place >= 0, edge, -edge))


class _Totals:
    """Moments and histograms of one site's neurons, summed on the device: sums in double, by block."""

    def __init__(self, site: Site, blocks: int, bins: int, device: torch.device):
        self.wide = torch.float32 if device.type == "mps" else torch.float64
        self.sums = torch.zeros(blocks, site.neurons, dtype=self.wide, device=device)
        self.squares = torch.zeros_like(self.sums)
        self.minimum = torch.full((site.neurons,), math.inf, device=device)
        self.maximum = torch.full((site.neurons,), -math.inf, device=device)
        self.histogram = torch.zeros(site.neurons * bins, dtype=torch.int64, device=device)
        self.bad = torch.zeros(site.neurons, dtype=torch.int64, device=device)
        self.low, self.bins, self.scale = site.bounds[0], bins, bins / (site.bounds[1] - site.bounds[0])
        self.start = torch.arange(site.neurons, dtype=torch.int32, device=device) * bins
        self.tokens = 0

    def add(self, x: Tensor, member: Tensor, block: Tensor) -> Tensor:
        """Adds activations [T, N]; `member` [blocks, T] says which of the blocks each token is in. Returns the
        activations with -inf for those that are not finite."""
        wide, member = x.to(self.wide), member.to(self.wide)
        sums, lowest, highest = member @ wide, x, x
        # A sum is finite only if all of its terms are. To ask a GPU would mean to wait for it.
        if x.device.type != "cpu" or not bool(torch.isfinite(sums).all()):
            bad = ~torch.isfinite(x)
            lowest, highest, x = (x.masked_fill(bad, value) for value in (-math.inf, math.inf, 0))
            wide, count = x.to(self.wide), bad.sum(0)
            sums = member @ wide
            self.bad += count
            zero = int(min(max(-self.low * self.scale, 0), self.bins - 1))
            self.histogram.view(-1, self.bins)[:, zero] -= count  # for zero stands in for them below
        self.sums.index_add_(0, block, sums)
        self.squares.index_add_(0, block, member @ wide.mul_(wide))
        self.minimum = torch.minimum(self.minimum, highest.amin(0))
        self.maximum = torch.maximum(self.maximum, lowest.amax(0))
        place = (x - self.low).mul_(self.scale).clamp_(0, self.bins - 1).to(torch.int32).add_(self.start)
        self.histogram += torch.bincount(place.flatten(), minlength=len(self.histogram))
        self.tokens += len(x)
        return lowest


# --- One batch: where its tokens stand ---------------------------------------------------------------------


class _Batch:
    """The tokens of one batch and which of them count, worked out on the host before the model runs."""

    def __init__(self, ids: Tensor, mask: Tensor, document: Tensor, counted: Tensor):
        self.shape = ids.shape
        present = (mask & (document >= 0)).flatten()
        self.present = present.nonzero().squeeze(1)
        self.ids = ids.flatten()[self.present].to(torch.int32)
        self.document = document.flatten()[self.present]
        self.counted = counted.flatten()[self.present]
        self.rows = self.present[self.counted]  # the counted tokens, in [B * T]
        self.unpadded = (mask.flatten().cumsum(0) - 1)[self.rows]  # the same among tokens that are not padding
        self.tokens = int(mask.sum())
        self.align: Optional[Tensor] = None
        self.fired: set = set()
        self.events: Dict[Tuple[str, str], list] = {}
        self._chunks: Dict[tuple, list] = {}

    def chunks(self, size: int, blocks: int, unpadded: bool, device: torch.device) -> list:
        """Counted tokens by so many: (first, rows, which of the blocks each token is in, the blocks)."""
        key = (size, unpadded, device)
        if key not in self._chunks:
            self._chunks[key] = chunks = []
            rows, documents = self.unpadded if unpadded else self.rows, self.document[self.counted]
            for first in range(0, len(rows), size):
                part = rows[first : first + size]
                block, place = (documents[first : first + size] % blocks).unique(return_inverse=True)
                member = (torch.arange(len(block))[:, None] == place).float()
                start, end = int(part[0]), int(part[-1]) + 1
                index = slice(start, end) if end - start == len(part) else part.to(device, non_blocking=True)
                chunks.append((first, index, member.to(device), block.to(device)))
        return self._chunks[key]


# --- The recorder ------------------------------------------------------------------------------------------


class Recorder:
    """Records a model. Leaving it as a context manager without an exception writes the file.

    model       any nn.Module, on any device
    out         the file to write; with more ranks or parts their numbers come before the suffix
    sites       see `choose_sites`
    policies    max1, abs-max1, topk:K, quantile:Q
    tokenizer   see `Pieces.of`: names tokens, tells special ones, and how pieces make up words
    special     ids that are left out of every statistic, in place of the tokenizer's own
    thresholds  {policy: {site: tensor [neurons]}} for quantiles without a first pass
    blocks      documents are spread over so many blocks by their number; txray's engines use 64
    bins        of each neuron's histogram
    skip_starts so many tokens at the start of each document are left out of every statistic
    corpus      name of the text; if it is the path of its file, the file's digest identifies it
    checkpoint  name of the weights
    digest      identifies the weights, where hashing all of them is not wanted
    lineage     a word of your choice, one for all checkpoints of a training: their neurons are comparable
    part_tokens starts a new file after so many tokens, so that little is lost when the job is killed
    resume      goes on after the whole parts that a killed job left; documents in them are passed over
    rank, world which process of how many this is; torch.distributed knows by itself
    """

    def __init__(
        self, model: nn.Module, out: Union[str, os.PathLike], *, sites: Any = None,
        policies: Sequence[str] = ("max1",), tokenizer: Any = None, special: Optional[Sequence[int]] = None,
        thresholds: Optional[Mapping[str, Mapping[str, Tensor]]] = None, blocks: int = 64, bins: int = 32,
        skip_starts: int = 0, corpus: str = "", checkpoint: str = "", digest: Optional[str] = None,
        lineage: str = "", part_tokens: int = 0, resume: bool = False, rank: Optional[int] = None,
        world: Optional[int] = None,
    ):
        self.rank = rank if rank is not None else torch.distributed.get_rank() if _is_distributed() else 0
        self.world = world if world is not None else torch.distributed.get_world_size() if _is_distributed() else 1
        self.model, self.out, self.blocks, self.bins = model, os.fspath(out), blocks, bins
        self.sites = choose_sites(model, sites)
        self.policies = {name: (kind, number) for name, kind, number in map(_policy, policies)}
        self.pieces = Pieces.of(tokenizer)
        self.special = torch.tensor(self.pieces.special if special is None else list(special), dtype=torch.int64)
        self.thresholds: Dict[str, Dict[str, Tensor]] = {
            _policy(policy)[0]: dict(by_site) for policy, by_site in (thresholds or {}).items()}
        self.skip_starts, self.part_tokens, self.part = skip_starts, part_tokens, 0
        self.recorded: set = set()  # documents in whole parts
        self._resumed = torch.empty(0, dtype=torch.int64)  # those of an earlier job, which are passed over
        name = getattr(getattr(model, "config", None), "_name_or_path", "") or type(model).__name__
        self.identity = {
            "format": FORMAT, "version": VERSION, "policies": ",".join(self.policies), "blocks": str(blocks),
            "histogram.bins": str(bins), "documents.skipped_start": str(skip_starts), "corpus": corpus,
            "corpus.sha256": _file_digest(corpus) if os.path.isfile(corpus) else "",
            "tokenizer.sha256": self.pieces.digest, "tokenizer.joining": self.pieces.joining,
            "unknown": "" if self.pieces.unknown is None else str(self.pieces.unknown), "lineage": lineage,
            "checkpoint": checkpoint or str(name), "world": str(self.world),
            "checkpoint.sha256": digest_of(model) if digest is None else digest,
        }
        self._sketches: Optional[Dict[str, _Sketch]] = None
        self._current: Optional[_Batch] = None
        self._broken = False
        self._next = self.rank
        self._seen: Dict[int, int] = {}  # tokens of each document so far
        self._start_part()
        if resume:
            self._resume()
        modules = dict(model.named_modules())
        self._hooks = [self._hook(site, modules[site.module]) for site in self.sites]

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, kind, error, trace) -> None:
        for hook in self._hooks:
            hook.remove()
        if kind is None:
            self.flush()

    @contextlib.contextmanager
    def first_pass(self) -> Iterator[None]:
        """Batches inside find thresholds for the quantile policies, over all ranks; nothing is recorded. It takes
        24 kB a neuron on the device."""
        self._sketches = {}
        yield
        sketches, self._sketches = self._sketches, None
        for sketch in sketches.values() if _is_distributed() else ():
            torch.distributed.all_reduce(sketch.counts)
        for policy, (kind, number) in self.policies.items():
            if kind == "quantile" and policy not in self.thresholds:
                self.thresholds[policy] = {name: s.thresholds(number) for name, s in sketches.items()}
        self._seen.clear()
        self._next = self.rank

    @contextlib.contextmanager
    def batch(
        self, ids: Tensor, attention_mask: Optional[Tensor] = None, *, document: Any = None, offsets: Any = None,
        text: Any = None, words: Any = None,
    ) -> Iterator[None]:
        """Records the one forward pass made inside. Give tensors as the loader gives them, on the host, so that
        nothing waits for a GPU.

        ids             [B, T] token ids, whatever order of dimensions the model itself wants
        attention_mask  [B, T], 0 for padding, on either side
        document        number of each row's document, or [B, T] of each token's where documents are packed, -1 for
                        none; left out, every row is the next document. A document goes on where its number comes
                        again, in later rows or batches.
        offsets         [B, T, 2], where each token lies in its document's text, in characters (`offset_mapping`)
        text            the documents' texts: one a row, or {number: text}
        words           [B, T], index of each token's word (`word_ids`), -1 for none; where there is no text
        """
        if self._broken:
            raise RecorderError("a batch failed half way, so the sums can't be trusted: record anew")
        self._current = batch = self._prepare(ids, attention_mask, document, offsets, text, words)
        self._broken = True  # until the pass has ended
        try:
            yield
        finally:
            self._current = None
        silent = [site.name for site in self.sites if site.name not in batch.fired]
        if silent and len(batch.rows):
            raise RecorderError(f"the model did not run {', '.join(silent)} in this batch")
        self._broken = False
        if self._sketches is None:
            self._collect(batch)

    def flush(self) -> Optional[str]:
        """Writes what was recorded since the last part, whole or not at all. Returns the file's path."""
        if self._broken:
            raise RecorderError("a batch failed half way, so nothing is written: record anew")
        self._settle(0)
        if not self._batches:
            return None
        path = self._path()
        _write_whole(path, *self._file())
        self.recorded |= self._documents
        self.part += 1
        self._start_part()
        return path

    # Hooks, where the model runs

    def _hook(self, site: Site, module: nn.Module) -> Any:
        if site.side == "output":
            return module.register_forward_hook(lambda module, args, output: self._see(site, module, output))

        def before(module: nn.Module, args: tuple, kwargs: dict) -> None:
            self._see(site, module, args[0] if args else next(iter(kwargs.values())))

        return module.register_forward_pre_hook(before, with_kwargs=True)

    @torch.no_grad()
    def _see(self, site: Site, module: nn.Module, value: Any) -> None:
        batch = self._current
        if batch is None or not len(batch.rows):
            return
        if site.name in batch.fired:
            raise RecorderError(f"{site.module} ran twice in one batch: a module that several layers share is no site")
        batch.fired.add(site.name)
        flat = self._flatten(site, module, value, batch)
        unpadded = len(flat) != batch.shape.numel()
        flat = flat if site.columns is None else flat[:, site.columns]
        if site.neurons not in (0, flat.shape[1]):
            raise RecorderError(f"site {site.name} had {site.neurons} neurons and now has {flat.shape[1]}")
        site.neurons = flat.shape[1]
        # As many tokens at a time as stay in a CPU's cache, or fill a GPU.
        size = max(1, (1 << 18) // site.neurons) if flat.device.type == "cpu" else 4096
        for first, rows, member, block in batch.chunks(size, self.blocks, unpadded, flat.device):
            self._reduce(site, flat[rows].float(), batch, first, member, block)

    @staticmethod
    def _flatten(site: Site, module: nn.Module, value: Any, batch: _Batch) -> Tensor:
        """The activations as [B * T, N], or as [tokens, N] of a model that takes padding out."""
        if isinstance(module, nn.RNNBase):
            value = value[0]
            if isinstance(value, PackedSequence):
                value = pad_packed_sequence(value, batch_first=True, total_length=batch.shape[1])[0]
            elif not module.batch_first:
                value = value.transpose(0, 1)
        elif isinstance(value, (tuple, list)):
            value = value[0]
        value = value.detach()
        if value.dim() > 2 and value.shape[:2] == batch.shape:
            return value.reshape(batch.shape.numel(), -1)
        if value.dim() == 2 and len(value) in (batch.shape.numel(), batch.tokens):
            return value
        raise RecorderError(f"site {site.name}: {site.module} has {list(value.shape)}, the batch {list(batch.shape)}")

    def _reduce(self, site: Site, x: Tensor, batch: _Batch, first: int, member: Tensor, block: Tensor) -> None:
        if self._sketches is not None:
            if site.name not in self._sketches:
                self._sketches[site.name] = _Sketch(site.neurons, x.device)
            return self._sketches[site.name].add(x)
        if site.name not in self._totals:
            self._totals[site.name] = _Totals(site, self.blocks, self.bins, x.device)
        x = self._totals[site.name].add(x, member, block)
        for policy, (kind, number) in self.policies.items():
            token = None
            if kind in ("quantile", "topk"):
                limit = self._threshold(policy, site, x.device) if kind == "quantile" else None
                picked = x > limit if limit is not None else _largest(x, int(number))
                token, neuron = picked.nonzero(as_tuple=True)
                value = x[token, neuron]
                token = (token + first).to(torch.int32)
            elif kind == "max1":
                value, neuron = _first_largest(x)
            else:
                neuron = _first_largest(x.abs().masked_fill_(x == -math.inf, -math.inf))[1]
                value = x.gather(1, neuron[:, None]).squeeze(1)
            batch.events.setdefault((policy, site.name), []).append((first, token, neuron.to(torch.int32), value))

    def _threshold(self, policy: str, site: Site, device: torch.device) -> Tensor:
        limit = self.thresholds.get(policy, {}).get(site.name)
        if limit is None:
            raise RecorderError(f"{policy} has no thresholds for {site.name}: run the text once inside "
                                "`with r.first_pass():`, or give thresholds=")
        limit = self.thresholds[policy][site.name] = limit.to(device, torch.float32)
        return limit

    # Tokens, on the host

    def _prepare(self, ids, attention_mask, document, offsets, text, words) -> _Batch:
        ids = torch.as_tensor(ids).detach().cpu().long()
        if ids.dim() != 2:
            raise RecorderError(f"ids have the shape {list(ids.shape)}; give [documents, tokens]")
        mask = torch.ones_like(ids) if attention_mask is None else torch.as_tensor(attention_mask).detach().cpu()
        mask = mask.bool()
        if document is None:
            document = torch.arange(len(ids)) * self.world + self._next
            self._next += len(ids) * self.world
        document = torch.as_tensor(document).detach().cpu().long()
        document = document[:, None].expand(ids.shape) if document.dim() == 1 else document
        if mask.shape != ids.shape or document.shape != ids.shape:
            raise RecorderError(f"ids {list(ids.shape)}, mask {list(mask.shape)} and documents {list(document.shape)}")
        if len(self._resumed):
            document = document.masked_fill(torch.isin(document, self._resumed), -1)
        counted = mask & ~torch.isin(ids, self.special)
        if self.skip_starts:
            counted &= self._positions(mask, document) >= self.skip_starts
        batch = _Batch(ids, mask, document, counted)
        if self._sketches is None:
            numbers = batch.document.unique().tolist()
            late = self.recorded.intersection(numbers)
            if late:
                raise RecorderError(
                    f"document {min(late)} goes on, but the part that holds it is written: give its rows together")
            held = self._held + sum(len(pending.present) for pending, _ in self._pending)
            if self.part_tokens and held >= self.part_tokens and not self._documents.intersection(numbers):
                self.flush()
            self._documents.update(numbers)
            self._align(batch, document, offsets, text, words)
        return batch

    def _positions(self, mask: Tensor, document: Tensor) -> Tensor:
        """Each token's position in its document, counted on from earlier rows and batches."""
        positions = torch.zeros_like(document)
        for number in document[mask].unique().tolist():
            own = mask & (document == number)
            count = int(own.sum())
            positions[own] = torch.arange(count) + self._seen.get(number, 0)
            self._seen[number] = self._seen.get(number, 0) + count
        return positions

    def _align(self, batch: _Batch, document: Tensor, offsets: Any, text: Any, words: Any) -> None:
        """Keeps where each token lies in its document's text, in bytes, or which word it belongs to."""
        if (offsets is None) != (text is None):
            raise RecorderError("give offsets and text together: neither means anything alone")
        kind = "token.span" if text is not None else "token.word" if words is not None else ""
        if self._aligned not in (None, kind):
            raise RecorderError("give text and offsets, or words, with every batch or with none")
        self._aligned = kind
        if kind == "token.word":
            batch.align = torch.as_tensor(words).cpu().flatten()[batch.present].to(torch.int32)
        elif kind:
            if not isinstance(text, Mapping):
                text = {int(numbers.max()): row for numbers, row in zip(document, text)}
            batch.align = torch.as_tensor(offsets).cpu().reshape(-1, 2)[batch.present].to(torch.int32)
            for number in batch.document.unique().tolist():
                self._texts[number] = text[number].encode()
                if not text[number].isascii():  # a character is not a byte
                    places = torch.tensor([0, *itertools.accumulate(len(c.encode()) for c in text[number])])
                    own = batch.document == number
                    batch.align[own] = places.to(torch.int32)[batch.align[own].long()]

    def _collect(self, batch: _Batch) -> None:
        """Starts to copy a batch's events to the host; two batches later they are waited for."""
        arrivals = {}
        for parts in batch.events.values():
            for at, (first, *part) in enumerate(parts):
                device = part[1].device
                if device.type == "cuda" and device not in arrivals:
                    arrivals[device] = torch.cuda.Event()
                parts[at] = (first, *(t if t is None else t.to("cpu", non_blocking=device.type == "cuda") for t in part))
        for device, arrival in arrivals.items():
            arrival.record(torch.cuda.current_stream(device))
        self._pending.append((batch, list(arrivals.values())))
        self._settle(2)

    def _settle(self, most: int) -> None:
        while len(self._pending) > most:
            batch, arrivals = self._pending.pop(0)
            for arrival in arrivals:
                arrival.synchronize()
            place = batch.counted.nonzero().squeeze(1) + self._held  # of each counted token among all
            for key, parts in batch.events.items():
                for first, token, neuron, value in parts:
                    token = first + torch.arange(len(neuron)) if token is None else token
                    real = value > -math.inf
                    self._host[key].append((place[token.long()][real], neuron[real], value[real]))
            batch.events = {}
            self._batches.append(batch)
            self._held += len(batch.present)

    # Files

    def _start_part(self) -> None:
        nothing = (torch.empty(0, dtype=torch.int64), torch.empty(0, dtype=torch.int32), torch.empty(0))
        self._host: Dict[Tuple[str, str], list] = {
            (policy, site.name): [nothing] for policy in self.policies for site in self.sites}
        self._totals: Dict[str, _Totals] = {}
        self._batches: List[_Batch] = []
        self._held = 0  # tokens
        self._pending: list = []
        self._documents: set = set()
        self._texts: Dict[int, bytes] = {}
        self._aligned: Optional[str] = None

    def _path(self) -> str:
        stem, suffix = os.path.splitext(self.out)
        rank = f".rank{self.rank}of{self.world}" if self.world > 1 else ""
        return stem + rank + (f".part{self.part:04}" if self.part_tokens else "") + suffix

    def _resume(self) -> None:
        if not self.part_tokens:
            raise RecorderError("resume needs part_tokens: without parts there is one file, whole or absent")
        while os.path.exists(self._path()):
            with safe_open(self._path(), "pt") as file:
                metadata = file.metadata() or {}
                for key, value in self.identity.items():
                    if metadata.get(key) != value:
                        raise RecorderError(f"{self._path()} was recorded with another {key}: {metadata.get(key)}")
                self.recorded.update(file.get_tensor("document.index").tolist())
                names, sizes = zip(*(site.rsplit(":", 1) for site in metadata["sites"].split(",")))
                if list(names) != [site.name for site in self.sites]:
                    raise RecorderError(f"{self._path()} was recorded at other sites: {', '.join(names)}")
                sizes = [int(size) for size in sizes]
                for policy in (p for p, (kind, _) in self.policies.items() if kind == "quantile"):
                    parts = file.get_tensor(policy + "/threshold").split(sizes)
                    self.thresholds[policy] = {site.name: part for site, part in zip(self.sites, parts)}
            self.part += 1
        self._resumed = torch.tensor(sorted(self.recorded), dtype=torch.int64)

    def _file(self) -> Tuple[Dict[str, Tensor], Dict[str, str]]:
        """The tensors and metadata of a recording: documents by their number, tokens by document."""
        documents = torch.cat([batch.document for batch in self._batches])
        order = documents.argsort(stable=True)
        place = torch.empty_like(order)
        place[order] = torch.arange(len(order))
        index, lengths = documents.unique(return_counts=True)
        tensors = {
            "document.index": index,
            "document.starts": _starts(lengths),
            "token.id": torch.cat([batch.ids for batch in self._batches])[order],
            "token.counted": torch.cat([batch.counted for batch in self._batches])[order].to(torch.uint8),
            "special": self.special,
        }
        if self._aligned:
            tensors[self._aligned] = torch.cat([batch.align for batch in self._batches])[order]
        if self._aligned == "token.span":
            tensors.update(_packed("document", [self._texts[number] for number in index.tolist()]))
        if self.pieces.names:
            tensors.update(_packed("vocabulary", [n.encode("utf-8", "surrogatepass") for n in self.pieces.names]))
        for (policy, name), parts in self._host.items():
            token, neuron, value = (torch.cat(column) for column in zip(*parts))
            token = place[token]
            rank = (token * (1 << 24) + neuron).argsort()
            tensors[f"{policy}/{name}/count"] = torch.bincount(token, minlength=len(order)).to(torch.int32)
            tensors[f"{policy}/{name}/neuron"] = neuron[rank]
            tensors[f"{policy}/{name}/value"] = value[rank]
        for policy in (p for p, (kind, _) in self.policies.items() if kind == "quantile"):
            tensors[policy + "/threshold"] = torch.cat([self.thresholds[policy][s.name].cpu() for s in self.sites])
        totals = [self._totals[site.name] for site in self.sites]
        tensors.update({
            "moments.count": torch.cat([t.tokens - t.bad.cpu() for t in totals]),
            "moments.sum": torch.cat([t.sums.cpu().double() for t in totals], 1),
            "moments.squares": torch.cat([t.squares.cpu().double() for t in totals], 1),
            "moments.minimum": torch.cat([t.minimum.cpu() for t in totals]),
            "moments.maximum": torch.cat([t.maximum.cpu() for t in totals]),
            "histogram": torch.cat([t.histogram.view(-1, t.bins).cpu() for t in totals]),
        })
        metadata = {
            **self.identity, "rank": str(self.rank), "part": str(self.part), "recorder": "txray_recorder " + VERSION,
            "sites": ",".join(f"{site.name}:{site.neurons}" for site in self.sites), "torch": torch.__version__,
            "histogram.lower": " ".join(str(site.bounds[0]) for site in self.sites),
            "histogram.upper": " ".join(str(site.bounds[1]) for site in self.sites),
            "modules": json.dumps({site.name: [site.module, site.side] for site in self.sites}),
        }
        return {name: tensor.contiguous() for name, tensor in tensors.items()}, metadata


def _is_distributed() -> bool:
    return torch.distributed.is_available() and torch.distributed.is_initialized()


def _starts(lengths: Tensor) -> Tensor:
    return torch.cat([torch.zeros(1, dtype=torch.int64), lengths.cumsum(0)])


def _packed(name: str, texts: Sequence[bytes]) -> Dict[str, Tensor]:
    joined = bytearray(b"".join(texts))
    text = torch.frombuffer(joined, dtype=torch.uint8) if joined else torch.empty(0, dtype=torch.uint8)
    return {name + ".text": text, name + ".text_starts": _starts(torch.tensor([len(text) for text in texts]))}


def _write_whole(path: str, tensors: Dict[str, Tensor], metadata: Dict[str, str]) -> None:
    """Writes beside the path, syncs, then renames: at the path stands a whole file or none."""
    folder, name = os.path.split(os.path.abspath(path))
    os.makedirs(folder, exist_ok=True)
    temporary = os.path.join(folder, f".{name}.{os.getpid()}.tmp")
    try:
        with open(temporary, "wb") as file:
            mode = os.fstat(file.fileno()).st_mode  # as other files; safetensors would keep it to its owner
        save_file(tensors, temporary, metadata)
        os.chmod(temporary, mode)
        with open(temporary, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.remove(temporary)
        raise
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _file_digest(path: str) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()


def digest_of(model: nn.Module) -> str:
    """SHA-256 of all weights: names, types, shapes and bytes, in the order of the names."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        if isinstance(tensor, Tensor):
            flat = tensor.detach().cpu().contiguous()
            digest.update(f"{name} {tensor.dtype} {list(tensor.shape)}\n".encode())
            if flat.numel():
                digest.update((ctypes.c_char * (flat.numel() * flat.element_size())).from_address(flat.data_ptr()))
    return digest.hexdigest()


# --- In one call, and from a Trainer -----------------------------------------------------------------------


@torch.no_grad()
def record_texts(
    model: nn.Module, tokenizer: Any, texts: Sequence[str], out: Union[str, os.PathLike], *,
    batch_size: int = 16, max_length: int = 512, **options: Any,
) -> None:
    """Records a model of `transformers` over texts, in evaluation mode. Each text is a document, cut at `max_length`
    tokens. Thresholds of quantiles are found first. `options` are the Recorder's."""
    device = next(model.parameters()).device
    modes = [(module, module.training) for module in model.modules()]

    def run(recorder: Recorder) -> None:
        own = range(recorder.rank, len(texts), recorder.world)
        for start in range(0, len(own), batch_size):
            numbers = list(own[start : start + batch_size])
            rows = [texts[number] for number in numbers]
            encoded = tokenizer(rows, return_tensors="pt", padding=len(rows) > 1, truncation=True,
                                max_length=max_length, return_offsets_mapping=True)
            offsets = encoded.pop("offset_mapping")
            with recorder.batch(
                encoded["input_ids"], encoded["attention_mask"], document=numbers, offsets=offsets, text=rows
            ):
                model(**encoded.to(device))

    model.eval()
    try:
        with Recorder(model, out, tokenizer=tokenizer, **options) as recorder:
            if len(texts) < recorder.world:  # a process without any would leave the others waiting
                raise RecorderError(f"{len(texts)} texts are too few for {recorder.world} processes: give each at least one")
            if any(kind == "quantile" and p not in recorder.thresholds for p, (kind, _) in recorder.policies.items()):
                with recorder.first_pass():
                    run(recorder)
            run(recorder)
    finally:
        for module, training in modes:
            module.training = training


def trainer_callback(tokenizer: Any, texts: Sequence[str], folder: str, every: int = 500, **options: Any) -> Any:
    """A callback for the Trainer of `transformers` that records `texts` before the first step, every so many steps and
    after the last, as FOLDER/step-000500.recording. `options` are those of `record_texts`."""
    from transformers import TrainerCallback

    class RecorderCallback(TrainerCallback):
        last = -1

        def on_train_begin(self, args, state, control, model=None, **kwargs):
            self.record(model, state.global_step)

        def on_step_end(self, args, state, control, model=None, **kwargs):
            if state.global_step % every == 0:
                self.record(model, state.global_step)

        def on_train_end(self, args, state, control, model=None, **kwargs):
            if state.global_step != self.last:
                self.record(model, state.global_step)

        def record(self, model, step):
            self.last = step
            out = os.path.join(folder, f"step-{step:06}.recording")
            record_texts(model, tokenizer, texts, out, **{"checkpoint": f"step {step}", **options})

    return RecorderCallback()
