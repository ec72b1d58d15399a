import NeuronPreferences

extension Verdict {
  /// The word for it where people read it.
  package var word: String { self == .insufficient ? "too few" : rawValue }

  /// Its place in sorting: what asks for attention first.
  package var rank: Int { Verdict.allCases.firstIndex(of: self) ?? Verdict.allCases.count }

  /// Its name as it is typed: the word without the blank.
  package var name: String { word.filter { $0 != " " } }

  /// Reads a name as it is typed in filters; "toofew" and "insufficient" are one.
  package init?(name: String) {
    let name = name.lowercased()
    switch name.filter({ $0 != " " && $0 != "-" }) {
    case "toofew": self = .insufficient
    case "lostwins", "lost": self = .lostWins
    case "wonmore", "won": self = .wonMore
    default: self.init(rawValue: name)
    }
  }
}
