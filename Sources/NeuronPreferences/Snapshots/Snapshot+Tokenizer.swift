/// Whether the tokens of two snapshots are the same ones.
public enum TokenizerRelation: Sendable {
  /// One tokenizer cut both texts, or both have the same tokens.
  case same
  /// Two sub-word tokenizers with other tokens, or a sub-word tokenizer and a word vocabulary.
  case different
  /// Nothing says what cut one of the texts, or what did is known by a digest of another kind.
  case unknown
}

extension Snapshot {
  private static let digestMark = "sha256:"

  /// Whether the same tokenizer cut the texts of two snapshots, by the digests that they record. O(vocabulary) where
  /// these differ.
  ///
  /// A tokenizer's file changes with settings that cut no text otherwise, such as a trainer's truncation, and tokens are
  /// added at its end; so tokenizers are different only where neither's tokens begin with the other's. Word
  /// vocabularies are matched by their words, as they always were.
  public func tokenizerRelation(to other: Snapshot) -> TokenizerRelation {
    let (own, others) = (origin.tokenizer, other.origin.tokenizer)
    if own.isEmpty || others.isEmpty { return .unknown }
    // Words of two texts are matched by what they are, whatever cut them into pieces.
    if origin.wordPooling != nil, other.origin.wordPooling != nil { return .same }
    if own == others || tokens.hasNames(inCommonWith: other.tokens) { return .same }
    let isOfPieces = (own.contains(Self.digestMark), others.contains(Self.digestMark))
    // A recording's digest is of what PyTorch's tokenizer prints, and no file's.
    return isOfPieces == (true, true) ? .different : .unknown
  }
}
