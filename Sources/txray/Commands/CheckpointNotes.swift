import LanguageModels

extension Checkpoint {
  /// Says what was taken for granted in reading it.
  func noteAssumptions(where isMeant: (ModelAssumption) -> Bool = { _ in true }) {
    for assumption in assumptions where isMeant(assumption) {
      MessageStream.note("\(path): \(words(assumption))")
    }
  }

  /// Warns of tensors behind the encoder that the model has no place for: its activations are right without them.
  func warnOfUnused() {
    guard !unused.isEmpty else { return }
    MessageStream.warn(
      "\(path): the model read from it has no place for \(listed(unused.map(\.name))), behind the encoder; "
        + "activations are right, what a head makes of them is not computed")
  }
}
