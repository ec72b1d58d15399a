extension Transformer {
  /// How many tokens are read at once unless the caller says otherwise: what the model was made for, but no more
  /// than 4096, since memory grows with it.
  public var defaultWindow: Int { min(architecture.maximumLength, 4096) }

  /// A window and an overlap that this model can be read with.
  ///
  /// - Throws: ``TransformerError/badWindow(path:window:overlap:limit:)``.
  func checked(window: Int?, overlap: Int) throws(TransformerError) -> (window: Int, overlap: Int) {
    let length = window ?? defaultWindow
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
