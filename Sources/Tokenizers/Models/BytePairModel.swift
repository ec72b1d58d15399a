/// Byte-pair encoding (Sennrich et al. 2016): symbols of a piece merge, the earliest merge first, the leftmost of
/// equals.
struct BytePairModel: Sendable {
  /// What a file says beside vocabulary and merges.
  struct Options: Sendable {
    var unknownToken: [UInt8]?
    var continuingPrefix: [UInt8] = []
    var endOfWordSuffix: [UInt8] = []
    var fusesUnknown = false
    /// Whether unknown scalars fall into `<0xNN>` tokens, if there is one for every byte.
    var fallsBackToBytes = false
    /// Whether a piece that is in the vocabulary is taken whole, before any merge.
    var ignoresMerges = false
  }

  let table: TokenTable
  let merges: MergeTable
  let options: Options
  let unknownID: Int32?
  /// Ids of `<0x00>` to `<0xFF>`, or -1.
  private let byteTokens: [Int32]
  /// Ids of the letters that spell single bytes, or -1.
  private let letterTokens: [Int32]

  init(table: TokenTable, merges: MergeTable, options: Options) {
    self.table = table
    self.merges = merges
    self.options = options
    unknownID = options.unknownToken.flatMap { table.id(of: $0) }
    byteTokens = ByteFallback.tokens(in: table)
    letterTokens = (0..<256).map { byte in
      var letter: [UInt8] = []
      letter.append(scalar: ByteAlphabet.letter(of: UInt8(byte)))
      return table.id(of: letter) ?? -1
    }
  }

  /// Whether the model can read bytes in the place of letters that spell them.
  var canReadBytes: Bool {
    options.continuingPrefix.isEmpty && options.endOfWordSuffix.isEmpty && !options.fallsBackToBytes
  }

  /// Whether every byte has a letter that is a token, so that the bytes behind a token are those it spells.
  var spellsEveryByte: Bool { letterTokens.allSatisfy { $0 >= 0 } }

  /// Appends the tokens of a piece of a text.
  ///
  /// - Parameter readsBytes: Whether the text is to be read byte by byte, each spelled by its letter in the
  ///   vocabulary.
  /// - Complexity: O(n log n) in the bytes of the piece; O(n) if it came before.
  func encode(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, readsBytes: Bool, to run: inout TokenRun,
    _ scratch: inout Scratch
  ) throws(TokenizerError) {
    let piece = UnsafeBufferPointer(rebasing: bytes[range])
    if scratch.cache.append(piece, at: range.lowerBound, to: &run) { return }
    let first = run.count
    if options.ignoresMerges, let id = wholeID(of: piece, readsBytes: readsBytes) {
      run.append(id, range.lowerBound, range.upperBound)
    } else {
      scratch.symbols.removeAll(keepingCapacity: true)
      if readsBytes {
        try appendBytes(of: piece, to: &scratch.symbols)
      } else {
        try appendScalars(of: piece, to: &scratch.symbols)
      }
      merge(&scratch)
      if readsBytes, options.unknownToken == nil, piece.contains(where: { letterTokens[Int($0)] < 0 }) {
        return appendMoved(scratch.symbols, of: piece, at: range.lowerBound, to: &run)
      }
      append(scratch.symbols, in: range, to: &run)
    }
    scratch.cache.remember(piece, run, from: first)
  }

  private func append(_ symbols: [Symbol], in range: Range<Int>, to run: inout TokenRun) {
    var offset = range.lowerBound
    for symbol in symbols where symbol.length >= 0 {
      let end = min(offset + symbol.length, range.upperBound)
      run.append(symbol.id, offset, end)
      offset = end
    }
  }

