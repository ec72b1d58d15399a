/// What is wrong with a PyTorch file.
public enum PyTorchFlaw: Error, Equatable, Sendable {
  // The zip archive.
  /// The record that ends every zip archive is not at the end of the file; it was probably cut off.
  case noDirectory
  /// The central directory contradicts itself or the file.
  case badDirectory
  /// An entry reaches beyond the data.
  case entryOutside(name: String)
  /// Two entries claim the same bytes.
  case entriesOverlap(name: String, other: String)
  /// An entry's own header says something else than the central directory.
  case contradictoryEntry(name: String)
  /// A name occurs twice.
  case duplicateEntry(name: String)
  /// An entry is encrypted.
  case encryptedEntry(name: String)
  /// An entry is compressed by another method than deflate.
  case unknownCompression(name: String, method: Int)
  /// An entry would grow beyond all reason when decompressed.
  case inflationTooLarge(name: String, claimed: Int, limit: Int)
  /// An entry's compressed data is damaged, or gives another number of bytes than claimed.
  case corruptEntry(name: String)
  /// No entry, or more than one, is the pickle that lists the tensors.
  case pickleCount(Int)
  /// A model that `torch.jit.save` wrote, as a program, from which no tensors could be read.
  case torchScript
  /// The archive's format version is newer than what is known here.
  case unknownVersion(String)
  /// The numbers are big-endian.
  case bigEndian

  // The pickle.
  /// The pickle ends inside an instruction.
  case endOfPickle
  /// An instruction that no PyTorch file needs.
  case unknownOpcode(UInt8)
  /// An instruction needs more values than there are.
  case missingOperand(opcode: UInt8)
  /// An instruction's operand is of the wrong kind.
  case wrongOperand(opcode: UInt8)
  /// An instruction refers to a value that was never stored.
  case unknownMemo(Int)
  /// A text is not UTF-8.
  case badText
  /// More values, a deeper stack or deeper nesting than any honest file has.
  case tooMuch(Limit)
  /// The pickle wants to call what no model needs, such as `os.system`. Nothing was called.
  case forbiddenGlobal(String)
  /// A pickle of something else than `torch.save`.
  case notPyTorch
  /// A legacy stream of a protocol other than 1001.
  case unknownProtocol(Int)

  // The tensors.
  /// The arguments that should rebuild a tensor are not those of one.
  case badTensor(name: String)
  /// A storage has a type that is not known here.
  case unknownStorageType(tensor: String, type: String)
  /// A storage is not in the file.
  case missingStorage(tensor: String, key: String)
  /// A storage has another number of bytes than its type and count need.
  case wrongStorageSize(key: String, expected: Int, found: Int)
  /// A shape has a negative extent, too many dimensions or more elements than can be held.
  case badShape(tensor: String, shape: [Int])
  /// Strides are negative, or are not as many as there are dimensions.
  case badStrides(tensor: String, strides: [Int])
  /// A tensor reaches beyond its storage, which has `count` elements; `needed` is nil if it can't be counted.
  case outsideStorage(tensor: String, needed: Int?, count: Int)
  /// Two tensors have the same name.
  case duplicateTensor(name: String)
  /// No list of tokens is in the pickle.
  case noTokens
  /// There is no tensor in the file.
  case noTensors

  /// What a hostile file could ask too much of.
  public enum Limit: String, Sendable {
    /// What there was too much of.
    case values, stack, memo, nesting, tensors
  }
}

/// A flaw and where it was found, before the file's path is known.
struct PyTorchFailure: Error {
  let offset: Int
  let flaw: PyTorchFlaw
}
