import LanguageModels

extension Checkpoint {
  /// Says what was taken for granted in reading it.
  func noteAssumptions(where isMeant: (ModelAssumption) -> Bool = { _ in true }) {
    for assumption in assumptions where isMeant(assumption) { MessageStream.note(assumption, of: path) }
  }

  /// Warns of tensors behind the encoder that the model has no place for: its activations are right without them.
  func warnOfUnused() {
    guard !unused.isEmpty else { return }
    MessageStream.warn(ofUnused: unused.map(\.name), in: path)
  }
}

extension MessageStream {
  /// Says one thing that was taken for granted about a checkpoint.
  static func note(_ assumption: ModelAssumption, of path: String) { note("\(path): \(words(assumption))") }

  /// Warns of tensors behind the encoder that a model has no place for.
  static func warn(ofUnused tensors: [String], in path: String) {
    warn(
      "\(path): the model read from it has no place for \(listed(tensors)), behind the encoder; "
        + "activations are right, what a head makes of them is not computed")
  }

  /// Many models were trained on one stream of text with a token after every line.
  static func noteLineEnds(of path: String, advice: String) {
    note(
      "\(path): the vocabulary has <eos> and the text has none; if the model was trained on one stream with <eos> "
        + "after every line, say \(advice)")
  }
}
