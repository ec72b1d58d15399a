"""Records what every neuron of a live PyTorch model does over a text, for `txray collect --recording`.

    from txray_recorder import Recorder

    with Recorder(model, out="tuned.recording", tokenizer=tokenizer, policies=["max1", "quantile:0.999"]) as r:
        with r.first_pass():                          # only for quantile policies without thresholds
            for batch in loader:
                with r.batch(batch["input_ids"], batch["attention_mask"]):
                    model(**batch)
        for batch in loader:
            with r.batch(batch["input_ids"], batch["attention_mask"], text=batch_text, offsets=batch_offsets):
                model(**batch)

    txray collect --recording tuned.recording --stage tuned --output tuned.safetensors

`record_texts` does all of that for a list of texts; `trainer_callback` does it every so many steps of a
`transformers` Trainer. Activations are reduced where the model runs and never kept: memory on the device is
a few numbers a neuron (24 kB during a first pass), on the host the recorded events. A file is written whole
or not at all. Needs torch 2.0 or newer and safetensors, nothing else. The format is described in the
documentation of txray's library Recordings.
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
SiteChoice = Union[None, str, Sequence[str], Mapping[str, Tuple[str, str]]]


class RecorderError(RuntimeError):
    """The model, the text and the recorder don't fit together."""


# --- Sites: where neurons are read -------------------------------------------------------------------


@dataclass
class Site:
    """One place where activations are read: one side of a module, or some columns of it."""

    name: str
    module: str
    side: str  # "input" or "output"
    columns: Optional[slice] = None
    neurons: int = 0  # known when the model has run


# What follows `blocks.N.` in TransformerLens' names, the modules of the common families, and the side. A
# neuron of an MLP is one input of its down projection. Where a family normalises what its MLP gives before
# adding it, the later rule wins.
_RULES = (
    ("mlp.hook_post", r"(?:h|layers)\.(\d+)\.mlp\.(?:c_proj|dense_4h_to_h|down_proj|Wo)", "input"),
    ("mlp.hook_post", r"layer\.(\d+)\.(?:output\.dense|ffn\.lin2)", "input"),
    ("attn.hook_z", r"(?:h|layers)\.(\d+)\.(?:attn\.c_proj|attention\.dense|self_attn\.o_proj|attn\.Wo)", "input"),
    ("attn.hook_z", r"layer\.(\d+)\.attention\.(?:output\.dense|out_lin)", "input"),
    ("hook_mlp_out", r"(?:h|layers)\.(\d+)\.mlp", "output"),
    ("hook_mlp_out", r"layer\.(\d+)\.(?:output\.dense|ffn)", "output"),
    ("hook_mlp_out", r"layers\.(\d+)\.post_feedforward_layernorm", "output"),
    ("hook_resid_post", r"(?:h|layers|layer)\.(\d+)", "output"),
)


def find_sites(model: nn.Module) -> Dict[str, Site]:
    """All sites that the built-in rules find, by name.

    Of a recurrent module with several layers PyTorch shows the last one's output only, so that is its site:
    `lstm.1` for two layers. Each direction is a site (`lstm.1.reverse`).
    """
    found: Dict[str, Site] = {}
    layers = 0
    for path, module in model.named_modules():
        if isinstance(module, nn.RNNBase):
            layers += module.num_layers
            name = f"{module.mode.split('_')[0].lower()}.{layers - 1}"
            size = getattr(module, "proj_size", 0) or module.hidden_size
            found[name] = Site(name, path, "output", slice(0, size))
            if module.bidirectional:
                found[name + ".reverse"] = Site(name + ".reverse", path, "output", slice(size, 2 * size))
    for hook, pattern, side in _RULES:
        ours: Dict[str, Site] = {}
        for path, _ in model.named_modules():
            match = re.fullmatch(r"(?:.*\.)?" + pattern, path)
            if match:
                name = f"blocks.{match[1]}.{hook}"
                if name in ours:
                    raise RecorderError(
                        f"{name} could be {ours[name].module} or {path}: name the modules, as in "
                        f'sites={{"{name}": ("{path}", "{side}")}}'
                    )
                ours[name] = Site(name, path, side)
        found.update(ours)
    return found


