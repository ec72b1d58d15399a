/// What makes tokens of pieces.
enum TokenModel: Sendable {
  case bytePair(BytePairModel)
  case wordPiece(WordPieceModel)
  case unigram(UnigramModel)
  case wordLevel(WordLevelModel)

  /// Its vocabulary.
  var table: TokenTable {
    switch self {
    case .bytePair(let model): model.table
    case .wordPiece(let model): model.table
    case .unigram(let model): model.table
    case .wordLevel(let model): model.table
    }
  }

  /// The id for what is unknown, if there is one.
  var unknownID: Int32? {
    switch self {
    case .bytePair(let model): model.unknownID
    case .wordPiece(let model): model.unknownID
    case .unigram(let model): model.unknownID
    case .wordLevel(let model): model.unknownID
    }
  }

  /// Memory for one thread.
  struct Scratch {
    var bytePair = BytePairModel.Scratch()
    var unigram = UnigramModel.Scratch()
  }

  /// Appends the tokens of a piece of a text.
  @inline(__always)
  func encode(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, readsBytes: Bool, to run: inout TokenRun,
    _ scratch: inout Scratch
  ) throws(TokenizerError) {
    switch self {
    case .bytePair(let model):
      try model.encode(bytes, range, readsBytes: readsBytes, to: &run, &scratch.bytePair)
    case .wordPiece(let model): try model.encode(bytes, range, to: &run)
    case .unigram(let model): try model.encode(bytes, range, to: &run, &scratch.unigram)
    case .wordLevel(let model): try model.encode(bytes, range, to: &run)
    }
  }
}
