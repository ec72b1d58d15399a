/// The places visited, to go back to and forward again.
struct PlaceHistory: Sendable {
  /// More are forgotten, the oldest first.
  static let limit = 200

  private var behind: [Place] = []
  private var ahead: [Place] = []

  /// Remembers the place that was left for another one; what lay ahead is then gone.
  mutating func leave(_ place: Place) {
    behind.append(place)
    if behind.count > Self.limit { behind.removeFirst() }
    ahead = []
  }

  /// The place before, from `place`; nil if there is none.
  mutating func back(from place: Place) -> Place? {
    guard let last = behind.popLast() else { return nil }
    ahead.append(place)
    return last
  }

  /// The place that was gone back from, from `place`; nil if there is none.
  mutating func forward(from place: Place) -> Place? {
    guard let next = ahead.popLast() else { return nil }
    behind.append(place)
    return next
  }
}
