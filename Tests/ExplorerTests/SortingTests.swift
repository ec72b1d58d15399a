import Explorer
import Statistics
import Testing

@Suite struct SortingTests {
  private func values(_ count: Int, seed: UInt64) -> [Double?] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      let bits = random.next()
      switch bits % 16 {
      case 0: return nil
      case 1: return .nan
      case 2: return [0, -0.0, .infinity, -.infinity][Int(bits >> 8 % 4) & 3]
      case 3...8: return Double(Float(Int(bits >> 20 & 0xFF)) - 128)
      default: return Double(Float(Double(Int64(bitPattern: bits) >> 12) / 1e9))
      }
    }
  }

  @Test(arguments: [true, false])
  func agreesWithAnOrdinarySort(descending: Bool) {
    print("seed 7")
    for count in [0, 1, 2, 3, 100, 5000] {
      let values = values(count, seed: 7 + UInt64(count))
      let rows = (0..<Int32(count)).map { Int32(count) - 1 - $0 }
      let keys = rows.map { SortedRows.orderedKey(values[Int($0)], descending: descending) }
      let sorted = SortedRows.sort(rows, keys: keys)
      let known = rows.enumerated().filter { values[Int($0.element)].map { !$0.isNaN } ?? false }
      let expected = known.sorted { a, b in
        let (x, y) = (values[Int(a.element)] ?? 0, values[Int(b.element)] ?? 0)
        if x == y { return a.offset < b.offset }
        return descending ? x > y : x < y
      }.map(\.element)
      #expect(Array(sorted.prefix(expected.count)) == expected)
      let last = rows.filter { values[Int($0)].map(\.isNaN) ?? true }
      #expect(Array(sorted.dropFirst(expected.count)) == last, "those without a value come last, in order")
    }
  }

  /// A build without optimisation takes far longer, and no one is given one.
  @Test func aMillionRowsAreSortedWithinTheBudget() {
    var random = SplitMix64(seed: 3)
    let rows = Array(0..<Int32(1_000_000))
    let keys = rows.map { _ in UInt32(truncatingIfNeeded: random.next()) }
    var sorted: [Int32] = []
    let times = (0..<3).map { _ in ContinuousClock().measure { sorted = SortedRows.sort(rows, keys: keys) } }
    print("1,000,000 rows sorted in \(times.min() ?? .zero)")
    let isSorted = zip(sorted, sorted.dropFirst()).allSatisfy { keys[Int($0)] <= keys[Int($1)] }
    #expect(isSorted && Set(sorted).count == rows.count)
    #if !DEBUG
      #expect((times.min() ?? .zero) < .milliseconds(100))
    #endif
  }
}
