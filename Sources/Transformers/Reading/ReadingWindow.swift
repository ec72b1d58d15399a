/// A part of a document that a model reads at once.
struct ReadingWindow: Sendable {
  /// Which document.
  let document: Int
  /// The tokens that are read; the first gets the first position.
  let tokens: Range<Int>
  /// Those of them that count; the others are read only for what follows.
  let counted: Range<Int>
  /// Whether another window of the document comes before.
  var continues: Bool { counted.lowerBound > 0 }

  /// Cuts a document of `count` tokens into windows of `length`, each of which reads the last `overlap` tokens
  /// of the one before again.
  static func cut(document: Int, count: Int, length: Int, overlap: Int) -> [ReadingWindow] {
    precondition(length > 0 && (0..<length).contains(overlap))
    var windows: [ReadingWindow] = []
    var next = 0
    while next < count {
      let start = next == 0 ? 0 : next - overlap
      let end = min(start + length, count)
      windows.append(ReadingWindow(document: document, tokens: start..<end, counted: next..<end))
      next = end
    }
    return windows
  }
}