  /// Appends the tokens of a piece some of whose bytes have vanished, for want of a letter in the vocabulary. As in the
  /// library, each token begins where the one before ends, counted in bytes of the letters: all that follow what
  /// vanished have moved forward.
  private func appendMoved(
    _ symbols: [Symbol], of piece: UnsafeBufferPointer<UInt8>, at lower: Int, to run: inout TokenRun
  ) {
    // The byte of the piece behind each byte of its letters, and the lengths of the letters that are left.
    var spelled: [Int] = []
    var left: [Int] = []
    for (offset, byte) in piece.enumerated() {
      let length = ByteAlphabet.letter(of: byte) < 0x80 ? 1 : 2
      spelled += repeatElement(offset, count: length)
      if letterTokens[Int(byte)] >= 0 { left.append(length) }
    }
    var (place, letter) = (0, 0)
    for symbol in symbols where symbol.length > 0 {
      let length = left[letter..<(letter + symbol.length)].reduce(0, +)
      run.append(symbol.id, lower + spelled[place], lower + spelled[place + length - 1] + 1)
      place += length
      letter += symbol.length
    }
  }

  private func wholeID(of piece: UnsafeBufferPointer<UInt8>, readsBytes: Bool) -> Int32? {
    guard readsBytes else { return table.id(of: piece) }
    var spelled: [UInt8] = []
    spelled.reserveCapacity(piece.count * 2)
    for byte in piece { spelled.append(scalar: ByteAlphabet.letter(of: byte)) }
    return table.id(of: spelled)
  }

  private func appendBytes(
    of piece: UnsafeBufferPointer<UInt8>, to symbols: inout [Symbol]
  ) throws(TokenizerError) {
    var unknown = 0
    for (offset, byte) in piece.enumerated() {
      let id = letterTokens[Int(byte)]
      if id >= 0 {
        flush(&unknown, to: &symbols)
        symbols.append(Symbol(id: id, length: 1))
      } else {
        try addUnknown(piece[offset..<(offset + 1)], &unknown, to: &symbols)
      }
    }
    flush(&unknown, to: &symbols)
  }

  private func appendScalars(
    of piece: UnsafeBufferPointer<UInt8>, to symbols: inout [Symbol]
  ) throws(TokenizerError) {
    var unknown = 0
    var offset = 0
    var spelled: [UInt8] = []
    let isPlain = options.continuingPrefix.isEmpty && options.endOfWordSuffix.isEmpty
    while offset < piece.count {
      let length = piece.scalar(at: offset).length
      let scalar = UnsafeBufferPointer(rebasing: piece[offset..<(offset + length)])
      let id: Int32?
      if isPlain {
        id = table.id(of: scalar)
      } else {
        spelled = offset == 0 ? [] : options.continuingPrefix
        spelled += scalar
        if offset + length == piece.count { spelled += options.endOfWordSuffix }
        id = table.id(of: spelled)
      }
      if let id {
        flush(&unknown, to: &symbols)
        symbols.append(Symbol(id: id, length: length))
      } else if options.fallsBackToBytes, let ids = fallback(isPlain ? Array(scalar) : spelled) {
        // What is unknown before these bytes comes after them: the library's order.
        for id in ids { symbols.append(Symbol(id: id, length: 1)) }
      } else {
        try addUnknown(piece[offset..<(offset + length)], &unknown, to: &symbols)
      }
      offset += length
    }
    flush(&unknown, to: &symbols)
  }

  private func fallback(_ bytes: [UInt8]) -> [Int32]? {
    let ids = bytes.map { byteTokens[Int($0)] }
    return ids.contains { $0 < 0 } ? nil : ids
  }

  /// Notes unknown bytes. Without a token for what is unknown they vanish.
  private func addUnknown(
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ unknown: inout Int, to symbols: inout [Symbol]
  ) throws(TokenizerError) {
    guard options.unknownToken != nil else { return }
    guard unknownID != nil else { throw .noUnknownToken(text: String(decoding: bytes, as: UTF8.self)) }
    if !options.fusesUnknown { flush(&unknown, to: &symbols) }
    unknown += bytes.count
  }

  private func flush(_ unknown: inout Int, to symbols: inout [Symbol]) {
    guard unknown > 0, let unknownID else { return }
    symbols.append(Symbol(id: unknownID, length: unknown))
    unknown = 0
  }
}

/// Tokens that spell bytes: `<0x00>` to `<0xFF>`.
enum ByteFallback {
  /// The ids of these tokens, -1 where one is missing.
  static func tokens(in table: TokenTable) -> [Int32] {
    (0..<256).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return table.id(of: Array("<0x\(digits.utf8.count < 2 ? "0" : "")\(digits)>".utf8)) ?? -1
    }
  }
}
