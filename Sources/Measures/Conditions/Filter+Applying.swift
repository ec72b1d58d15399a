import NeuronPreferences
import Sites

extension Filter {
  /// The test that a neuron passes if all conditions of a set hold. O(vocabulary) for conditions on tokens, else O(1); a neuron
  /// then costs O(entries of its row) at most.
  package func predicate(_ sources: FilterSources) -> (Int) -> Bool {
    let alternatives = alternatives.map { terms in
      terms.map { term in
        let test = term.subject.test(sources)
        return { (row: Int) -> Bool in test(row).map { $0 != term.isNegated } ?? false }
      }
    }
    return { row in alternatives.contains { tests in tests.allSatisfy { $0(row) } } }
  }
}

extension Filter.Subject {
  /// Whether it holds of a neuron; nil where the neuron has nothing to judge by.
  fileprivate func test(_ sources: FilterSources) -> (Int) -> Bool? {
    let source = sources.judged
    let stages = source.stages
    switch self {
    case .measure(let measure, let sign, let bound):
      let (source, bound) = (sources[measure.basis], measure.rounded(bound))
      return { row in source.value(of: measure, row: row).map { sign.holds($0, bound) } }
    case .verdict(let pair, let wanted):
      // What became of its wins and of its preferences are two questions; either may have the answer wanted.
      let (wins, preferences) = (
        wanted.filter { $0.basis == .wins }, wanted.filter { $0.basis == .preferences }
      )
      let (counted, judged) = (sources.counted.verdicts(pair), sources.judged.verdicts(pair))
      return { row in
        !wins.isEmpty && wins.contains(counted(row))
          || !preferences.isEmpty && preferences.contains(judged(row))
      }
    case .tag(let pattern, let stage):
      return { row in (try? stages[stage].strongestTag(row)).map { pattern.matches($0.name) } }
    case .tagClass(let wanted, let stage):
      guard let tags = stages[stage].snapshot.tags else { return { _ in nil } }
      return { row in
        guard let shares = try? ClassShares(ofRow: row, in: tags), !shares.shares.isEmpty else { return nil }
        return wanted.contains(shares.main)
      }
    case .token(let pattern, let stage):
      let matcher = TokenMatcher(pattern, stages: stage.map { [stages[$0]] } ?? source.stagesOfRows)
      return { matcher.matches($0) }
    case .marked: return { source.marks.rows.contains($0) }
    case .list(let pattern):
      let rows = source.marks.lists.filter { pattern.matches($0.key) }.values
      return { row in rows.contains { $0.contains(row) } }
    case .note(let pattern):
      return { row in
        let notes = source.marks.notes[row] ?? []
        return pattern.map { notes.contains(where: $0.matches) } ?? !notes.isEmpty
      }
    case .site(let pattern):
      guard let sites = source.sites else { return { _ in nil } }
      let fits = sites.sites.map { pattern.matches($0.name) }
      return { fits[sites.place(ofRow: $0)] }
    }
  }
}

extension Filter.Sign {
  fileprivate func holds(_ value: Double, _ bound: Double) -> Bool {
    switch self {
    case .atLeast: value >= bound
    case .atMost: value <= bound
    case .notEqual: value != bound
    case .equal, .contains: value == bound
    case .above: value > bound
    case .below: value < bound
    }
  }
}

extension Measure {
  /// A bound as exact as the values are kept, so that `q<=.05` holds for a rate of .05.
  fileprivate func rounded(_ bound: Double) -> Double {
    compared == nil ? bound : Double(Float(bound))
  }
}
