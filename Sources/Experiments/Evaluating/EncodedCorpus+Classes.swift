extension EncodedCorpus {
  /// The class of every document: the number of its label among the names, or the label itself.
  ///
  /// - Throws: `RunError.noLabels`, `.unknownClass`.
  func classNumbers(_ corpus: RunCorpus, _ classes: ClassNames?, name: String, count: Int) throws -> [Int] {
    try labelTexts.indices.map { index in
      guard let text = labelTexts[index] else {
        throw RunError.noLabels(corpus: name, path: corpus.description.path)
      }
      return try number(text, classes, count: count, path: corpus.description.path, line: lines[index])
    }
  }

  /// The class of every token; -1 where the corpus leaves its tag out.
  ///
  /// - Throws: `RunError.unknownClass`.
  func tagNumbers(_ corpus: RunCorpus, _ classes: ClassNames?, count: Int) throws -> [[Int]] {
    try documents.indices.map { index in
      try tags[index]?.map { tag in
        if tag == "_" { return -1 }
        return try number(tag, classes, count: count, path: corpus.description.path, line: lines[index])
      } ?? [Int](repeating: -1, count: documents[index].count)
    }
  }

  private func number(
    _ text: String, _ classes: ClassNames?, count: Int, path: String, line: Int
  ) throws -> Int {
    let number = classes.map { $0.number(of: text) } ?? Double(text).flatMap { Int(exactly: $0) }
    guard let number, (0..<count).contains(number) else {
      throw RunError.unknownClass(
        path: path, line: line, label: text, classes: count, hasNames: classes != nil)
    }
    return number
  }
}
