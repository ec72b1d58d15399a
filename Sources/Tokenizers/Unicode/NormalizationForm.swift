import CUTF8Proc

/// The normalization forms of Unicode 9.0, the version of the tokenizers library. Scalars that came later take no
/// part.
///
/// Decompositions and compositions never change once a scalar is assigned, so newer data cut to the scalars of
/// that version gives the same forms. The data is utf8proc's.
enum NormalizationForm: Sendable {
  case nfc, nfd, nfkc, nfkd

  /// Whether the form composes after it has decomposed.
  var composes: Bool { self == .nfc || self == .nfkc }
  /// Whether compatibility characters are decomposed too.
  var isCompatibility: Bool { self == .nfkc || self == .nfkd }

  /// Whether the form may change `text`. False is certain, true is not. O(length).
  func mayChange(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> Bool {
    let mask = mask
    var offset = range.lowerBound
    while offset < range.upperBound {
      if bytes[offset] < 0x80 {
        offset += 1
        continue
      }
      let unit = bytes.scalar(at: offset)
      if NormalizationData.table[unit.value] & mask != 0 { return true }
      offset += unit.length
    }
    return false
  }

  /// The bits of ``NormalizationData`` that make a scalar one to look at.
  var mask: UInt8 {
    let own: UInt8 =
      switch self {
      case .nfc: NormalizationData.changesInNFC
      case .nfd: NormalizationData.changesInNFD
      case .nfkc: NormalizationData.changesInNFKC
      case .nfkd: NormalizationData.changesInNFKD
      }
    return own | NormalizationData.combines | (composes ? NormalizationData.followsInPairs : 0)
  }
}

/// What the normalization forms know of single scalars.
enum NormalizationData {
  static let changesInNFC: UInt8 = 1
  static let changesInNFD: UInt8 = 2
  static let changesInNFKC: UInt8 = 4
  static let changesInNFKD: UInt8 = 8
  /// Its combining class is not 0.
  static let combines: UInt8 = 16
  /// It may melt into a scalar before it.
  static let followsInPairs: UInt8 = 32

  /// These bits of every scalar. Made once, at the first use.
  static let table = makeTable()

  private static func makeTable() -> ScalarTable {
    let followers = makeFollowers()
    return ScalarTable { scalar in
      var bits: UInt8 = 0
      if combiningClass(scalar.value) != 0 { bits |= combines }
      if followers.contains(scalar.value) { bits |= followsInPairs }
      let canonical = decomposition(scalar.value, isCompatibility: false)
      let compatible = decomposition(scalar.value, isCompatibility: true)
      if canonical != [scalar.value] {
        bits |= changesInNFD
        if recomposed(canonical) != [scalar.value] { bits |= changesInNFC }
      }
      if compatible != [scalar.value] {
        bits |= changesInNFKD
        if recomposed(compatible) != [scalar.value] { bits |= changesInNFKC }
      }
      return bits
    }
  }

  /// The scalars that end the decomposition of another one which composes again.
  private static func makeFollowers() -> Set<UInt32> {
    var followers = Set<UInt32>(0x1161...0x1175)
    followers.formUnion(0x11A8...0x11C2)
    for scalar in UInt32(0)..<0x30000 where scalar < 0xAC00 || scalar > 0xD7A3 {
      let parts = decomposition(scalar, isCompatibility: false)
      if parts.count > 1, let last = parts.last, recomposed(parts) == [scalar] { followers.insert(last) }
    }
    return followers
  }

  /// The full decomposition of a scalar, itself if it has none.
  static func decomposition(_ scalar: UInt32, isCompatibility: Bool) -> [UInt32] {
    guard scalar >= 0xA0, isKnown(scalar) else { return [scalar] }
    var options = UTF8PROC_DECOMPOSE.rawValue | UTF8PROC_STABLE.rawValue
    if isCompatibility { options |= UTF8PROC_COMPAT.rawValue }
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 32) { buffer in
      var boundary: Int32 = 0
      let count = utf8proc_decompose_char(
        Int32(bitPattern: scalar), buffer.baseAddress, buffer.count, utf8proc_option_t(options), &boundary)
      // No decomposition is longer than 18 scalars.
      guard count > 0, count <= buffer.count else { return [scalar] }
      return buffer[..<count].map { UInt32(bitPattern: $0) }
    }
  }

  /// The canonical combining class of a scalar.
  static func combiningClass(_ scalar: UInt32) -> UInt8 {
    guard scalar >= 0x300, let value = Unicode.Scalar(scalar) else { return 0 }
    let combiningClass = UInt8(value.properties.canonicalCombiningClass.rawValue)
    return combiningClass == 0 || !isKnown(scalar) ? 0 : combiningClass
  }

  /// The scalar that two melt into, nil if they don't.
  static func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
    let options = UTF8PROC_COMPOSE.rawValue | UTF8PROC_STABLE.rawValue
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2) { buffer in
      buffer[0] = Int32(bitPattern: first)
      buffer[1] = Int32(bitPattern: second)
      let count = utf8proc_normalize_utf32(buffer.baseAddress, 2, utf8proc_option_t(options))
      let composed = UInt32(bitPattern: buffer[0])
      return count == 1 && isKnown(composed) ? composed : nil
    }
  }

  private static func recomposed(_ parts: [UInt32]) -> [UInt32] {
    var whole: [UInt32] = []
    for part in parts {
      if let last = whole.last, let composed = composition(last, part) {
        whole[whole.count - 1] = composed
      } else {
        whole.append(part)
      }
    }
    return whole
  }

  private static func isKnown(_ scalar: UInt32) -> Bool {
    Unicode.Scalar(scalar).map(UnicodeEdition.normalization.contains) ?? false
  }
}
