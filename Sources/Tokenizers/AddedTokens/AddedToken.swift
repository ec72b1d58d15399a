/// A token that is found in the text before the model sees it.
struct AddedToken: Sendable {
  /// What it looks like.
  var content: [UInt8]
  /// Whether it must not stand inside a word.
  var isSingleWord = false
  /// Whether blanks before it belong to it.
  var stripsLeft = false
  /// Whether blanks behind it belong to it.
  var stripsRight = false
  /// Whether it is looked for after normalization, itself normalized.
  var isNormalized = true
  /// Whether it is one of those that mark something: the beginning, the end, padding.
  var isSpecial = false
}
