/// The name of a neuron: the site its activation is read at, and its index there, as in `lstm.0:60`.
public struct NeuronID: Hashable, Sendable {
  /// Where activations are read, e.g. `lstm.0`.
  public let site: String
  /// Index within the site, from 0.
  public let index: Int

  /// Names neuron `index` of `site`.
  public init(site: String, index: Int) {
    self.site = site
    self.index = index
  }

  /// Parses `SITE:INDEX`; nil unless the site is not empty and the index is a number without sign.
  public init?(_ text: String) {
    guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")), colon != text.startIndex else { return nil }
    let digits = text[text.utf8.index(after: colon)...]
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let index = Int(digits) else { return nil }
    self.init(site: String(text[..<colon]), index: index)
  }
}

extension NeuronID: CustomStringConvertible {
  /// `SITE:INDEX`.
  public var description: String { "\(site):\(index)" }
}

extension NeuronID: Comparable {
  /// By site, numbers within it compared as numbers (`lstm.2` before `lstm.10`), then by index.
  public static func < (left: NeuronID, right: NeuronID) -> Bool {
    if left.site == right.site { return left.index < right.index }
    return left.siteKey.lexicographicallyPrecedes(right.siteKey) { $0.precedes($1) }
  }

  /// A run of digits by its value, anything else byte by byte.
  private enum SitePart {
    case number(Int)
    case byte(UInt8)

    func precedes(_ other: SitePart) -> Bool {
      switch (self, other) {
      case (.number(let left), .number(let right)): left < right
      case (.byte(let left), .byte(let right)): left < right
      case (.number, .byte): true
      case (.byte, .number): false
      }
    }
  }

  private var siteKey: [SitePart] {
    var parts: [SitePart] = []
    for byte in site.utf8 {
      guard (0x30...0x39).contains(byte) else {
        parts.append(.byte(byte))
        continue
      }
      let digit = Int(byte - 0x30)
      if case .number(let value)? = parts.last, value < 1 << 40 {
        parts[parts.count - 1] = .number(value * 10 + digit)
      } else {
        parts.append(.number(digit))
      }
    }
    return parts
  }
}

extension NeuronID: Encodable {
  /// Encodes as the text `SITE:INDEX`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
