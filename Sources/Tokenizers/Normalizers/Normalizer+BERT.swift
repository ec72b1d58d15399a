extension Normalizer {
  /// The steps of `BertNormalizer`. Accents are stripped as told, by default where case is lowered.
  static func bert(
    cleansText: Bool, spacesIdeographs: Bool, stripsAccents: Bool?, lowercases: Bool
  ) -> [Normalizer] {
    var steps: [Normalizer] = []
    if cleansText { steps.append(.cleaning) }
    if spacesIdeographs { steps.append(.spacedIdeographs) }
    if stripsAccents ?? lowercases { steps += [.form(.nfd), .withoutAccents] }
    if lowercases { steps.append(.lowercase) }
    return steps
  }

  static func clean(_ draft: inout Draft) throws(TokenizerError) {
    draft.blankASCIISpace()
    try draft.rewriteScalars(where: isCleaned) { rewriter, scalar in
      if ScalarClasses.of(scalar).contains(.control) { rewriter.skip(1) } else { rewriter.replace(by: 0x20) }
    }
  }

  static func spaceIdeographs(_ draft: inout Draft) throws(TokenizerError) {
    try draft.rewriteScalars(where: isIdeograph) { rewriter, scalar in
      rewriter.replace(by: 0x20)
      rewriter.insert(scalar)
      rewriter.insert(0x20)
    }
  }

  static func drop(_ classes: ScalarClasses, from draft: inout Draft) throws(TokenizerError) {
    func isDropped(_ scalar: UInt32) -> Bool {
      scalar >= 0x80 && !ScalarClasses.of(scalar).isDisjoint(with: classes)
    }
    try draft.rewriteScalars(where: isDropped) { rewriter, _ in rewriter.skip(1) }
  }

  @inline(__always)
  private static func isCleaned(_ scalar: UInt32) -> Bool {
    if scalar &- 0x20 < 0x5F { return false }
    return !ScalarClasses.of(scalar).isDisjoint(with: [.control, .space])
  }

  /// The ranges that BERT takes for Chinese: neither kana nor hangul.
  @inline(__always)
  private static func isIdeograph(_ scalar: UInt32) -> Bool {
    guard scalar >= 0x3400 else { return false }
    switch scalar {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
      0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
      return true
    default: return false
    }
  }
}
