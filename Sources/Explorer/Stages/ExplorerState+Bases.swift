import Measures
import NeuronPreferences
import Runs

/// Conditions on wins look where wins are counted, those on preferences where these are judged, whichever policy is looked
/// at: `&`, `prune --where` and the lists one key away mean the same neurons.
extension ExplorerState {
  /// Which policy counts and which one judges.
  var policyRoles: PolicyRoles? { PolicyRoles(kinds: run.policies.map(\.kind)) }

  /// The kind of policy that conditions of that basis look at.
  func policyKind(for basis: Filter.Basis) -> String {
    switch (basis, policyRoles) {
    case (.wins, let roles?): roles.counted
    case (.preferences, let roles?): roles.judged
    case (_, nil): policyKind.name
    }
  }

  /// What conditions may rest on that look at the policy on the screen.
  var shownBases: [Filter.Basis] { Filter.Basis.allCases.filter { policyKind(for: $0) == policyKind.name } }

  /// Where the table's conditions look their values up, as far as it is known.
  var filterSources: FilterSources {
    FilterSources(counted: source(for: .wins), judged: source(for: .preferences))
  }

  private func source(for basis: Filter.Basis) -> MeasureSource {
    guard let aside = setAside[policyKind(for: basis)], policyKind(for: basis) != policyKind.name else {
      return source
    }
    return MeasureSource(
      stages: aside.stages, comparisons: aside.comparisons, marks: marks, ranking: ranking)
  }

  /// Conditions that rest on one thing are shown under the policy that they look at. Nothing where that is so already.
  mutating func changeToBasis() -> [Effect] {
    let kinds = Set((table.filter?.bases ?? []).map(policyKind(for:)))
    guard kinds.count == 1, let kind = kinds.first, kind != policyKind.name else { return [] }
    policyToReturn = policyToReturn ?? policyKind.name
    return run.policies.first { $0.kind == kind }.map { change(to: $0) } ?? []
  }

  /// Goes back to the policy that was looked at before conditions led to another one. Nothing where that was none.
  mutating func returnToPolicy() -> [Effect] {
    guard let kind = policyToReturn else { return [] }
    policyToReturn = nil
    guard kind != policyKind.name else { return [] }
    return run.policies.first { $0.kind == kind }.map { change(to: $0) } ?? []
  }

  /// What the table's conditions ask of the policy that is not looked at and that is not known yet.
  var neededAside: AsideRequest? {
    guard let filter = table.filter else { return nil }
    for basis in filter.bases where policyKind(for: basis) != policyKind.name {
      let kind = policyKind(for: basis)
      let wanted = filter.comparedOrJudged(by: basis)
      let known = setAside[kind]
      let permutations = filter.needsTest ? permutations : 0
      let missing = wanted.filter { compared in
        guard let known, let comparison = known.comparisons[compared] else { return true }
        return permutations > 0 && !comparison.isTested
          && Comparison.canTest(compared.pair, of: known.stages, entryLimit: entryLimit)
      }
      guard known == nil || !missing.isEmpty else { continue }
      return run.policies.first { $0.kind == kind }.map {
        AsideRequest(files: $0, compared: missing, permutations: permutations, entryLimit: entryLimit)
      }
    }
    return nil
  }

  /// Takes in what is known of a policy that is not looked at.
  mutating func take(_ aside: SetAside, of request: AsideRequest) -> [Effect] {
    guard request.files.kind != policyKind.name else { return [] }
    let known = setAside[request.files.kind]?.comparisons ?? [:]
    setAside[request.files.kind] = SetAside(
      stages: aside.stages, comparisons: known.merging(aside.comparisons) { $1 })
    return requestedAside == request ? rearrange() : []
  }

  /// What the caption says of conditions: where they look, if that is not what is looked at.
  var basisNote: String {
    let bases = Filter.Basis.allCases.filter { table.filter?.bases.contains($0) ?? false }
    guard bases.contains(where: { policyKind(for: $0) != policyKind.name }) else { return "" }
    return ", by " + bases.map(policyKind(for:)).joined(separator: " and ")
  }
}
