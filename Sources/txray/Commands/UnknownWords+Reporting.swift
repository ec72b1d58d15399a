import Experiments

extension UnknownWords {
  /// Says how many words the vocabulary doesn't have, and which are the commonest; a warning above a fifth.
  func report(path: String) {
    guard count > 0 else { return }
    let words = "\(grouped(count)) of \(grouped(words)) words (\(fixed(100 * share, share < 0.1 ? 1 : 0))%)"
    let commonest = commonest(5).map { "\"\($0)\"" }.joined(separator: ", ")
    let text = "\(path): \(words) are not in the vocabulary, most often \(commonest)"
    guard share > 0.2 else { return MessageStream.note(text) }
    MessageStream.warn(text + "; is it the model's vocabulary, and the text cut as in training?")
  }
}
