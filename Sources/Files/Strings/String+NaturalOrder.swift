extension String {
  /// Whether it comes before another, numbers in it compared by value: `epoch-2` before `epoch-10`. O(length).
  public func precedesNaturally(_ other: String) -> Bool {
    naturalParts.lexicographicallyPrecedes(other.naturalParts) { a, b in
      guard a.first?.isDigit == true, b.first?.isDigit == true else { return a < b }
      // Numbers of any length: without zeros in front the longer one is the larger.
      let (x, y) = (a.drop { $0 == "0" }, b.drop { $0 == "0" })
      if x == y { return a < b }
      return x.utf8.count == y.utf8.count ? x < y : x.utf8.count < y.utf8.count
    }
  }

  /// Runs of digits and runs of anything else.
  private var naturalParts: [Substring] {
    var parts: [Substring] = []
    var start = startIndex
    while start < endIndex {
      let isNumber = self[start].isDigit
      let end = self[start...].firstIndex { $0.isDigit != isNumber } ?? endIndex
      parts.append(self[start..<end])
      start = end
    }
    return parts
  }
}

extension Character {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
