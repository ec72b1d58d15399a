import NeuronPreferences
import TerminalUI

/// What became of a neuron between two stages, as far as the evidence carries.
public enum Verdict: String, CaseIterable, Hashable, Sendable {
  /// It won tokens before and none after.
  case forgotten
  /// It won none before and some after.
  case gained
  /// It won tokens in both.
  case shared
  /// It lost its wins while its activation stayed what it was.
  case displaced
  /// Too few wins to say anything.
  case insufficient = "too few"
  /// It won no token in either.
  case never

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
    if name == "insufficient" || name == "toofew" || name == "too-few" {
      self = .insufficient
    } else {
      self.init(rawValue: name)
    }
  }
}

extension Verdict {
  /// Fewest wins for a claim.
  static let support = FeatureKind.token.minimumSupport

  /// What can be said from the numbers of wins: a shared neuron needs enough of them in both stages, a
  /// forgotten or gained one in the stage that has some.
  init(winsBefore: Int, winsAfter: Int, isDisplaced: Bool) {
    let support = Self.support
    self =
      switch (winsBefore > 0, winsAfter > 0) {
      case (false, false): .never
      case _ where isDisplaced: .displaced
      case (true, true): min(winsBefore, winsAfter) < support ? .insufficient : .shared
      case (true, false): winsBefore < support ? .insufficient : .forgotten
      case (false, true): winsAfter < support ? .insufficient : .gained
      }
  }
}
