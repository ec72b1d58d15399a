extension String {
  /// Whether it comes before another, numbers in it compared by value: `epoch-2` before `epoch-10`. O(length).
  public func precedesNaturally(_ other: String) -> Bool {
    naturalParts.lexicographicallyPrecedes(other.naturalParts) { a, b in
      if let x = Int(a), let y = Int(b), x != y { return x < y }
      return a < b
    }
  }

  /// Runs of digits and runs of anything else.
  private var naturalParts: [Substring] {
    var parts: [Substring] = []
    var start = startIndex
    while start < endIndex {
      let isNumber = self[start].isNumber
      let end = self[start...].firstIndex { $0.isNumber != isNumber } ?? endIndex
      parts.append(self[start..<end])
      start = end
    }
    return parts
  }
}
