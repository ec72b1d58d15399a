"""Writes the models of the folder `strangers`, built in the ways that people build recurrent models, and
strangers.json with what PyTorch computes from them; and the random models of `random`.

Run once with PyTorch (CPU), in this folder; the files are kept, so tests need no Python.
"""
import collections, json, math, os, random
import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import save_file, save_model

torch.manual_seed(7)
random.seed(7)
V = 9
DOCUMENTS = [[random.randrange(V) for _ in range(n)] for n in (5, 1, 9, 67)]
cases = {}


def rounded(tensor):
    return [round(float(x), 7) for x in tensor.detach().double().reshape(-1)]


def perplexity(logits_of):
    loss, count = 0.0, 0
    for document in DOCUMENTS:
        if len(document) < 2:
            continue
        logits = logits_of(torch.tensor([document]))[0]
        loss += float(F.cross_entropy(logits[:-1].double(), torch.tensor(document[1:]), reduction="sum"))
        count += len(document) - 1
    return math.exp(loss / count)


def record(name, sites_of, save, logits=None, classes=None, documents=DOCUMENTS[:3], **hints):
    """sites_of(ids [1, T]) gives {site: [1, T, H]}; logits(ids) [1, T, V]; classes(ids) [1, K]."""
    with torch.no_grad():
        entry = {"hints": hints, "sites": []}
        for document in DOCUMENTS:
            states = sites_of(torch.tensor([document]))
            entry["sites"].append({site: rounded(values[0][:12]) for site, values in states.items()})
        if logits:
            entry["perplexity"] = perplexity(logits)
        if classes:
            entry["logits"] = [rounded(classes(torch.tensor([document]))[0]) for document in DOCUMENTS]
    entry["file"] = save(name)
    cases[name] = entry


def pt(content):
    def save(name):
        torch.save(content, f"strangers/{name}.pt")
        return f"{name}.pt"
    return save


class Stack(nn.Module):
    """AWD-LSTM's shape: layers of different widths, each a module, and a tied decoder."""

    def __init__(self, widths, make=nn.LSTM, tied=True):
        super().__init__()
        self.encoder = nn.Embedding(V, widths[0])
        self.rnns = nn.ModuleList([make(a, b, batch_first=True) for a, b in zip(widths, widths[1:])])
        self.decoder = nn.Linear(widths[-1], V)
        if tied:
            self.decoder.weight = self.encoder.weight

    def states(self, ids):
        x, out = self.encoder(ids), []
        for rnn in self.rnns:
            x, _ = rnn(x)
            out.append(x)
        return out

    def forward(self, ids):
        return self.decoder(self.states(ids)[-1])


def by_site(kind, states):
    return {f"{kind}.{i}": s for i, s in enumerate(states)}


m = Stack([4, 6, 5, 4])
record("stacked", lambda i: by_site("lstm", m.states(i)), pt(m.state_dict()), m)

m = Stack([3, 5, 4], make=nn.GRU, tied=False)
renamed = {k.replace("rnns.0", "gru1").replace("rnns.1", "gru2"): v for k, v in m.state_dict().items()}
record("numbered", lambda i, m=m: by_site("gru", m.states(i)), pt(renamed), m)

# fastai's names: the weight beside a copy with dropout in it; salesforce's, the weight alone.
m = Stack([4, 6, 4])
for name, has_copy in (("weight_dropped", True), ("weight_dropped_alone", False)):
    state = {"0.encoder.weight": m.encoder.weight, "0.encoder_dp.emb.weight": m.encoder.weight}
    for i, rnn in enumerate(m.rnns):
        state[f"0.rnns.{i}.weight_hh_l0_raw"] = rnn.weight_hh_l0
        for key in ("weight_ih_l0", "bias_ih_l0", "bias_hh_l0"):
            state[f"0.rnns.{i}.module.{key}"] = getattr(rnn, key)
        if has_copy:
            state[f"0.rnns.{i}.module.weight_hh_l0"] = F.dropout(rnn.weight_hh_l0, 0.5)
    state["1.decoder.weight"], state["1.decoder.bias"] = m.decoder.weight, m.decoder.bias
    state = {k: v.detach() for k, v in state.items()}
    record(name, lambda i, m=m: by_site("lstm", m.states(i)), pt(state), m)


