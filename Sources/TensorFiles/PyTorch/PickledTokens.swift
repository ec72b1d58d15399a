import Files

/// The tokens that a pickle lists: a vocabulary that was pickled, or one beside a model's weights.
///
/// Lists of tokens, dictionaries of numbers by token or of tokens by number, and objects that hold one of these under a
/// usual name (torchtext's `itos`) are understood. The pickle is read and never run.
public enum PickledTokens {
  /// The names under which scripts keep tokens, the likeliest first.
  private static let keys = [
    "itos", "tokens", "idx2word", "ix_to_word", "int2char", "idx2char", "index2word", "id2word", "chars",
    "vocab",
    "vocabulary", "stoi", "word2idx", "word_to_ix", "char2int", "char2idx", "word2index", "token_to_id",
    "dictionary", "words",
  ]

  /// Whether a file begins as a pickle does, or as a zip archive that may hold one. What can't be mapped does not.
  public static func isPickle(_ path: String) -> Bool {
    guard let file = try? MappedFile.open(path) else { return false }
    return file.withUnsafeBytes { [.zip, .pickle].contains(FileSignature($0)) }
  }

  /// The tokens in the order of their numbers.
  ///
  /// - Throws: ``TensorFileError/pyTorch(path:offset:flaw:)``, with ``PyTorchFlaw/noTokens`` where there are none.
  public static func read(_ path: String) throws(TensorFileError) -> [String] {
    let file = try MappedFile.open(path)
    do throws(PyTorchFailure) {
      let pickle =
        FileSignature(file.bytes) == .zip
        ? try PyTorchContent.pickle(inZip: file) : try PyTorchContent.pickle(inStream: file)
      guard let tokens = tokens(pickle.root, of: pickle, depth: 0) else {
        throw PyTorchFailure(offset: 0, flaw: .noTokens)
      }
      return tokens
    } catch {
      throw .pyTorch(path: path, offset: error.offset, flaw: error.flaw)
    }
  }

  private static func tokens(_ value: PickleReference, of pickle: Pickle, depth: Int) -> [String]? {
    if let elements = pickle.elements(value) {
      let tokens = elements.compactMap(pickle.text)
      return tokens.count == elements.count && !tokens.isEmpty ? tokens : nil
    }
    if let pairs = pickle.pairs(value), let tokens = tokens(pairs, of: pickle) { return tokens }
    guard depth < 4 else { return nil }
    let holders = [value] + (pickle.object(value)?.state.map { [$0] } ?? [])
    for holder in holders {
      for key in keys {
        if let held = pickle.value(key, of: holder), let tokens = tokens(held, of: pickle, depth: depth + 1) {
          return tokens
        }
      }
    }
    return nil
  }

  /// The tokens of a dictionary from tokens to numbers, or the other way round; nil unless the numbers are all from 0 up.
  private static func tokens(_ pairs: [PicklePair], of pickle: Pickle) -> [String]? {
    var tokens = [String?](repeating: nil, count: pairs.count)
    for pair in pairs {
      let number = pickle.integer(pair.value) ?? pickle.integer(pair.key)
      guard let number, let token = pickle.text(pair.key) ?? pickle.text(pair.value),
        tokens.indices.contains(number), tokens[number] == nil
      else { return nil }
      tokens[number] = token
    }
    return tokens.isEmpty ? nil : tokens.compactMap { $0 }
  }
}

extension PyTorchContent {
  /// The pickle of an archive, which alone says what is in it.
  fileprivate static func pickle(inZip file: MappedFile) throws(PyTorchFailure) -> Pickle {
    let archive = try ZipArchive(file)
    guard
      let entry = archive.entries.first(where: { $0.name == "data.pkl" || $0.name.hasSuffix("/data.pkl") })
    else { throw PyTorchFailure(offset: 0, flaw: .pickleCount(0)) }
    return try archive.withContent(of: entry) { bytes throws(PyTorchFailure) in try PickleMachine.read(bytes)
    }
  }

  /// A pickle by itself; of the stream of pickles that PyTorch wrote before 1.6 the fourth.
  fileprivate static func pickle(inStream file: MappedFile) throws(PyTorchFailure) -> Pickle {
    var pickle = try PickleMachine.read(file.bytes)
    guard case .longInteger = pickle[pickle.root] else { return pickle }
    for _ in 0..<3 { pickle = try PickleMachine.read(file.bytes, at: pickle.end) }
    return pickle
  }
}
