"""Records what PyTorch computes when units are held at zero: recurrent.json.

    python3 make_fixtures.py          needs torch and safetensors

Each model is stepped by hand, a token at a time, and after every step the pruned units of every layer are set
to zero (for "readout" they are set to zero only in what is handed up, and the layer's own recurrence keeps
them). The recorded numbers are those that head or decoder give in the end.
"""

import json
import os

import torch
from safetensors.torch import load_file

HERE = os.path.dirname(os.path.abspath(__file__))
DOCUMENTS = [[0, 31, 13, 30, 17, 2, 19, 20, 15, 41, 23, 0, 33, 7], [5, 5, 44, 12], [59], list(range(60)) * 2]
MASKS = {  # layers of pruned units
    1: [[[0]], [[1, 3, 5]], [list(range(0, 16, 2))], [list(range(16))]],
    2: [[[0], []], [[], [1, 3, 5]], [[2, 7, 9, 11], [4]], [list(range(10)), list(range(3, 16))]],
}


def cells(weights, prefix, kind):
    layers = []
    while f"{prefix}weight_ih_l{len(layers)}" in weights:
        parts = [weights[f"{prefix}{n}_l{len(layers)}"] for n in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
        size = parts[1].shape[1]
        make = {"LSTM": torch.nn.LSTMCell, "GRU": torch.nn.GRUCell}.get(kind)
        nonlinearity = {"RNN_TANH": "tanh", "RNN_RELU": "relu"}.get(kind)
        width = parts[0].shape[1]
        cell = make(width, size) if make else torch.nn.RNNCell(width, size, nonlinearity=nonlinearity)
        for parameter, value in zip((cell.weight_ih, cell.weight_hh, cell.bias_ih, cell.bias_hh), parts):
            parameter.data.copy_(value)
        layers.append(cell)
    return layers


def states(layers, embedding, document, mask, mode):
    """The last layer's output after each token."""
    size = layers[0].hidden_size
    hidden = [torch.zeros(1, size) for _ in layers]
    memory = [torch.zeros(1, size) for _ in layers]
    rows = []
    for token in document:
        x = embedding[token].unsqueeze(0)
        for i, cell in enumerate(layers):
            if isinstance(cell, torch.nn.LSTMCell):
                hidden[i], memory[i] = cell(x, (hidden[i], memory[i]))
            else:
                hidden[i] = cell(x, hidden[i])
            x = hidden[i].clone()
            x[:, mask[i]] = 0
            if mode == "recurrent":
                hidden[i] = x
        rows.append(x[0])
    return torch.stack(rows)


def record(name, kind):
    weights = load_file(os.path.join(HERE, f"{name}.safetensors"))
    prefix = next(k for k in weights if k.endswith("weight_ih_l0"))[: -len("weight_ih_l0")]
    embedding = next(v for k, v in weights.items() if k.endswith("encoder.weight"))
    layers = cells(weights, prefix, kind)
    head = next((k for k in weights if k.endswith("linear_layer.weight")), None)
    head = head or next((k for k in weights if k.endswith("decoder.weight")), None)
    matrix = weights[head] if head else embedding
    bias = weights[head.replace("weight", "bias")] if head else weights["decoder.bias"]
    result = []
    for mask in MASKS[len(layers)]:
        for mode in ("readout", "recurrent"):
            outputs = []
            for document in DOCUMENTS:
                rows = states(layers, embedding, document, mask, mode)
                if matrix.shape[0] > 1:  # a decoder: the sum of the losses of all tokens but the first
                    logits = rows[:-1] @ matrix.T + bias
                    targets = torch.tensor(document[1:], dtype=torch.long)
                    outputs.append(torch.nn.functional.cross_entropy(logits, targets, reduction="sum").item())
                else:
                    pooled = rows[-1]
                    if matrix.shape[1] > rows.shape[1]:
                        pooled = torch.cat([rows[-1], rows.mean(0), rows.max(0).values])
                    outputs.append((pooled @ matrix.T + bias).item())
            result.append({"mask": mask, "mode": mode, "outputs": outputs})
    return result


with torch.no_grad():
    torch.set_num_threads(1)
    kinds = {
        "classifier": "LSTM", "pooled_classifier": "LSTM", "lstm1_tied": "LSTM", "lstm2": "LSTM",
        "gru2": "GRU", "rnn_tanh": "RNN_TANH", "rnn_relu": "RNN_RELU",
    }
    content = {"documents": DOCUMENTS, "models": {name: record(name, kind) for name, kind in kinds.items()}}
with open(os.path.join(HERE, "recurrent.json"), "w") as file:
    json.dump(content, file)
    file.write("\n")
