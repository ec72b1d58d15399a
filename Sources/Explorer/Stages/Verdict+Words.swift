import NeuronPreferences
import TerminalUI

extension Verdict {
  /// The word for it on the screen.
  var word: String { self == .insufficient ? "too few" : rawValue }

  /// How it is shown.
  var role: Role {
    switch self {
    case .forgotten: .stateForgotten
    case .gained: .stateGained
    case .shared: .stateShared
    case .displaced: .stateDisplaced
    case .insufficient: .stateInsufficient
    case .never: .stateNever
    }
  }

  /// Its place in sorting: what asks for attention first.
  var rank: Int { Verdict.allCases.firstIndex(of: self) ?? Verdict.allCases.count }

  /// What it says, for help.
  var meaning: String {
    switch self {
    case .forgotten: "won tokens before, none after"
    case .gained: "won none before, some after"
    case .shared: "won tokens in both stages"
    case .displaced: "lost its wins, but fires as before: others fire stronger"
    case .insufficient: "too few wins to claim anything"
    case .never: "won no token in either stage"
    }
  }

  /// Reads a name as it is typed in filters; "toofew" and "insufficient" are one.
  init?(name: String) {
    let name = name.lowercased()
    self.init(rawValue: ["toofew", "too-few", "too few"].contains(name) ? "insufficient" : name)
  }
}