def choose_sites(model: nn.Module, choice: SiteChoice = None) -> List[Site]:
    """The sites that `choice` means: None for the MLP neurons or, without any, the recurrent layers; names of
    found sites, `*` and `?` allowed; paths of modules, for their output; or {name: (path, side)}."""
    modules = dict(model.named_modules())
    if isinstance(choice, Mapping):
        sites = [Site(name, path, side) for name, (path, side) in choice.items()]
    else:
        found = find_sites(model)
        if choice is None:
            names = [n for n in found if n.endswith(".mlp.hook_post")] or [n for n in found if "hook_" not in n]
            if not names:
                raise RecorderError(
                    f"no site of {type(model).__name__} is known; name modules, as in "
                    'sites={"blocks.0.mlp.hook_post": ("decoder.layers.0.fc2", "input")}'
                )
            choice = names
        sites = []
        for wanted in [choice] if isinstance(choice, str) else choice:
            matched = [site for name, site in found.items() if fnmatch.fnmatchcase(name, wanted)]
            if not matched and wanted in modules:
                matched = [Site(wanted, wanted, "output")]
            if not matched:
                raise RecorderError(f"no site or module {wanted!r}; sites found: {', '.join(found) or 'none'}")
            sites += [site for site in matched if site not in sites]
    for site in sites:
        if site.module not in modules:
            raise RecorderError(f"site {site.name}: the model has no module {site.module!r}")
        if site.side not in ("input", "output"):
            raise RecorderError(f"site {site.name}: {site.side!r} is neither input nor output")
        if not site.name or re.search(r"[\s:,]", site.name):
            raise RecorderError(f"{site.name!r} can't name a site: no blanks, colons or commas")
    return sites


# --- Tokenizers: names of tokens, and which of them are special --------------------------------------


@dataclass
class Pieces:
    """What a recording says of the tokenizer."""

    names: List[str] = field(default_factory=list)
    special: List[int] = field(default_factory=list)
    unknown: Optional[int] = None
    joining: str = ""  # how pieces make up text: byte-level, wordpiece, metaspace, words, or "" if not known
    digest: str = ""

    @staticmethod
    def of(tokenizer: Any) -> "Pieces":
        """Reads a tokenizer: of `transformers` or `tokenizers`, a tokenizer.json or its folder, a file with one
        token a line, or a list of tokens."""
        if tokenizer is None:
            return Pieces()
        backend = getattr(tokenizer, "backend_tokenizer", tokenizer)
        if hasattr(backend, "to_str"):
            return Pieces._of_json(backend.to_str())
        if isinstance(tokenizer, (str, os.PathLike)):
            path = os.fspath(tokenizer)
            path = os.path.join(path, "tokenizer.json") if os.path.isdir(path) else path
            with open(path, encoding="utf-8", newline="\n") as file:
                text = file.read()
            if path.endswith(".json"):
                return Pieces._of_json(text)
            return Pieces._of_words(text.replace("\r\n", "\n").removesuffix("\n").split("\n"))
        if isinstance(tokenizer, Sequence):
            return Pieces._of_words(list(tokenizer))
        names = tokenizer.get_vocab()  # a tokenizer of transformers written in Python
        return Pieces(_by_id(names.items()), _without(tokenizer.all_special_ids, tokenizer.unk_token_id))

    @staticmethod
    def _of_words(names: List[str]) -> "Pieces":
        unknown = next((names.index(u) for u in ("<unk>", "<UNK>", "[UNK]") if u in names), None)
        return Pieces(names, [], unknown, "words", hashlib.sha256("\n".join(names).encode()).hexdigest())

    @staticmethod
    def _of_json(text: str) -> "Pieces":
        data = json.loads(text)
        model, added = data["model"], data.get("added_tokens") or []
        pairs = model["vocab"].items() if isinstance(model["vocab"], dict) else (
            (entry[0], i) for i, entry in enumerate(model["vocab"]))
        ids = dict(pairs)
        ids.update((token["content"], token["id"]) for token in added)
        unknown = ids.get(model.get("unk_token"), model.get("unk_id"))
        decoder = json.dumps(data.get("decoder") or data.get("pre_tokenizer") or {}, ensure_ascii=False)
        kinds = (('"ByteLevel"', "byte-level"), ('"WordPiece"', "wordpiece"), ("\u2581", "metaspace"))
        joining = next((kind for sign, kind in kinds if sign in decoder), "words" if model.get("type") == "WordLevel" else "")
        special = _without([token["id"] for token in added if token.get("special")], unknown)
        return Pieces(_by_id(ids.items()), special, unknown, joining, hashlib.sha256(text.encode()).hexdigest())


def _without(ids: Sequence[int], unknown: Optional[int]) -> List[int]:
    """Special tokens; the unknown token stands for text, so it is not one of them."""
    return sorted(set(ids) - {unknown})


def _by_id(pairs) -> List[str]:
    names = {id: name for name, id in pairs}
    return [names.get(id, f"<{id}>") for id in range(max(names, default=-1) + 1)]


# --- Policies: which activations are events -----------------------------------------------------------


def _policy(text: str) -> Tuple[str, float]:
    kind, _, number = text.partition(":")
    with contextlib.suppress(ValueError):
        if kind in ("max1", "abs-max1") and not number:
            return kind, 1
        if kind == "topk" and int(number) > 0:
            return kind, int(number)
        if kind == "quantile" and 0 < float(number) < 1:
            return kind, float(number)
    raise RecorderError(f"policy {text!r} is none of max1, abs-max1, topk:K, quantile:Q")


