/// The unigram language model of Kudo 2018: the cut of a piece whose tokens are most probable together.
struct UnigramModel: Sendable {
  let table: TokenTable
  let unknownID: Int32?
  private let trie: ByteTrie
  /// The logarithm of each token's probability, by id.
  private let scores: [Double]
  private let unknownScore: Double
  /// Ids of `<0x00>` to `<0xFF>` if unknown text falls back to them, or -1.
  private let byteTokens: [Int32]?

  /// How much less probable an unknown scalar is than the least probable token.
  private static let unknownPenalty = 10.0

  init(
    table: TokenTable, scores: [Double], unknownID: Int32?, fallsBackToBytes: Bool, path: String
  ) throws(TokenizerError) {
    self.table = table
    self.scores = scores
    self.unknownID = unknownID
    trie = try ByteTrie(table: table, path: path)
    unknownScore = (scores.min() ?? 0) - Self.unknownPenalty
    byteTokens = fallsBackToBytes ? ByteFallback.tokens(in: table) : nil
  }

  /// Memory for one thread, used again from piece to piece.
  struct Scratch {
    fileprivate var best: [Node] = []
    fileprivate var path: [Node] = []
    var cache = PieceCache()
  }

  /// The best cut up to a byte: its score, and where and with what its last token begins.
  fileprivate struct Node {
    var score = 0.0
    var start = -1
    var end = 0
    var id: Int32 = -1
  }

  /// Appends the tokens of a piece of a text. Viterbi's algorithm; the first of equal cuts wins.
  ///
  /// - Complexity: O(n * longest token).
  func encode(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, to run: inout TokenRun, _ scratch: inout Scratch
  ) throws(TokenizerError) {
    let piece = UnsafeBufferPointer(rebasing: bytes[range])
    if scratch.cache.append(piece, at: range.lowerBound, to: &run) { return }
    let first = run.count
    try findPath(piece, &scratch)
    for node in scratch.path.reversed() {
      append(node, of: piece, at: range.lowerBound, to: &run)
    }
    // Tokens of fallen-back bytes share their place, which the cache could not tell.
    if byteTokens == nil { scratch.cache.remember(piece, run, from: first) }
  }

  /// Leaves the best cut in the scratch, last token first, unknown neighbours joined.
  private func findPath(
    _ piece: UnsafeBufferPointer<UInt8>, _ scratch: inout Scratch
  ) throws(TokenizerError) {
    scratch.best.removeAll(keepingCapacity: true)
    scratch.best.append(contentsOf: repeatElement(Node(), count: piece.count + 1))
    var start = 0
    while start < piece.count {
      let length = piece.scalar(at: start).length
      let score = scratch.best[start].score
      var knowsScalar = false
      var node = ByteTrie.root
      for offset in start..<piece.count {
        guard let next = trie.child(of: node, piece[offset]) else { break }
        node = next
        let id = trie.value(at: node)
        guard id >= 0 else { continue }
        Self.improve(&scratch.best[offset + 1], score + scores[Int(id)], start, offset + 1, id)
        if offset + 1 == start + length { knowsScalar = true }
      }
      if !knowsScalar {
        let end = start + length
        if Self.isBetter(score + unknownScore, scratch.best[end]) {
          guard let unknownID else {
            throw .noUnknownToken(text: String(decoding: piece[start..<end], as: UTF8.self))
          }
          Self.improve(&scratch.best[end], score + unknownScore, start, end, unknownID)
        }
      }
      start += length
    }
    scratch.path.removeAll(keepingCapacity: true)
    var end = piece.count
    while end > 0 {
      let node = scratch.best[end]
      if node.id == unknownID, let last = scratch.path.last, last.id == unknownID {
        scratch.path[scratch.path.count - 1].start = node.start
      } else {
        scratch.path.append(node)
      }
      end = node.start
    }
  }

  @inline(__always)
  private static func isBetter(_ score: Double, _ node: Node) -> Bool { node.start < 0 || score > node.score }

  @inline(__always)
  private static func improve(_ node: inout Node, _ score: Double, _ start: Int, _ end: Int, _ id: Int32) {
    if isBetter(score, node) { node = Node(score: score, start: start, end: end, id: id) }
  }

  /// Appends a token, or what becomes of unknown text: a token that happens to spell it, its bytes, or the token for
  /// what is unknown.
  private func append(
    _ node: Node, of piece: UnsafeBufferPointer<UInt8>, at place: Int, to run: inout TokenRun
  ) {
    let (lower, upper) = (place + node.start, place + node.end)
    guard node.id == unknownID else { return run.append(node.id, lower, upper) }
    let text = UnsafeBufferPointer(rebasing: piece[node.start..<node.end])
    if let id = table.id(of: text) { return run.append(id, lower, upper) }
    let bytes = byteTokens.map { tokens in text.map { tokens[Int($0)] } } ?? [-1]
    if bytes.contains(where: { $0 < 0 }) { return run.append(node.id, lower, upper) }
    for id in bytes { run.append(id, lower, upper) }
  }
}
