import Files

/// Why a tensor file could not be read or written. Offsets are bytes from the start of the file.
public enum TensorFileError: Error, Equatable, Sendable {
  /// The file can't be opened or read at all.
  case file(FileError)
  /// The file ends before what its header promises.
  case truncated(path: String, expected: Int, found: Int)
  /// Bytes follow the last tensor; `expected` is where the file should have ended.
  case trailingBytes(path: String, expected: Int, found: Int)
  /// The header says that it is longer than any honest one; the file is probably of another format.
  case headerTooLarge(path: String, length: UInt64, limit: Int)
  /// The header is not the JSON that safetensors prescribes.
  case badHeader(path: String, offset: Int, flaw: JSONFlaw)
  /// A tensor has an element type that is not known here.
  case unknownElementType(path: String, tensor: String, found: String)
  /// A tensor starts before its predecessor has ended.
  case overlap(path: String, tensor: String, expected: Int, found: Int)
  /// Bytes between two tensors, or before the first, belong to none.
  case hole(path: String, tensor: String, expected: Int, found: Int)
  /// A tensor's offsets run backwards or are too large to be an address.
  case outOfRange(path: String, tensor: String, start: Int, end: Int)
  /// A tensor's shape and type need another number of bytes than its offsets span; `expected` is nil if
  /// that number is too large to be counted.
  case wrongByteCount(path: String, tensor: String, expected: Int?, found: Int)
  /// No tensor of that name is in the file.
  case missingTensor(path: String, tensor: String)
  /// The tensor holds something else than was asked for.
  case wrongElementType(path: String, tensor: String, expected: [ElementType], found: ElementType)
  /// The tensor has another shape than was asked for.
  case wrongShape(path: String, tensor: String, expected: [Int], found: [Int])
  /// An integer does not fit the type that was asked for.
  case valueOutOfRange(path: String, tensor: String, index: Int)
  /// A PyTorch file has this flaw. Inside the pickle of a zip archive the offset counts from the pickle's
  /// start.
  case pyTorch(path: String, offset: Int, flaw: PyTorchFlaw)
  /// A GGUF file has this flaw; the header was read up to the offset.
  case gguf(path: String, offset: Int, flaw: GGUFFlaw)
}
