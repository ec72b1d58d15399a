/// A token for each whole piece.
struct WordLevelModel: Sendable {
  let table: TokenTable
  let unknownID: Int32?

  init(table: TokenTable, unknownToken: [UInt8]) {
    self.table = table
    unknownID = table.id(of: unknownToken)
  }

  /// Appends the token of a piece of a text.
  func encode(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, to run: inout TokenRun
  ) throws(TokenizerError) {
    let piece = UnsafeBufferPointer(rebasing: bytes[range])
    guard let id = table.id(of: piece) ?? unknownID else {
      throw .noUnknownToken(text: String(decoding: piece, as: UTF8.self))
    }
    run.append(id, range.lowerBound, range.upperBound)
  }
}
