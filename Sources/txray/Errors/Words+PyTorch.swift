import TensorFiles

/// What is wrong with a PyTorch file at that byte, and what to do.
func words(_ flaw: PyTorchFlaw, at offset: Int) -> String {
  switch flaw {
  case .noDirectory: "the zip archive has no directory at its end: it was cut off; copy it again"
  case .badDirectory: "the zip archive's directory contradicts itself at byte \(offset); copy it again"
  case .entryOutside(let name): "its entry \(name) reaches beyond the file; copy it again"
  case .entriesOverlap(let name, let other):
    "its entries \(name) and \(other) claim the same bytes; don't trust it"
  case .contradictoryEntry(let name):
    "its entry \(name) at byte \(offset) contradicts the directory; don't trust it"
  case .duplicateEntry(let name): "its entry \(name) comes twice; don't trust it"
  case .encryptedEntry(let name): "its entry \(name) is encrypted; decrypt it first"
  case .unknownCompression(let name, let method):
    "its entry \(name) is compressed by method \(method); zip it again with deflate"
  case .inflationTooLarge(let name, let claimed, let limit):
    "its entry \(name) would grow to \(grouped(claimed)) bytes, more than \(grouped(limit))"
  case .corruptEntry(let name): "its compressed entry \(name) is damaged; copy it again"
  case .pickleCount(let count):
    count == 0
      ? "a zip archive without data.pkl: not made by torch.save" : "a zip archive with \(count) data.pkl"
  case .torchScript:
    "a TorchScript program (torch.jit.save), not a file of weights; in Python, save the state dict of the model: "
      + "torch.save(torch.jit.load(FILE).state_dict(), \"model.pt\")"
  case .unknownVersion(let version): "format version \(version) is not known; update txray"
  case .bigEndian: "written by a big-endian machine; load and save it again on another"
  case .endOfPickle: "the pickle ends inside the instruction at byte \(offset): it was cut off; copy it again"
  case .unknownOpcode(let code):
    "pickle instruction \(hexadecimal(code)) at byte \(offset), which no PyTorch model needs"
  case .missingOperand(let code), .wrongOperand(let code):
    "pickle instruction \(hexadecimal(code)) at byte \(offset) doesn't fit what stands before it"
  case .unknownMemo(let place): "the pickle refers at byte \(offset) to value \(place), which it never stored"
  case .badText: "text at byte \(offset) of the pickle is not UTF-8"
  case .tooMuch(let limit): "the pickle exceeds the limit on \(limit.rawValue) at byte \(offset)"
  case .forbiddenGlobal(let name):
    "at byte \(offset) the pickle wants to call \(name), which no model needs; "
      + "nothing was run here, but don't load it with Python"
  case .notPyTorch: "a pickle, but not what torch.save writes, from byte \(offset) on"
  case .unknownProtocol(let found): "a legacy file of protocol \(found), 1001 is known"
  case .badTensor(let name): "what rebuilds tensor \(name) is not a tensor's"
  case .unknownStorageType(let tensor, let type):
    "tensor \(tensor) has a storage of unknown type \(type)"
  case .missingStorage(let tensor, let key):
    "the numbers of tensor \(tensor) (storage \(key)) are not in the file"
  case .wrongStorageSize(let key, let expected, let found):
    "storage \(key) has \(grouped(found)) bytes instead of \(grouped(expected))"
  case .badShape(let tensor, let shape):
    "tensor \(tensor) has the impossible shape \(shape.prefix(8))"
  case .badStrides(let tensor, let strides):
    "tensor \(tensor) has the impossible strides \(strides.prefix(8))"
  case .outsideStorage(let tensor, _, let count):
    "tensor \(tensor) reaches beyond the \(grouped(count)) numbers of its storage"
  case .duplicateTensor(let name): "two tensors are named \(name)"
  case .noTokens: "there is no list of tokens in it, nor a dictionary of them with numbers from 0"
  case .noTensors: "there is no tensor in it"
  }
}

private func hexadecimal(_ code: UInt8) -> String { "0x" + String(code, radix: 16) }
