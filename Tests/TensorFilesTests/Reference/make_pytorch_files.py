"""Writes the PyTorch files of this folder that are named torch_*.pt, and torch_files.json with what they hold.

Run once with PyTorch 2.13 (CPU); the files are kept, so tests need no Python.
"""
import collections, json, warnings, zipfile, zlib
import torch
import torch.nn as nn

warnings.filterwarnings("ignore")
torch.manual_seed(1)
TYPES = {
    torch.float32: "F32", torch.float64: "F64", torch.float16: "F16", torch.bfloat16: "BF16",
    torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8",
    torch.bool: "BOOL", torch.uint16: "U16", torch.uint32: "U32", torch.uint64: "U64",
    torch.float8_e4m3fn: "F8_E4M3", torch.float8_e5m2: "F8_E5M2", torch.complex64: "C64",
}
listing = {}


def checksum(tensor):
    tensor = tensor.detach().contiguous().reshape(-1)
    if tensor.numel() == 0:
        return 0
    plain = tensor if tensor.dtype is torch.bool else tensor.view(torch.uint8)
    return zlib.crc32(plain.numpy().tobytes())


def save(name, content, tensors, layouts=("zip", "legacy"), **options):
    for layout in layouts:
        file = f"torch_{name}.{layout}.pt"
        torch.save(content, file, _use_new_zipfile_serialization=layout == "zip", **options)
        listing[file] = [
            [key, TYPES[value.dtype], list(value.shape), checksum(value)] for key, value in tensors.items()
        ]


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(5, 3)
        self.rnn = nn.GRU(3, 3)
        self.decoder = nn.Linear(3, 5)
        self.decoder.weight = self.embedding.weight
        self.register_buffer("kept", torch.randn(4))
        self.register_buffer("temporary", torch.randn(3), persistent=False)
        self.attribute = torch.randn(2)


block = torch.randn(4, 3, 2)
types = collections.OrderedDict(
    (name, (torch.randn(2, 3) * 10).to(type) if type.is_floating_point or type.is_complex
     else torch.randint(0, 2, (2, 3)).to(type)) for type, name in TYPES.items())
save("types", types, types, layouts=["zip"])
views = {
    "rows": block[1:3], "permuted": block.permute(2, 0, 1), "column": block[:, 2], "steps": block[::2, ::2],
    "expanded": torch.arange(3.0).expand(2, 3), "scalar": block[0, 0, 0], "none": block[3:3],
    "windows": torch.as_strided(block, (3, 3), (7, 2), 5),
}
save("views", views, views)
model = Model()
optimizer = torch.optim.Adam(model.parameters())
model.rnn(torch.randn(3, 2, 3))[0].sum().backward()
optimizer.step()
save("module", model, model.state_dict(), layouts=["zip"], pickle_protocol=4)
parallel = nn.DataParallel(model)
save("parallel", parallel, parallel.state_dict(), layouts=["zip"])
save("training", {"epoch": 3, "loss": torch.tensor(1.0), "model": model, "optimizer": optimizer.state_dict()},
     model.state_dict(), layouts=["zip"])
save("list", [model, nn.CrossEntropyLoss(), optimizer], model.state_dict(), layouts=["zip"])
compiled = {f"_orig_mod.{key}": value for key, value in model.state_dict().items()}
save("compiled", compiled, compiled, layouts=["zip"])
mixed = {"dense": torch.ones(2), "sparse": torch.eye(3).to_sparse()}
save("mixed", mixed, {"dense": mixed["dense"]}, layouts=["zip"])

source = zipfile.ZipFile("torch_views.zip.pt")
for name, method in [("deflated", zipfile.ZIP_DEFLATED), ("zip64", zipfile.ZIP_STORED)]:
    with zipfile.ZipFile(f"torch_{name}.zip.pt", "w", method, allowZip64=True) as target:
        for entry in source.infolist():
            with target.open(entry.filename, "w", force_zip64=name == "zip64") as stream:
                stream.write(source.read(entry))
    listing[f"torch_{name}.zip.pt"] = listing["torch_views.zip.pt"]
with open("torch_files.json", "w") as file:
    json.dump(listing, file)