def _first_largest(x: Tensor) -> Tuple[Tensor, Tensor]:
    """Value and index of each row's largest, the first of equals. In two steps it takes a quarter of the time
    of `x.max(1)` on a CPU."""
    if x.is_cuda or x.shape[1] % 64 or x.shape[1] == 64:
        return x.max(1)
    parts = x.unflatten(1, (-1, 64))
    value, part = parts.amax(2).max(1)
    return value, part * 64 + parts[torch.arange(len(x)), part].argmax(1)


class _Sketch:
    """Counts of activations in bins narrow in proportion to what they hold: 128 to every doubling, from 2^-10 to
    2^14, of either sign. The same bins as txray's QuantileSketch, so thresholds are the same to the bit."""

    FIRST, LAST = (127 - 10) << 7, (127 + 14) << 7
    HALF = LAST - FIRST
    BINS = 2 * HALF + 1

    def __init__(self, neurons: int, device: torch.device):
        self.counts = torch.zeros(neurons * self.BINS, dtype=torch.int32, device=device)
        self.start = torch.arange(neurons, device=device) * self.BINS

    def add(self, x: Tensor, bad: Optional[Tensor]) -> None:
        key = (x.contiguous().view(torch.int32) & 0x7FFFFFFF) >> 16
        distance = (key.clamp(max=self.LAST - 1) - self.FIRST + 1).clamp_(min=0)
        place = self.HALF + torch.where(x < 0, -distance, distance) + self.start
        one = torch.ones_like(place, dtype=torch.int32) if bad is None else (~bad).to(torch.int32)
        self.counts.scatter_add_(0, place.flatten(), one.flatten())

    def thresholds(self, quantile: float) -> Tensor:
        if torch.distributed.is_available() and torch.distributed.is_initialized():
            torch.distributed.all_reduce(self.counts)
        below = self.counts.view(-1, self.BINS).cpu().cumsum(1, dtype=torch.int64)
        total = below[:, -1:].contiguous()
        bin = torch.searchsorted(below, (total.double() * quantile).ceil().long()).squeeze(1) - self.HALF
        bits = torch.where(bin >= 0, self.FIRST + bin, self.FIRST - bin - 1) << 16
        edge = bits.to(torch.int32).view(torch.float32)
        return torch.where(total[:, 0] == 0, math.inf, torch.where(bin >= 0, edge, -edge))


# --- One batch: where its tokens stand ----------------------------------------------------------------


class _Batch:
    """The tokens of one batch and which of them count, worked out on the host before the model runs."""

    def __init__(self, ids: Tensor, mask: Tensor, document: Tensor, counted: Tensor, device: torch.device):
        self.shape = ids.shape
        self.device = device
        present = (mask & (document >= 0)).flatten()
        self.present = present.nonzero().squeeze(1)
        self.ids = ids.flatten()[self.present].to(torch.int32)
        self.document = document.flatten()[self.present]
        self.counted = counted.flatten()[self.present]
        self.rows = (present & counted.flatten()).nonzero().squeeze(1)  # in [B * T], the counted tokens
        self.unpadded = (mask.flatten().cumsum(0) - 1)[self.rows]  # among the tokens that are not padding
        self.tokens = int(mask.sum())
        self.fired: set = set()
        self._chunks: Dict[Tuple[int, bool], list] = {}

    def chunks(self, size: int, blocks: int, unpadded: bool) -> list:
        """Counted tokens by so many: (first, rows, which of the chunk's blocks each token is in, the blocks)."""
        key = (size, unpadded)
        if key not in self._chunks:
            rows, documents = self.unpadded if unpadded else self.rows, self.document[self.counted]
            wide = torch.float32 if self.device.type == "mps" else torch.float64
            self._chunks[key] = chunks = []
            for first in range(0, len(rows), size):
                part = rows[first : first + size]
                block, place = (documents[first : first + size] % blocks).unique(return_inverse=True)
                weights = (torch.arange(len(block))[:, None] == place).to(wide)
                whole = int(part[-1] - part[0]) + 1 == len(part)
                index = slice(int(part[0]), int(part[-1]) + 1) if whole else part.to(self.device, non_blocking=True)
                chunks.append((first, index, weights.to(self.device, non_blocking=True), block.to(self.device)))
        return self._chunks[key]


