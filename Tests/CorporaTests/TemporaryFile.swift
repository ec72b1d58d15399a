import Foundation

import Corpora

/// A file that lives as long as the test.
final class TemporaryFile {
  let path: String

  init(_ bytes: [UInt8], suffix: String = ".txt") throws {
    path = FileManager.default.temporaryDirectory.path + "/txray-corpora-\(UUID().uuidString)\(suffix)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  convenience init(_ text: String, suffix: String = ".txt") throws {
    try self.init(Array(text.utf8), suffix: suffix)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}

/// All documents of a description.
func documents(_ description: CorpusDescription, pieceLimit: Int? = nil) throws -> [Document] {
  var reader = CorpusReader(description)
  if let pieceLimit { reader.pieceLimit = pieceLimit }
  var found: [Document] = []
  try reader.forEachDocument {
    found.append($0)
    return true
  }
  return found
}