class Whole(nn.Module):
    """One recurrent module of any kind under one linear layer."""

    def __init__(self, kind, embedding, hidden, outputs, **options):
        super().__init__()
        self.embedding = nn.Embedding(V, embedding)
        self.rnn = getattr(nn, kind)(embedding, hidden, batch_first=True, **options)
        self.kind = kind.lower()
        directions = 2 if options.get("bidirectional") else 1
        self.fc = nn.Linear((options.get("proj_size") or hidden) * directions, outputs)

    def sites(self, ids):
        """The outputs of every layer and direction, each layer run by itself."""
        x, out = self.embedding(ids), {}
        r = self.rnn
        for layer in range(r.num_layers):
            one = type(r)(x.shape[-1], r.hidden_size, batch_first=True, bidirectional=r.bidirectional,
                          bias=r.bias, **({"proj_size": r.proj_size} if self.kind == "lstm" else {}))
            for key in list(one.state_dict()):
                getattr(one, key).data = getattr(r, key.replace("_l0", f"_l{layer}")).data
            x, _ = one(x)
            if r.bidirectional:
                a, b = x.chunk(2, -1)
                out[f"{self.kind}.{layer}"], out[f"{self.kind}.{layer}.reverse"] = a, b
            else:
                out[f"{self.kind}.{layer}"] = x
        full, _ = self.rnn(self.embedding(ids))
        assert torch.allclose(full, x, atol=1e-6)
        return out

    def forward(self, ids):
        return self.fc(self.rnn(self.embedding(ids))[0])

    def classify(self, ids):
        _, state = self.rnn(self.embedding(ids))
        h = state[0] if self.kind == "lstm" else state
        last = torch.cat([h[-2], h[-1]], -1) if self.rnn.bidirectional else h[-1]
        return self.fc(last)


m = Whole("LSTM", 4, 5, V, num_layers=2, bidirectional=True)
record("bidirectional", m.sites, pt(m.state_dict()), m)
m = Whole("GRU", 3, 4, 5, num_layers=2, bidirectional=True)
record("bidirectional_classes", m.sites, pt(m.state_dict()), classes=m.classify)
m = Whole("LSTM", 4, 6, V, num_layers=2, proj_size=3)
record("projected", m.sites, pt(m.state_dict()), m)
m = Whole("LSTM", 4, 6, V, num_layers=2, proj_size=3, bidirectional=True)
record("projected_bidirectional", m.sites, pt(m.state_dict()), m)
m = Whole("LSTM", 4, 5, 2, bias=False)
record("two_classes", m.sites, pt(m.state_dict()), classes=m.classify)


class Cells(nn.Module):
    def __init__(self, kind, widths):
        super().__init__()
        self.embedding = nn.Embedding(V, widths[0])
        self.cells = nn.ModuleList([getattr(nn, kind)(a, b) for a, b in zip(widths, widths[1:])])
        self.out = nn.Linear(widths[-1], V)
        self.kind = kind

    def states(self, ids):
        x, out = self.embedding(ids), []
        for cell in self.cells:
            state, rows = None, []
            for t in range(ids.shape[1]):
                state = cell(x[:, t], state)
                rows.append(state[0] if self.kind == "LSTMCell" else state)
            x = torch.stack(rows, 1)
            out.append(x)
        return out

    def forward(self, ids):
        return self.out(self.states(ids)[-1])


for kind, site, widths, hints in (("LSTMCell", "lstm", [4, 5], {}), ("GRUCell", "gru", [4, 5, 3], {}),
                                  ("RNNCell", "rnn", [4, 6], {"cell": "RNN_TANH"})):
    m = Cells(kind, widths)
    state = m.state_dict() if len(widths) > 2 else {k.replace("cells.0", "cell"): v for k, v in m.state_dict().items()}
    record(kind.lower(), lambda i, m=m, site=site: by_site(site, m.states(i)), pt(state), m, **hints)