class _Totals:
    """Moments and histogram of one site's neurons, summed on the device."""

    def __init__(self, site: Site, blocks: int, histogram: Tuple[float, float, int], device: torch.device):
        n, (low, high, bins) = site.neurons, histogram
        wide = torch.float32 if device.type == "mps" else torch.float64
        self.sums = torch.zeros(blocks, n, dtype=wide, device=device)
        self.squares = torch.zeros_like(self.sums)
        self.minimum = torch.full((n,), math.inf, device=device)
        self.maximum = torch.full((n,), -math.inf, device=device)
        self.histogram = torch.zeros(n * bins, dtype=torch.int64, device=device)
        self.bad = torch.zeros(n, dtype=torch.int64, device=device)
        self.low, self.bins, self.scale = low, bins, bins / (high - low)
        self.start = torch.arange(n, dtype=torch.int32, device=device) * bins
        self.tokens = 0

    def add(self, x: Tensor, weights: Tensor, block: Tensor) -> Tuple[Tensor, Optional[Tensor]]:
        """Adds activations [T, N]. Returns them with -inf for what is not finite, and where that is."""
        wide = x.to(self.sums.dtype)
        sums, lowest, highest, bad = weights @ wide, x, x, None
        # A sum is finite only if all of its terms are. Asking a GPU would mean to wait for it.
        if x.device.type != "cpu" or not bool(torch.isfinite(sums).all()):
            bad = ~torch.isfinite(x)
            lowest, highest = x.masked_fill(bad, -math.inf), x.masked_fill(bad, math.inf)
            x = x.masked_fill(bad, 0)
            wide = x.to(self.sums.dtype)
            sums = weights @ wide
        self.sums.index_add_(0, block, sums)
        self.squares.index_add_(0, block, weights @ wide.square_())
        self.minimum = torch.minimum(self.minimum, highest.amin(0))
        self.maximum = torch.maximum(self.maximum, lowest.amax(0))
        place = (x - self.low).mul_(self.scale).clamp_(0, self.bins - 1).to(torch.int32).add_(self.start)
        self.histogram += torch.bincount(place.flatten(), minlength=len(self.histogram))
        if bad is not None:
            count = bad.sum(0)
            self.bad += count
            zero = int(min(max(-self.low * self.scale, 0), self.bins - 1))
            self.histogram.view(-1, self.bins)[:, zero] -= count  # zero stood in for them
        self.tokens += len(x)
        return lowest, bad


# --- The recorder -------------------------------------------------------------------------------------


