import Corpora
import Files
import TensorFiles

extension Vocabulary {
  /// Reads a vocabulary of any kind: text or JSON, or a pickle with a list or dictionary of tokens, a checkpoint that
  /// holds its tokens among them. A pickle is read and never run.
  ///
  /// - Throws: `FileError`, `CorpusError`, `TensorFileError`.
  public init(anyFileAt path: String, unknown: String? = nil) throws {
    if path != "-", PickledTokens.isPickle(path) {
      try self.init(tokens: PickledTokens.read(path), unknown: unknown, path: path)
    } else {
      try self.init(contentsOf: path, unknown: unknown)
    }
  }
}
