import Measures
import NeuronPreferences
import TerminalUI

extension Verdict {
  /// How it is shown.
  var role: Role {
    switch self {
    case .forgotten, .lostWins: .stateForgotten
    case .gained, .wonMore: .stateGained
    case .moved, .kept, .shared: .stateShared
    case .displaced: .stateDisplaced
    case .insufficient: .stateInsufficient
    case .never: .stateNever
    }
  }

  /// What it says, for help.
  var meaning: String {
    switch self {
    case .forgotten: "lost its wins, and has none left"
    case .lostWins: "lost most of its wins (a fifth or fewer left)"
    case .gained: "came to win, and had won nothing before"
    case .wonMore: "wins at least 5 times as often"
    case .moved: "prefers other tokens than before, not by chance"
    case .kept: "prefers what it did before: less than 5% moved"
    case .shared: "won enough in both; moved or kept is open"
    case .displaced: "lost its wins, but fires as before: others fire stronger"
    case .insufficient: "too few wins to claim anything"
    case .never: "won no token in either stage"
    }
  }
}
