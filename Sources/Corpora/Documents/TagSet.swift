/// The two part-of-speech tag sets of a CoNLL-U file.
public enum TagSet: String, Sendable, Hashable, CaseIterable {
  /// The 17 universal tags of Universal Dependencies.
  case upos
  /// The language's own tags; for English those of the Penn Treebank, which the TX-Ray paper uses.
  case xpos
}