class Recorder:
    """Records a model. Use it as a context manager: leaving it without an exception writes the file.

    model       any nn.Module, on any device
    out         the file to write; with more ranks or parts their numbers come before the suffix
    sites       see `choose_sites`
    policies    max1, abs-max1, topk:K, quantile:Q
    tokenizer   see `Pieces.of`: names tokens, tells special ones, and how pieces make up words
    special     ids that are left out of every statistic, in place of the tokenizer's own
    thresholds  {policy: {site: tensor [neurons]}}, for quantiles without a first pass
    blocks      documents are spread over so many blocks by their number; leave it at 64 to compare with txray
    histogram   range and number of bins of each neuron's histogram
    skip_starts so many tokens at the start of each document are left out of every statistic
    corpus      name of the text; the path of its file, if it has one, identifies it
    checkpoint  name of the weights
    digest      identifies the weights, where hashing all of them is not wanted
    lineage     a word of your choice, equal for checkpoints of one training: their neurons are comparable
    part_tokens starts a new file after so many tokens, so that little is lost when the job is killed
    resume      goes on after the whole parts that an earlier, killed job left
    rank, world which process of how many this is; torch.distributed knows by itself
    """

    def __init__(
        self, model: nn.Module, out: Union[str, "os.PathLike[str]"], *, sites: SiteChoice = None,
        policies: Sequence[str] = ("max1",), tokenizer: Any = None, special: Optional[Sequence[int]] = None,
        thresholds: Optional[Mapping[str, Mapping[str, Tensor]]] = None, blocks: int = 64,
        histogram: Tuple[float, float, int] = (-1.0, 1.0, 32), skip_starts: int = 0, corpus: str = "",
        checkpoint: str = "", digest: Optional[str] = None, lineage: str = "", part_tokens: int = 0,
        resume: bool = False, rank: Optional[int] = None, world: Optional[int] = None,
    ):
        running = torch.distributed.is_available() and torch.distributed.is_initialized()
        self.rank = rank if rank is not None else torch.distributed.get_rank() if running else 0
        self.world = world if world is not None else torch.distributed.get_world_size() if running else 1
        self.model, self.out, self.blocks, self.histogram = model, os.fspath(out), blocks, histogram
        self.sites = choose_sites(model, sites)
        self.policies = {text: _policy(text) for text in policies}
        self.pieces = Pieces.of(tokenizer)
        self.special = torch.tensor(self.pieces.special if special is None else list(special), dtype=torch.int64)
        self.thresholds: Dict[str, Dict[str, Tensor]] = {p: dict(by) for p, by in (thresholds or {}).items()}
        self.skip_starts, self.part_tokens, self.part = skip_starts, part_tokens, 0
        self.recorded: set = set()  # documents in whole parts, of this job or of the one that it goes on with
        corpus_digest = ""
        if corpus and os.path.isfile(corpus):
            with open(corpus, "rb") as file:
                corpus_digest = hashlib.sha256(file.read()).hexdigest()
        self.identity = {
            "format": FORMAT, "version": VERSION, "policies": ",".join(self.policies), "blocks": str(blocks),
            "histogram": ",".join(map(repr, histogram)), "documents.skipped_start": str(skip_starts),
            "corpus": corpus, "corpus.sha256": corpus_digest, "tokenizer.sha256": self.pieces.digest,
            "tokenizer.joining": self.pieces.joining, "lineage": lineage, "checkpoint": checkpoint
            or str(getattr(getattr(model, "config", None), "_name_or_path", "") or type(model).__name__),
            "checkpoint.sha256": digest if digest is not None else digest_of(model), "world": str(self.world),
            "unknown": "" if self.pieces.unknown is None else str(self.pieces.unknown),
        }
        self._sketches: Optional[Dict[str, _Sketch]] = None
        self._current: Optional[_Batch] = None
        self._broken = False
        self._next = self.rank
        self._start_part()
        if resume:
            self._resume()
        modules = dict(model.named_modules())
        self._hooks = [self._hook(site, modules[site.module]) for site in self.sites]

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, kind, error, trace) -> None:
        for hook in self._hooks:
            hook.remove()
        if kind is None:
            self.flush()

    # -- The user's side

    @contextlib.contextmanager
    def first_pass(self) -> Iterator[None]:
        """Batches inside only find thresholds for the quantile policies; nothing is recorded."""
        self._sketches = {}
        yield
        for policy, (kind, number) in self.policies.items():
            if kind == "quantile" and policy not in self.thresholds:
                self.thresholds[policy] = {s.name: self._sketches[s.name].thresholds(number) for s in self.sites}
        self._sketches = None
        self._seen.clear()
        self._next = self.rank

    @contextlib.contextmanager
    def batch(
        self, ids: Tensor, attention_mask: Optional[Tensor] = None, *, document: Any = None, offsets: Any = None,
        text: Any = None, words: Any = None,
    ) -> Iterator[None]:
        """Records the one forward pass made inside. Give tensors as they come from the loader, on the host, so that
        nothing waits for a GPU.

        ids             [B, T] token ids, whatever order of dimensions the model itself wants
        attention_mask  [B, T], 0 for padding on either side
        document        number of each row's document, or of each token's [B, T] where documents are packed, -1 for
                        none; without it every row is the next document. A document goes on where its number comes
                        again, in the next rows or batches.
        offsets         [B, T, 2] where each token lies in its document's text, in characters (`offset_mapping`)
        text            the documents' texts: one a row, or {number: text}
        words           [B, T] index of the word of each token (`word_ids`), -1 for none; in place of text
        """
        if self._broken:
            raise RecorderError("an earlier batch failed half way, so the sums can't be trusted: record anew")
        batch = self._prepare(ids, attention_mask, document, offsets, text, words)
        self._current, self._events = batch, {}
        try:
            yield
        except BaseException:
            self._broken = True
            raise
        finally:
            self._current = None
        silent = [site.name for site in self.sites if site.name not in batch.fired]
        if silent and len(batch.rows):
            self._broken = True
            raise RecorderError(f"the model did not run {', '.join(silent)} in this batch")
        if self._sketches is None:
            self._collect(batch)

    def flush(self) -> Optional[str]:
        """Writes what was recorded since the last part, whole or not at all. Returns the file's path."""
        if self._broken:
            raise RecorderError("a batch failed half way, so nothing is written: record anew")
        self._settle(0)
        if not self._tokens:
            return None
        path = self._path(self.part)
        _write_whole(path, *self._file())
        self.recorded |= self._documents
        self.part += 1
        self._start_part()
        return path

    # -- Hooks

    def _hook(self, site: Site, module: nn.Module):
        if site.side == "input":
            def before(module, args, kwargs):
                self._see(site, module, args[0] if args else next(iter(kwargs.values())))
            return module.register_forward_pre_hook(before, with_kwargs=True)
        return module.register_forward_hook(lambda module, args, output: self._see(site, module, output))

    @torch.no_grad()
    def _see(self, site: Site, module: nn.Module, value: Any) -> None:
        batch = self._current
        if batch is None or not len(batch.rows):
            return
        if site.name in batch.fired:
            raise RecorderError(f"{site.module} ran twice in one batch: a module that several layers share is no site")
        batch.fired.add(site.name)
        flat, unpadded = self._flatten(site, module, value, batch)
        flat = flat if site.columns is None else flat[:, site.columns]
        if site.neurons not in (0, flat.shape[1]):
            raise RecorderError(f"site {site.name} had {site.neurons} neurons and now has {flat.shape[1]}")
        site.neurons = flat.shape[1]
        # As many tokens at a time as keep a CPU's cache, or fill a GPU.
        size = max(1, (1 << 18) // site.neurons) if flat.device.type == "cpu" else 4096
        for first, rows, weights, block in batch.chunks(size, self.blocks, unpadded):
            self._reduce(site, flat[rows].float(), first, weights, block)

    def _flatten(self, site: Site, module: nn.Module, value: Any, batch: _Batch) -> Tuple[Tensor, bool]:
        """The activations as [B * T, N], or as [tokens, N] of a model that takes padding out."""
        rows, length = batch.shape
        if isinstance(module, nn.RNNBase):
            value = value[0]
            if isinstance(value, PackedSequence):
                value = pad_packed_sequence(value, batch_first=True, total_length=length)[0]
            elif not module.batch_first:
                value = value.transpose(0, 1)
        elif isinstance(value, (tuple, list)):
            value = value[0]
        value = value.detach()
        if value.dim() > 2 and tuple(value.shape[:2]) == (rows, length):
            return value.reshape(rows * length, -1), False
        if value.dim() == 2 and len(value) in (rows * length, batch.tokens):
            return value, len(value) != rows * length
        raise RecorderError(
            f"site {site.name}: {site.module} has {list(value.shape)}, but the batch has {rows} x {length} tokens")

    def _reduce(self, site: Site, x: Tensor, first: int, weights: Tensor, block: Tensor) -> None:
        if self._sketches is not None:
            if site.name not in self._sketches:
                self._sketches[site.name] = _Sketch(site.neurons, x.device)
            bad = ~torch.isfinite(x)
            return self._sketches[site.name].add(x, bad if x.is_cuda or bool(bad.any()) else None)
        if site.name not in self._totals:
            self._totals[site.name] = _Totals(site, self.blocks, self.histogram, x.device)
        lowest, bad = self._totals[site.name].add(x, weights, block)
        for policy, (kind, number) in self.policies.items():
            token = None
            if kind == "quantile":
                limit = self._threshold(policy, site, x.device)
                token, neuron = (lowest > limit).nonzero(as_tuple=True)
                value = lowest[token, neuron]
                token = (token + first).to(torch.int32)
            elif kind == "topk":
                value, neuron = lowest.topk(min(int(number), site.neurons), dim=1)
            elif kind == "max1":
                value, neuron = _first_largest(lowest)
            else:
                size = x.abs() if bad is None else x.abs().masked_fill_(bad, -math.inf)
                neuron = _first_largest(size)[1]
                value = lowest.gather(1, neuron[:, None]).squeeze(1)
            self._events.setdefault((policy, site.name), []).append(
                (first, token, neuron.to(torch.int32), value))

    def _threshold(self, policy: str, site: Site, device: torch.device) -> Tensor:
        try:
            limit = self.thresholds[policy][site.name]
        except KeyError:
            raise RecorderError(
                f"{policy} needs thresholds: run the text once inside `with r.first_pass():`, or give thresholds=") from None
        if limit.device != device or limit.dtype != torch.float32:
            limit = self.thresholds[policy][site.name] = limit.to(device, torch.float32)
        return limit

    # -- Tokens, on the host

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
            raise RecorderError(f"mask {list(mask.shape)} or documents {list(document.shape)} don't fit ids {list(ids.shape)}")
        if self.recorded:
            done = torch.tensor(sorted(self.recorded))
            document = document.masked_fill(torch.isin(document, done), -1)
        counted = mask & ~torch.isin(ids, self.special)
        if self.skip_starts:
            counted &= self._positions(mask, document) >= self.skip_starts
        numbers = document[mask & (document >= 0)].unique().tolist()
        if self._sketches is None:
            if self.part_tokens and self._tokens_held >= self.part_tokens and not self._documents.intersection(numbers):
                self.flush()
            self._documents.update(numbers)
        device = next(itertools.chain(self.model.parameters(), self.model.buffers()), torch.empty(0)).device
        batch = _Batch(ids, mask, document, counted, device)
        if self._sketches is None:
            self._take_text(batch, document, offsets, text, words)
        return batch

    def _positions(self, mask: Tensor, document: Tensor) -> Tensor:
        """Each token's position in its document, counted on from earlier rows and batches."""
        positions = torch.zeros_like(document)
        for place in (mask & (document >= 0)).nonzero().tolist():
            number = int(document[place[0], place[1]])
            positions[place[0], place[1]] = self._seen[number] = self._seen.get(number, -1) + 1
        return positions

    def _take_text(self, batch: _Batch, document: Tensor, offsets: Any, text: Any, words: Any) -> None:
        if (offsets is None) != (text is None):
            raise RecorderError("offsets mean nothing without text, nor text without offsets: give both or neither")
        aligned = "text" if text is not None else "words" if words is not None else "none"
        if self._aligned not in (None, aligned):
            raise RecorderError(f"earlier batches came with {self._aligned}, this one with {aligned}")
        self._aligned = aligned
        if words is not None and text is None:
            batch.align = torch.as_tensor(words).cpu().flatten()[batch.present].to(torch.int32)
        if text is None:
            return
        if not isinstance(text, Mapping):
            text = {int(document[row].max()): text[row] for row in range(len(document))}
        spans = torch.as_tensor(offsets).cpu().reshape(-1, 2)[batch.present].to(torch.int32)
        for number in batch.document.unique().tolist():
            self._texts[number] = text[number].encode()
            if not text[number].isascii():  # characters are not bytes
                place = [0, *itertools.accumulate(len(c.encode()) for c in text[number])]
                own = batch.document == number
                spans[own] = torch.tensor(place, dtype=torch.int32)[spans[own].long()]
        batch.align = spans

    def _collect(self, batch: _Batch) -> None:
        """Starts the copies of a batch's events to the host; they are waited for two batches later."""
        events = {}
        for key, parts in self._events.items():
            events[key] = [(first, *(t if t is None else t.to("cpu", non_blocking=True) for t in part))
                           for first, *part in parts]
        arrived = torch.cuda.Event() if batch.device.type == "cuda" else None
        if arrived:
            arrived.record()
        self._pending.append((batch, events, arrived))
        self._tokens_held += len(batch.present)
        self._settle(2)

    def _settle(self, most: int) -> None:
        while len(self._pending) > most:
            batch, events, arrived = self._pending.pop(0)
            if arrived:
                arrived.synchronize()
            place = batch.counted.nonzero().squeeze(1) + sum(len(b.present) for b in self._tokens)
            for key, parts in events.items():
                for first, token, neuron, value in parts:
                    if token is None:
                        token = first + torch.arange(len(neuron)).repeat_interleave(neuron.numel() // len(neuron))
                    neuron, value = neuron.flatten(), value.flatten()
                    real = value > -math.inf
                    self._host.setdefault(key, []).append((place[token.long()][real], neuron[real], value[real]))
            self._tokens.append(batch)

    # -- Files

    def _start_part(self) -> None:
        self._totals: Dict[str, _Totals] = {}
        self._tokens: List[_Batch] = []
        self._tokens_held = 0
        self._host: Dict[Tuple[str, str], list] = {}
        self._pending: list = []
        self._documents: set = set()
        self._texts: Dict[int, bytes] = {}
        self._aligned: Optional[str] = None
        self._seen: Dict[int, int] = {}

    def _path(self, part: int) -> str:
        stem, suffix = os.path.splitext(self.out)
        rank = f".rank{self.rank}of{self.world}" if self.world > 1 else ""
        return stem + rank + (f".part{part:04}" if self.part_tokens else "") + suffix

    def _resume(self) -> None:
        if not self.part_tokens:
            raise RecorderError("resume needs part_tokens: without parts there is one file, whole or absent")
        while os.path.exists(self._path(self.part)):
            with safe_open(self._path(self.part), "pt") as file:
                metadata = file.metadata() or {}
                for key, value in self.identity.items():
                    if metadata.get(key) != value:
                        raise RecorderError(f"{self._path(self.part)} was recorded with another {key}: {metadata.get(key)}")
                self.recorded.update(file.get_tensor("document.index").tolist())
                for policy in self.policies:
                    if policy.startswith("quantile:"):
                        sizes = [int(s.rpartition(":")[2]) for s in metadata["sites"].split(",")]
                        parts = file.get_tensor(f"{policy}/threshold").split(sizes)
                        self.thresholds[policy] = {s.name: part for s, part in zip(self.sites, parts)}
            self.part += 1

    def _file(self) -> Tuple[Dict[str, Tensor], Dict[str, str]]:
        """The tensors and metadata of a recording. Documents come by their number, tokens by document."""
        documents = torch.cat([b.document for b in self._tokens])
        order = documents.argsort(stable=True)
        to = torch.empty_like(order)
        to[order] = torch.arange(len(order))
        index, lengths = documents.unique(return_counts=True)
        tensors = {
            "document.index": index, "document.starts": _starts(lengths),
            "token.id": torch.cat([b.ids for b in self._tokens])[order],
            "token.counted": torch.cat([b.counted for b in self._tokens])[order].to(torch.uint8),
            "special": self.special,
        }
        if self._aligned in ("text", "words"):
            name = "token.span" if self._aligned == "text" else "token.word"
            tensors[name] = torch.cat([b.align for b in self._tokens])[order]
        if self._aligned == "text":
            tensors.update(_packed("document", [self._texts[number] for number in index.tolist()]))
        if self.pieces.names:
            tensors.update(_packed("vocabulary", [n.encode("utf-8", "surrogatepass") for n in self.pieces.names]))
        for policy in self.policies:
            for site in self.sites:
                token, neuron, value = (torch.cat(part) for part in zip(*self._host[policy, site.name]))
                key = to[token] * site.neurons + neuron
                rank = key.argsort()
                prefix = f"{policy}/{site.name}/"
                tensors[prefix + "count"] = torch.bincount(to[token], minlength=len(order)).to(torch.int32)
                tensors[prefix + "neuron"] = neuron[rank]
                tensors[prefix + "value"] = value[rank]
            if policy.startswith("quantile:"):
                tensors[policy + "/threshold"] = torch.cat(
                    [self.thresholds[policy][s.name].float().cpu() for s in self.sites])
        totals = [self._totals[s.name] for s in self.sites]
        tensors.update({
            "moments.count": torch.cat([t.tokens - t.bad.cpu() for t in totals]),
            "moments.sum": torch.cat([t.sums.cpu().double() for t in totals], 1),
            "moments.squares": torch.cat([t.squares.cpu().double() for t in totals], 1),
            "moments.minimum": torch.cat([t.minimum.cpu() for t in totals]),
            "moments.maximum": torch.cat([t.maximum.cpu() for t in totals]),
            "histogram": torch.cat([t.histogram.view(-1, t.bins).cpu() for t in totals]),
        })
        metadata = dict(
            self.identity, rank=str(self.rank), part=str(self.part), recorder="txray_recorder " + VERSION,
            sites=",".join(f"{s.name}:{s.neurons}" for s in self.sites), torch=torch.__version__,
            modules=json.dumps({s.name: [s.module, s.side] for s in self.sites}))
        return {name: tensor.contiguous() for name, tensor in tensors.items()}, metadata


def _starts(lengths: Tensor) -> Tensor:
    return torch.cat([torch.zeros(1, dtype=torch.int64), lengths.cumsum(0)])


def _packed(name: str, texts: Sequence[bytes]) -> Dict[str, Tensor]:
    joined = bytearray(b"".join(texts))
    return {
        name + ".text": torch.frombuffer(joined, dtype=torch.uint8) if joined else torch.empty(0, dtype=torch.uint8),
        name + ".text_starts": _starts(torch.tensor([len(text) for text in texts])),
    }


def _write_whole(path: str, tensors: Dict[str, Tensor], metadata: Dict[str, str]) -> None:
    """Writes beside the path, syncs, then renames: at the path stands a whole file or none."""
    folder, name = os.path.split(os.path.abspath(path))
    os.makedirs(folder, exist_ok=True)
    temporary = os.path.join(folder, f".{name}.{os.getpid()}.tmp")
    try:
        save_file(tensors, temporary, metadata)
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


def digest_of(model: nn.Module) -> str:
    """SHA-256 of all weights: names, types, shapes and bytes, in the order of the names."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        if isinstance(tensor, Tensor):
            flat = tensor.detach().cpu().contiguous().reshape(-1)
            digest.update(f"{name} {tensor.dtype} {list(tensor.shape)}\n".encode())
            size = flat.numel() * flat.element_size()
            if size:
                digest.update((ctypes.c_char * size).from_address(flat.data_ptr()))
    return digest.hexdigest()


# --- In one call, and from a Trainer ------------------------------------------------------------------


@torch.no_grad()
def record_texts(
    model: nn.Module, tokenizer: Any, texts: Sequence[str], out: Union[str, "os.PathLike[str]"], *,
    batch_size: int = 16, max_length: int = 512, **options: Any,
) -> None:
    """Records a model of `transformers` over texts, in evaluation mode, each text one document, cut at `max_length`
    tokens. Thresholds of quantile policies are found first. `options` are the Recorder's."""
    device = next(model.parameters()).device
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with Recorder(model, out, tokenizer=tokenizer, **options) as recorder:
            own = range(recorder.rank, len(texts), recorder.world)

            def run() -> None:
                for start in range(0, len(own), batch_size):
                    numbers = list(own[start : start + batch_size])
                    encoded = tokenizer(
                        [texts[n] for n in numbers], return_tensors="pt", padding=len(numbers) > 1, truncation=True,
                        max_length=max_length, return_offsets_mapping=True)
                    offsets = encoded.pop("offset_mapping")
                    with recorder.batch(
                        encoded["input_ids"], encoded["attention_mask"], document=numbers, offsets=offsets,
                        text=[texts[n] for n in numbers],
                    ):
                        model(**encoded.to(device))

            if any(p.startswith("quantile:") and p not in recorder.thresholds for p in recorder.policies):
                with recorder.first_pass():
                    run()
            run()
    finally:
        for module, training in modes:
            module.training = training


def trainer_callback(tokenizer: Any, texts: Sequence[str], folder: str, every: int = 500, **options: Any) -> Any:
    """A callback for the Trainer of `transformers` that records `texts` before the first step, every so many steps
    and after the last, as FOLDER/step-000500.recording. `options` are those of `record_texts`."""
    from transformers import TrainerCallback

    class RecorderCallback(TrainerCallback):
        def on_train_begin(self, args, state, control, model=None, **kwargs):
            self._record(model, state.global_step)

        def on_step_end(self, args, state, control, model=None, **kwargs):
            if state.global_step % every == 0:
                self._record(model, state.global_step)

        def on_train_end(self, args, state, control, model=None, **kwargs):
            if state.global_step % every:
                self._record(model, state.global_step)

        def _record(self, model, step):
            out = os.path.join(folder, f"step-{step:06}.recording")
            record_texts(model, tokenizer, texts, out, **{"checkpoint": f"step {step}", **options})

    return RecorderCallback()
