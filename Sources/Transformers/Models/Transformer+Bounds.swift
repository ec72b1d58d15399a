extension Transformer {
  /// A window and an overlap that this model can be read with.
  ///
  /// - Throws: ``TransformerError/badWindow(path:window:overlap:limit:)``.
  func checked(window: Int?, overlap: Int) throws(TransformerError) -> (window: Int, overlap: Int) {
    let length = window ?? architecture.maximumLength
    let fits = (1...architecture.maximumLength).contains(length) && (0..<length).contains(overlap)
    guard fits else {
      throw .badWindow(path: path, window: length, overlap: overlap, limit: architecture.maximumLength)
    }
    return (length, overlap)
  }

  /// Stops the program where a token is none of the model's: readers of text give only those.
  func checkTokens(_ documents: [[Int32]]) {
    let limit = architecture.vocabularySize
    for document in documents {
      precondition(document.allSatisfy { $0 >= 0 && $0 < limit }, "a token is not in the vocabulary")
    }
  }
}
