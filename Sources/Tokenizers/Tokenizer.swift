import Synchronization

/// A sub-word tokenizer, as a file of the tokenizers library describes it.
///
/// Its tokens and their offsets are those of that library (0.23). Text that spells a special token, such as
/// `<|endoftext|>`, is text unless asked otherwise. Truncation and padding, which such files may ask for, are left out.
///
/// May be used by several threads at once; each keeps a memory of pieces it has seen.
public struct Tokenizer: Sendable {
  /// Kinds of models.
  public enum Kind: String, Sendable {
    case bytePair = "BPE"
    case wordPiece = "WordPiece"
    case unigram = "Unigram"
    case wordLevel = "WordLevel"
  }

  let parts: Parts
  private let workspaces = WorkspacePool()

  /// SHA-256 of the file, or of the files or parts that it was made of: 64 hexadecimal digits.
  public let digest: String

  /// What a tokenizer is made of.
  struct Parts: Sendable {
    var normalizers: [Normalizer] = []
    var preTokenizers: [PreTokenizer] = []
    var model: TokenModel
    var postProcessor = PostProcessor()
    var addedTokens = AddedTokens()
  }

  /// Whether the model reads bytes, and the last pre-tokenizer need not spell them.
  private let readsBytes: Bool
  /// Whether the bytes behind a token are then those that it spells, so that its edges can be seen in them.
  private let bytesTellEdges: Bool

  init(parts: Parts, digest: String) {
    self.parts = parts
    self.digest = digest
    if case .bytePair(let model) = parts.model, model.canReadBytes,
      case .byteLevel? = parts.preTokenizers.last
    {
      readsBytes = true
      bytesTellEdges = model.spellsEveryByte
    } else {
      readsBytes = false
      bytesTellEdges = false
    }
  }

  /// The kind of its model.
  public var kind: Kind {
    switch parts.model {
    case .bytePair: .bytePair
    case .wordPiece: .wordPiece
    case .unigram: .unigram
    case .wordLevel: .wordLevel
    }
  }

  /// The largest id + 1. An embedding may have more rows.
  public var vocabularySize: Int { max(parts.model.table.size, Int(parts.addedTokens.largestID ?? -1) + 1) }

  /// Ids of tokens that mark something, such as the beginning of a text, and stand for none of it.
  public var specialIDs: Set<Int32> { parts.addedTokens.specialIDs.union(parts.postProcessor.insertedIDs) }

  /// The id for what the vocabulary does not hold, nil if there is none.
  public var unknownID: Int32? { parts.model.unknownID }

  /// The tokens of a text.
  ///
  /// - Parameters:
  ///   - text: UTF-8. What is not counts as U+FFFD.
  ///   - addingSpecialTokens: Whether the post-processor puts its tokens round them.
  ///   - readsSpecialTokens: Whether text that spells a special token is that token.
  /// - Throws: ``TokenizerError/noUnknownToken(text:)``, ``TokenizerError/patternTooSlow(pattern:)`` or
  ///   ``TokenizerError/textTooLong``.
  /// - Complexity: O(n log n).
  public func encode(
    _ text: UnsafeBufferPointer<UInt8>, addingSpecialTokens: Bool = false, readsSpecialTokens: Bool = false
  ) throws(TokenizerError) -> Encoding {
    guard text.count <= Int32.max else { throw .textTooLong }
    var workspace = workspaces.take()
    defer { workspaces.give(workspace) }
    workspace.draft.reset(to: text)
    try cut(&workspace.draft, readsSpecialTokens: readsSpecialTokens)
    for step in parts.preTokenizers { try step.apply(to: &workspace.draft, spellsBytes: !readsBytes) }
    return try encode(&workspace, raw: text, addingSpecialTokens: addingSpecialTokens)
  }

  /// The tokens of a text.
  public func encode(
    _ text: [UInt8], addingSpecialTokens: Bool = false, readsSpecialTokens: Bool = false
  ) throws(TokenizerError) -> Encoding {
    try text.withUnsafeBufferPointer { (bytes) throws(TokenizerError) in
      try encode(bytes, addingSpecialTokens: addingSpecialTokens, readsSpecialTokens: readsSpecialTokens)
    }
  }

  /// Finds added tokens and normalizes what lies between.
  private func cut(_ draft: inout Draft, readsSpecialTokens: Bool) throws(TokenizerError) {
    try parts.addedTokens.cut(&draft, normalized: false, keepsSpecial: readsSpecialTokens)
    for step in parts.normalizers { try step.apply(to: &draft) }
    try parts.addedTokens.cut(&draft, normalized: true, keepsSpecial: readsSpecialTokens)
  }

  private func encode(
    _ workspace: inout Workspace, raw: UnsafeBufferPointer<UInt8>, addingSpecialTokens: Bool
  ) throws(TokenizerError) -> Encoding {
    workspace.run.clear()
    let draft = workspace.draft
    return try draft.text.withView { (view) throws(TokenizerError) in
      for piece in draft.pieces {
        if piece.isToken {
          workspace.run.append(piece.token, piece.lower, piece.upper)
        } else {
          try parts.model.encode(
            view.bytes, piece.range, readsBytes: readsBytes, to: &workspace.run, &workspace.scratch)
        }
      }
      return finish(workspace.run, view, raw: raw, addingSpecialTokens: addingSpecialTokens)
    }
  }

  /// Brings the tokens back to the raw text and puts the template's tokens round them.
  private func finish(
    _ run: TokenRun, _ view: TextView, raw: UnsafeBufferPointer<UInt8>, addingSpecialTokens: Bool
  ) -> Encoding {
    var encoding = Encoding()
    let template = parts.postProcessor.template ?? [.sequence]
    for part in template {
      switch part {
      case .tokens(let ids):
        guard addingSpecialTokens else { continue }
        for id in ids { encoding.append(id, 0..<0, isInserted: true) }
      case .sequence:
        encoding.ids += run.ids
        encoding.isInserted += repeatElement(false, count: run.count)
        encoding.offsets.reserveCapacity(encoding.offsets.count + run.count)
        for index in run.ids.indices { encoding.offsets.append(rawOffsets(of: index, run, view, raw)) }
      }
    }
    return encoding
  }

  @inline(__always)
  private func rawOffsets(
    of index: Int, _ run: TokenRun, _ view: TextView, _ raw: UnsafeBufferPointer<UInt8>
  ) -> Range<Int> {
    let range = run.ranges[index]
    let offsets = view.rawRange(range)
    if parts.postProcessor.trims.isEmpty { return offsets }
    let edges: (leading: Int, trailing: Int)
    if parts.addedTokens.tokens[run.ids[index]] != nil {
      edges = TokenEdges.of(view.bytes[range])
    } else if bytesTellEdges {
      edges = TokenEdges.ofBytes(view.bytes[range])
    } else {
      edges = parts.model.table.token(run.ids[index]).map { TokenEdges.of($0) } ?? (0, 0)
    }
    guard edges.leading > 0 || edges.trailing > 0 else { return offsets }
    return parts.postProcessor.trim(offsets, edges: edges, isFirst: index == 0, in: raw)
  }
}

/// What one thread needs to encode.
struct Workspace {
  var draft = Draft()
  var run = TokenRun()
  var scratch = TokenModel.Scratch()
}

/// Workspaces at rest. A thread takes one and gives it back.
private final class WorkspacePool: Sendable {
  private let resting = Mutex<[Workspace]>([])

  func take() -> Workspace { resting.withLock { $0.popLast() } ?? Workspace() }

  func give(_ workspace: Workspace) { resting.withLock { $0.append(workspace) } }
}
