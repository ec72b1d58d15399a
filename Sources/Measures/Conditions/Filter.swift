import NeuronPreferences

/// Which neurons are meant: those for which every condition holds, or every one of another set of them. The explorer's `&`, `txray prune --where` and
/// `txray compare --where` read it alike.
public struct Filter: Hashable, Sendable {
  /// How a value is compared.
  package enum Sign: String, CaseIterable, Sendable {
    // Longer signs first, so that parsing finds them first.
    case atLeast = ">="
    case atMost = "<="
    case notEqual = "!="
    case equal = "="
    case above = ">"
    case below = "<"
    case contains = "~"
  }

  /// One condition.
  package struct Term: Hashable, Sendable {
    /// What is asked.
    package let subject: Subject
    /// Whether it must not hold.
    package let isNegated: Bool

    /// Asks something, or its opposite.
    package init(_ subject: Subject, isNegated: Bool = false) {
      self.subject = subject
      self.isNegated = isNegated
    }
  }

  /// What a condition asks.
  package enum Subject: Hashable, Sendable {
    /// A statistic against a number; a neuron without a value does not pass, negated or not.
    case measure(Measure, Sign, Double)
    /// What became of it: one of these.
    case verdict(StagePair, [Verdict])
    /// The tag that holds most of its mass in a stage, as a pattern.
    case tag(TextPattern, stage: Int)
    /// The class of at least half of its mass in a stage is one of these; nil for none.
    case tagClass([TagClass?], stage: Int)
    /// A token among the first ones in a stage, or in any.
    case token(TextPattern, stage: Int?)
    /// It is marked.
    case marked
    /// It is on a named list of marks.
    case list(TextPattern)
    /// It has a note that fits; nil for any note.
    case note(TextPattern?)
    /// Its site's name.
    case site(TextPattern)
  }

  /// Sets of conditions: all of one of them must hold.
  package let alternatives: [[Term]]
  /// As it was typed.
  public let text: String

  package init(anyOf alternatives: [[Term]], text: String) {
    self.alternatives = alternatives
    self.text = text
  }

  /// Whether it asks for what only relabelling tells.
  public var needsTest: Bool {
    terms.contains { term in
      switch term.subject {
      case .verdict: return true
      case .measure(let measure, _, _): return measure.compared != nil && measure.isTested
      default: return false
      }
    }
  }
}

extension Filter {
  /// The stages that conditions ask about. A token that any stage may prefer asks about none.
  package var stages: Set<Int> { terms.reduce(into: []) { $0.formUnion($1.subject.stages) } }

  /// Conditions that must all hold.
  package init(terms: [Term], text: String) { self.init(anyOf: [terms], text: text) }

  /// The conditions of all sets.
  package var terms: [Term] { alternatives.flatMap(\.self) }

  /// The neurons of one of some verdicts.
  package init(_ verdicts: [Verdict], pair: StagePair) {
    self.init(
      terms: [Term(.verdict(pair, verdicts))], text: "state=\(verdicts.map(\.name).joined(separator: "|"))")
  }

  /// The neurons that moved, and not by chance as far as that has been tested.
  package init(movedIn pair: StagePair, isTested: Bool) {
    self.init([isTested ? .moved : .shared], pair: pair)
  }
}

extension Filter.Subject {
  fileprivate var stages: [Int] {
    switch self {
    case .measure(let measure, _, _): measure.stages
    case .verdict(let pair, _): [pair.from, pair.to]
    case .tag(_, let stage), .tagClass(_, let stage): [stage]
    case .token(_, let stage): stage.map { [$0] } ?? []
    case .marked, .list, .note, .site: []
    }
  }
}

extension Measure {
  /// Whether relabelling tells it, or tells it better.
  fileprivate var isTested: Bool {
    switch self {
    case .moved, .tagMoved, .rate: true
    default: false
    }
  }
}
