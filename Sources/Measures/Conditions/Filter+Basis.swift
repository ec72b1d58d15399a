import NeuronPreferences

extension Filter {
  /// What a condition rests on. Where stages have snapshots under several policies, each has its own
  /// (`PolicyRoles`), whichever of them is looked at: the same conditions choose the same neurons everywhere.
  public enum Basis: Hashable, Sendable, CaseIterable {
    /// Wins and their mass, and what became of them: counted where neurons compete.
    case wins
    /// Tokens and tags preferred, and how far they moved: judged where every neuron fires often enough.
    case preferences
  }

  /// What its conditions rest on; empty where all are about marks, notes and names.
  public var bases: Set<Basis> { terms.reduce(into: []) { $0.formUnion($1.subject.bases) } }

  /// The comparisons that conditions of that basis need before they can be applied.
  package func compared(by basis: Basis) -> [ComparedPair] {
    terms.compactMap { term in
      guard case .measure(let measure, _, _) = term.subject, measure.basis == basis else { return nil }
      return measure.compared
    }
  }

  /// The pairs whose neurons conditions of that basis ask what became of: a first answer is there before they are compared.
  package func verdictPairs(by basis: Basis) -> [StagePair] {
    terms.compactMap { term in
      guard case .verdict(let pair, _) = term.subject, term.subject.bases.contains(basis) else { return nil }
      return pair
    }
  }

  /// All comparisons that conditions of that basis are better for.
  package func comparedOrJudged(by basis: Basis) -> Set<ComparedPair> {
    Set(compared(by: basis) + verdictPairs(by: basis).map { ComparedPair($0) })
  }
}

extension Filter.Subject {
  /// What it rests on; of verdicts some may be about wins and some about preferences.
  fileprivate var bases: Set<Filter.Basis> {
    switch self {
    case .measure(let measure, _, _): Set([measure.basis].compactMap(\.self))
    case .verdict(_, let wanted): Set(wanted.map(\.basis))
    case .tag, .tagClass, .token: [.preferences]
    case .marked, .list, .note, .site: []
    }
  }
}

extension Verdict {
  /// What it is a verdict on.
  var basis: Filter.Basis { isOfWins ? .wins : .preferences }
}

extension Measure {
  /// What it is a statistic of; nil for what no policy decides.
  package var basis: Filter.Basis? {
    switch self {
    case .wins, .length, .mass, .mean, .lengthChange, .union: .wins
    case .tag, .tagClass, .tagShare, .tagMoved, .tokens, .verdict, .moved, .rate, .distance: .preferences
    case .score, .tokenMass, .tokenChange, .neuron, .marked: nil
    }
  }
}

/// Where conditions look their values up, one place for each basis.
package struct FilterSources: Sendable {
  /// Where wins are counted.
  package let counted: MeasureSource
  /// Where preferences are judged.
  package let judged: MeasureSource

  /// Two places; they hold the same neurons and marks.
  package init(counted: MeasureSource, judged: MeasureSource) {
    (self.counted, self.judged) = (counted, judged)
  }

  /// One place for everything.
  package init(_ source: MeasureSource) { self.init(counted: source, judged: source) }

  /// The place for a basis; what has none is the same in both.
  subscript(basis: Filter.Basis?) -> MeasureSource { basis == .wins ? counted : judged }
}
