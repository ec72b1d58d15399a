/// WordPiece: the longest token that a word begins with, then the longest that goes on, and so forth. A word that
/// can't be made up so is unknown as a whole.
struct WordPieceModel: Sendable {
  let table: TokenTable
  let unknownID: Int32?
  /// Words of more scalars are unknown.
  let wordLimit: Int
  private let trie: ByteTrie
  /// Where tokens that go on begin in the trie, nil if there is none.
  private let continuation: Int?

  init(
    table: TokenTable, unknownToken: [UInt8], continuingPrefix: [UInt8], wordLimit: Int, path: String
  ) throws(TokenizerError) {
    self.table = table
    self.wordLimit = wordLimit
    unknownID = table.id(of: unknownToken)
    trie = try ByteTrie(table: table, path: path)
    continuation = trie.node(of: continuingPrefix)
  }

  /// Appends the tokens of a piece of a text. O(n) as a rule, O(n * longest token) at worst.
  func encode(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, to run: inout TokenRun
  ) throws(TokenizerError) {
    let first = run.count
    var lower = range.lowerBound
    if range.count <= wordLimit || bytes.scalarCount(in: range) <= wordLimit {
      while lower < range.upperBound {
        guard let start = lower == range.lowerBound ? ByteTrie.root : continuation,
          let (id, upper) = longestToken(in: bytes, lower..<range.upperBound, from: start)
        else { break }
        run.append(id, lower, upper)
        lower = upper
      }
      if lower == range.upperBound { return }
    }
    run.removeTokens(from: first)
    guard let unknownID else { throw .noUnknownToken(text: String(decoding: bytes[range], as: UTF8.self)) }
    run.append(unknownID, range.lowerBound, range.upperBound)
  }

  private func longestToken(
    in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, from start: Int
  ) -> (id: Int32, end: Int)? {
    var node = start
    var longest: (Int32, Int)?
    for offset in range {
      guard let next = trie.child(of: node, bytes[offset]) else { break }
      node = next
      if trie.value(at: node) >= 0 { longest = (trie.value(at: node), offset + 1) }
    }
    return longest
  }
}

extension ByteTrie {
  /// The tokens of a table, with their ids.
  init(table: TokenTable, path: String) throws(TokenizerError) {
    self.init(capacity: table.count * 4)
    for id in 0..<Int32(table.size) {
      guard let token = table.token(id) else { continue }
      guard insert(token, value: id) else { throw .tooLarge(path: path, limit: Self.nodeLimit) }
    }
  }
}
