import Corpora

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