class OneHot(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(V, 5, 2, batch_first=True)
        self.fc = nn.Linear(5, V)

    def forward(self, ids):
        return self.fc(self.lstm(F.one_hot(ids, V).float())[0])


m = OneHot()
tokens = tuple("abcdefg \n")
record("one_hot", lambda i, m=m: {"lstm.1": m.lstm(F.one_hot(i, V).float())[0]},
       pt({"n_hidden": 5, "n_layers": 2, "state_dict": m.state_dict(), "tokens": tokens}), m)


class Projected(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(V, 7)
        self.embedding_projection = nn.Linear(7, 4)
        self.lstm = nn.LSTM(4, 5, batch_first=True)
        self.fc = nn.Linear(5, V)

    def states(self, ids):
        return self.lstm(self.embedding_projection(self.embedding(ids)))[0]

    def forward(self, ids):
        return self.fc(self.states(ids))


m = Projected()
record("embedding_projection", lambda i, m=m: {"lstm.0": m.states(i)}, pt(m.state_dict()), m)


class TwoLayerHead(nn.Module):
    def __init__(self, outputs):
        super().__init__()
        self.embedding = nn.Embedding(V, 4)
        self.lstm = nn.LSTM(4, 4, batch_first=True)
        self.fc = nn.Linear(4, 4)
        self.output = nn.Linear(4, outputs)

    def states(self, ids):
        return self.lstm(self.embedding(ids))[0]

    def forward(self, ids):
        return self.output(torch.relu(self.fc(self.states(ids))))


m = TwoLayerHead(V)
record("two_layer_head", lambda i, m=m: {"lstm.0": m.states(i)}, pt(m.state_dict()), m, activation="relu")
m = TwoLayerHead(3)
record("two_layer_classes", lambda i, m=m: {"lstm.0": m.states(i)}, pt(m.state_dict()),
       classes=lambda i, m=m: m.output(torch.relu(m.fc(m.states(i)[:, -1]))), activation="relu")
record("mean_classes", lambda i, m=m: {"lstm.0": m.states(i)}, pt(m.state_dict()),
       classes=lambda i, m=m: m.output(torch.tanh(m.fc(m.states(i).mean(1)))), activation="tanh", pooling="mean")


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(V, 4)
        self.lstm = nn.LSTM(4, 4, batch_first=True)
        self.lm_head = nn.Linear(4, V, bias=False)
        self.lm_head.weight = self.embedding.weight

    def states(self, ids):
        return self.lstm(self.embedding(ids))[0]

    def forward(self, ids):
        return self.lm_head(self.states(ids))


def saved_model(name, m):
    save_model(m, f"strangers/{name}.safetensors")
    return f"{name}.safetensors"


m = Tied()
record("tied_alias", lambda i, m=m: {"lstm.0": m.states(i)}, lambda name: saved_model(name, m), m)

import torch.nn.utils.prune as prune

m = Whole("LSTM", 4, 5, V)
prune.random_unstructured(m.rnn, "weight_hh_l0", 0.4)
prune.random_unstructured(m.fc, "weight", 0.3)
m.rnn(torch.zeros(1, 1, 4))  # applies the mask
m.rnn.weight_hh_l0 = m.rnn.weight_hh_l0_orig * m.rnn.weight_hh_l0_mask


def masked_states(ids, m=m):
    plain = nn.LSTM(4, 5, batch_first=True)
    plain.weight_ih_l0.data, plain.bias_ih_l0.data = m.rnn.weight_ih_l0.data, m.rnn.bias_ih_l0.data
    plain.weight_hh_l0.data, plain.bias_hh_l0.data = m.rnn.weight_hh_l0.data, m.rnn.bias_hh_l0.data
    return plain(m.embedding(ids))[0]


record("torch_prune", lambda i: {"lstm.0": masked_states(i)}, pt(m.state_dict()),
       lambda i: F.linear(masked_states(i), m.fc.weight_orig * m.fc.weight_mask, m.fc.bias))

json.dump({"documents": DOCUMENTS, "cases": cases}, open("strangers.json", "w"), separators=(",", ":"))


# Models of random modules under random names.

def random_model(seed, is_plain=False):
    """A model of random modules; a plain one has none that only its own code could explain."""
    odd = 0 if is_plain else 1
    rng = random.Random(seed)
    torch.manual_seed(seed)
    state, steps, hints, sites = {}, [], {}, {}

    def add(name, module):
        for key, value in module.state_dict().items():
            state[f"{name}.{key}"] = value
        return module

    width = rng.choice([3, 4, 5])
    table = add(rng.choice(["embedding", "encoder", "emb", "word_embeddings", "drop.embed"]), nn.Embedding(V, width))
    x_of = [lambda ids: table(ids)]

    def then(module):
        before = x_of[0]
        x_of[0] = lambda ids: module(before(ids))

    if rng.random() < 0.2 * odd:
        then(add(rng.choice(["ln", "norm", "embed_norm", "layer_norm"]), nn.LayerNorm(width)))
    if rng.random() < 0.2 * odd:
        other = rng.choice([width, 6, 7])
        then(add(rng.choice(["proj", "emb_proj", "input_layer", "linear_in"]), nn.Linear(width, other)))
        width = other
    layers = rng.choice([1, 1, 2, 3])
    naming = rng.choice(["rnns.{}", "lstm{}", "layers.{}.rnn", "rnn_{}"])
    number = 0
    for place in range(layers):
        kind = rng.choice(["LSTM", "LSTM", "GRU"])
        hidden = rng.choice([width, 4, 5, 6])
        options = {"num_layers": rng.choice([1, 1, 2]), "bidirectional": rng.random() < 0.25,
                   "bias": rng.random() < 0.85}
        if kind == "LSTM" and rng.random() < 0.2 and hidden > 1:
            options["proj_size"] = max(1, hidden - 2)
        rnn = add(naming.format(place) if layers > 1 else rng.choice(["lstm", "rnn", "gru", "encoder.rnn"]),
                  getattr(nn, kind)(width, hidden, batch_first=True, **options))
        before, number = x_of[0], number + options["num_layers"]
        x_of[0] = lambda ids, before=before, rnn=rnn: rnn(before(ids))[0]
        out = (options.get("proj_size") or hidden) * (2 if options["bidirectional"] else 1)
        width = out
        if options["bidirectional"]:
            half = out // 2
            sites[f"{kind.lower()}.{number - 1}"] = lambda ids, f=x_of[0], h=half: f(ids)[..., :h]
            sites[f"{kind.lower()}.{number - 1}.reverse"] = lambda ids, f=x_of[0], h=half: f(ids)[..., h:]
        else:
            sites[f"{kind.lower()}.{number - 1}"] = x_of[0]
        if place + 1 < layers and rng.random() < 0.15 * odd:
            then(add(f"norms.{place}", nn.LayerNorm(width)))
    head_of = x_of[0]
    if rng.random() < 0.2 * odd:
        norm = add(rng.choice(["ln_f", "norm_out", "final_norm"]), nn.LayerNorm(width))
        head_of = lambda ids, f=head_of: norm(f(ids))
    if rng.random() < 0.15 * odd:
        attention = add(rng.choice(["attention", "attn.score"]), nn.Linear(width, 1))
        head_of = lambda ids, f=head_of: f(ids) * torch.softmax(attention(f(ids)), 1)
    activation = rng.choice(["relu", "tanh", "none"])
    hidden_layers = rng.choice([0, 0, 1, 2])
    for i in range(hidden_layers):
        other = rng.choice([width, 4, 6])
        layer = add(rng.choice(["fc{}", "head.{}", "hidden{}"]).format(i), nn.Linear(width, other))
        act = {"relu": torch.relu, "tanh": torch.tanh, "none": lambda x: x}[activation]
        head_of = lambda ids, f=head_of, layer=layer, act=act: act(layer(f(ids)))
        width = other
    outputs = rng.choice([V, V, V, 1, 3])
    if is_plain:
        outputs = V
    last = add(rng.choice(["decoder", "out", "fc", "classification_layer", "lm_head"]),
               nn.Linear(width, outputs, bias=rng.random() < 0.8))
    if hidden_layers and (is_plain or rng.random() < 0.7):
        hints["activation"] = activation
    final = lambda ids: last(head_of(ids))
    with torch.no_grad():
        entry = {"hints": hints, "outputs": outputs, "plain": is_plain, "sites": [
            {s: rounded(f(torch.tensor([d]))[0][:12]) for s, f in sites.items()} for d in DOCUMENTS[:3]]}
        if outputs == V:
            entry["perplexity"] = perplexity(final)
    # The shuffled order of a safetensors file says nothing; some are PyTorch files in the order of definition.
    if seed % 3:
        save_file({k: v.contiguous() for k, v in state.items()}, f"random/{seed}.safetensors")
        entry["file"] = f"{seed}.safetensors"
    else:
        torch.save(state, f"random/{seed}.pt")
        entry["file"] = f"{seed}.pt"
    return entry


# A tensor of a kind that is not read, beside a model that doesn't need it.
def save_beside_unread(name="unread_beside"):
    state = {"encoder.weight": torch.ones(7, 3), "rnn.weight_ih_l0": torch.ones(8, 3),
             "rnn.weight_hh_l0": torch.ones(8, 2), "teacher.table": torch.eye(3).to_sparse()}
    torch.save(state, f"strangers/{name}.pt")


save_beside_unread()
os.makedirs("random", exist_ok=True)
models = [random_model(seed) for seed in range(60)] + [random_model(seed, is_plain=True) for seed in range(60, 90)]
json.dump(models, open("random.json", "w"), separators=(",", ":"))
