import NeuronPreferences

/// Which neurons the table shows: those for which every term holds.
public struct Filter: Hashable, Sendable {
  /// How a value is compared.
  enum Comparison: String, CaseIterable, Sendable {
    // Longer signs first, so that parsing finds them first.
    case atLeast = ">="
    case atMost = "<="
    case notEqual = "!="
    case equal = "="
    case above = ">"
    case below = "<"

    func holds(_ value: Double, _ bound: Double) -> Bool {
      switch self {
      case .atLeast: value >= bound
      case .atMost: value <= bound
      case .notEqual: value != bound
      case .equal: value == bound
      case .above: value > bound
      case .below: value < bound
      }
    }
  }

  /// One condition.
  enum Term: Hashable, Sendable {
    /// A statistic against a number; a neuron without a value does not pass.
    case measure(Measure, Comparison, Double)
    /// What became of it: one of these.
    case verdict(StagePair, [Verdict], isNegated: Bool)
    /// Whether it is marked.
    case marked(Bool)
    /// One of the stages prefers a token that contains this text.
    case token(String)
  }

  /// The conditions.
  let terms: [Term]
  /// As it was typed.
  public let text: String

  init(terms: [Term], text: String) {
    self.terms = terms
    self.text = text
  }

  /// The pairs of stages that must be compared before it can be applied.
  var pairs: [StagePair] {
    terms.compactMap { term in
      switch term {
      case .measure(let measure, _, _): return measure.needsComparison ? measure.pair : nil
      default: return nil
      }
    }
  }
}

extension Filter {
  /// Whether it asks what became of neurons between these stages.
  func usesVerdict(of pair: StagePair) -> Bool {
    terms.contains { term in
      if case .verdict(pair, _, _) = term { return true }
      return false
    }
  }
}
