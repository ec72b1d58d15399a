/// One step that rewrites text before it is cut. A `Sequence` is several steps, and so is BERT's normalizer.
enum Normalizer: Sendable {
  /// A normalization form.
  case form(NormalizationForm)
  /// Lower case, scalar by scalar.
  case lowercase
  /// BERT's cleaning: control characters go, white space becomes U+0020.
  case cleaning
  /// A space on either side of each ideograph.
  case spacedIdeographs
  /// Nonspacing marks go.
  case withoutAccents
  /// All marks go.
  case withoutMarks
  /// White space at the ends goes.
  case strip(left: Bool, right: Bool)
  /// These scalars come first, unless there is no text.
  case prepend([UInt32])
  /// These scalars replace each match.
  case replace(TextMatcher, by: [UInt32])
  /// The map of a SentencePiece model.
  case precompiled(PrecompiledMap)
  /// The cleaning of neural machine translation.
  case nmt
  /// Each byte becomes a letter of the byte-level alphabet.
  case byteLevel

  /// Applies the step to the pieces of `draft` that are no tokens.
  func apply(to draft: inout Draft) throws(TokenizerError) {
    switch self {
    case .form(let form): try Self.apply(form, to: &draft)
    case .lowercase: try Self.lowercase(&draft)
    case .cleaning: try Self.clean(&draft)
    case .spacedIdeographs: try Self.spaceIdeographs(&draft)
    case .withoutAccents: try Self.drop(.accent, from: &draft)
    case .withoutMarks: try draft.rewriteScalars(where: Self.isMark) { rewriter, _ in rewriter.skip(1) }
    case .strip(let left, let right): try Self.strip(&draft, left: left, right: right)
    case .prepend(let scalars): try draft.rewrite { rewriter in rewriter.prepend(scalars) }
    case .replace(let matcher, let content): try draft.replace(matcher, by: content)
    case .precompiled(let map): try map.apply(to: &draft)
    case .nmt: try Self.applyNMT(&draft)
    case .byteLevel: try draft.spellBytes()
    }
  }

  private static func apply(_ form: NormalizationForm, to draft: inout Draft) throws(TokenizerError) {
    guard draft.contains(where: { view, range in form.mayChange(view.bytes, in: range) }) else { return }
    try draft.rewrite { rewriter in form.write(&rewriter) }
  }

  private static func lowercase(_ draft: inout Draft) throws(TokenizerError) {
    draft.lowercaseASCII()
    try draft.rewriteScalars(where: isLowered) { rewriter, scalar in
      var change = 0
      LowerCase.map(scalar) { mapped in
        rewriter.write(mapped, change: change)
        change = 1
      }
    }
  }

  @inline(__always)
  private static func isLowered(_ scalar: UInt32) -> Bool { scalar >= 0x80 && LowerCase.changes(scalar) }

  private static func strip(_ draft: inout Draft, left: Bool, right: Bool) throws(TokenizerError) {
    try draft.rewrite { rewriter in
      let bytes = rewriter.source.bytes
      var (lower, upper) = (rewriter.position, rewriter.end)
      while left, lower < upper, case let unit = bytes.scalar(at: lower),
        ScalarClasses.of(unit.value).contains(.space)
      {
        lower += unit.length
      }
      while right, upper > lower, case let unit = bytes.scalar(before: upper),
        ScalarClasses.of(unit.value).contains(.space)
      {
        upper -= unit.length
      }
      rewriter.skip(to: lower)
      rewriter.copy(to: upper)
    }
  }

  private static let marks = ScalarTable { UnicodeEdition.normalization.category(of: $0).isMark ? 1 : 0 }

  @inline(__always)
  private static func isMark(_ scalar: UInt32) -> Bool { scalar >= 0x300 && marks[scalar] != 0 }

  private static func applyNMT(_ draft: inout Draft) throws(TokenizerError) {
    try draft.rewriteScalars(where: isChangedByNMT) { rewriter, scalar in
      if isDroppedByNMT(scalar) { rewriter.skip(1) } else { rewriter.replace(by: 0x20) }
    }
  }

  @inline(__always)
  private static func isChangedByNMT(_ scalar: UInt32) -> Bool {
    isDroppedByNMT(scalar) || isBlankForNMT(scalar)
  }

  @inline(__always)
  private static func isDroppedByNMT(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: true
    default: false
    }
  }

  @inline(__always)
  private static func isBlankForNMT(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD: true
    default: false
    }
  }
}
