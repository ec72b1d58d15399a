/// How well a name fits what was typed: letters must come in the order typed, others may stand between them.
enum FuzzyMatch {
  /// What it costs to read `typed` as `name`, less where letters stand together and begin a word; nil where a letter is
  /// missing. In any case of letters. O(length of the name).
  static func cost(of typed: String, in name: String) -> Int? {
    let (wanted, letters) = (Array(typed.lowercased()), Array(name.lowercased()))
    guard let first = wanted.first else { return 0 }
    if letters.starts(with: wanted) { return letters.count == wanted.count ? 0 : 1 }
    let costs = letters.indices.compactMap { start -> Int? in
      guard letters[start] == first else { return nil }
      var (cost, place) = (isWordStart(start, letters) ? 2 : 6, start)
      for letter in wanted.dropFirst() {
        guard let next = letters[(place + 1)...].firstIndex(of: letter) else { return nil }
        if next > place + 1 { cost += isWordStart(next, letters) ? 2 : 5 + min(next - place, 8) }
        place = next
      }
      return cost
    }
    // One or two letters stand scattered in almost any name.
    return costs.min().flatMap { wanted.count > 2 || $0 <= 6 ? $0 : nil }
  }

  private static func isWordStart(_ place: Int, _ letters: [Character]) -> Bool {
    place == 0 || !(letters[place - 1].isLetter || letters[place - 1].isNumber)
  }

  /// Those that fit, the best first, equals in the order they came. O(n log n).
  static func ranked<Item>(_ items: [Item], by typed: String, name: (Item) -> String) -> [Item] {
    let costs = items.enumerated().compactMap { place, item in
      cost(of: typed, in: name(item)).map { (cost: $0, place: place, item: item) }
    }
    return costs.sorted { ($0.cost, $0.place) < ($1.cost, $1.place) }.map(\.item)
  }
}
