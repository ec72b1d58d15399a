import NeuronPreferences

/// A column of the overview of sites.
enum SiteColumn: String, CaseIterable, Sendable {
  case site, neurons, judged, lost, won, moved, kept, effect, entropy

  /// The width that its figures need.
  var width: Int { self == .site ? 12 : self == .neurons || self == .entropy ? 7 : 6 }

  /// Where the screen is narrow, columns of lower priority go first.
  var priority: Int {
    switch self {
    case .site: 100
    case .moved: 90
    case .effect: 80
    case .lost: 70
    case .won: 60
    case .judged: 50
    case .entropy: 40
    case .neurons: 30
    case .kept: 20
    }
  }

  /// Whether a first sort by it should show the largest first.
  var isLargestFirst: Bool { self != .site }

  /// What it says of a site; nil where that is not known. Sites are numbered by their rows.
  func value(_ line: SiteOverview.Line) -> Double? {
    func count(_ isWanted: (Verdict) -> Bool) -> Double? {
      guard !line.verdicts.isEmpty else { return nil }
      return Double(line.verdicts.reduce(0) { isWanted($1.key) ? $0 + $1.value : $0 })
    }
    return switch self {
    case .site: Double(line.site.firstRow)
    case .neurons: Double(line.site.neurons)
    case .judged: count(\.isComparable)
    case .lost: count(\.isLoss)
    case .won: count(\.isGain)
    // Before they are held against chance, neurons are shared by both stages and no more.
    case .moved: line.verdicts[.shared] == nil ? count { $0 == .moved } : nil
    case .kept: line.verdicts[.shared] == nil ? count { $0 == .kept } : nil
    case .effect: line.medianMove
    case .entropy: line.entropy
    }
  }

  /// A value as the screen shows it.
  func figure(_ value: Double, isTested: Bool) -> String {
    switch self {
    case .effect: isTested ? Figure.difference(value) : Figure.share(value)
    case .entropy: Figure.quantity(value)
    default: Figure.count(Int(value))
    }
  }
}
