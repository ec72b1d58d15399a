import Sites

/// All neurons compared between two stages.
public struct Transfer: Sendable {
  /// Label of the first stage.
  public let a: String
  /// Label of the second stage.
  public let b: String
  /// The distance.
  public let metric: DistanceMetric
  /// What preferences were compared by.
  public let feature: FeatureKind
  /// Which activations counted as a preference, at both stages.
  public let policy: CollectionPolicy
  /// How many neurons are in each state.
  public let states: StateCounts
  /// One row a neuron, sorted by neuron.
  public internal(set) var neurons: [NeuronTransfer]
  /// Whether the neurons of both stages can be told to be the same ones. Unrelated ones are compared all
  /// the same, for whoever knows better; say so beside the result.
  public let relation: LineageRelation
  /// Fewest wins for evidence.
  public let minimumSupport: Int
  /// How the features of both snapshots are numbered, found once.
  let alignment: FeatureAlignment
  /// Tokens read at the first stage and at the second; nil where a snapshot does not say.
  let tokens: (a: Int, b: Int)?
  /// How the p-values came about; nil until ``test(_:_:permutations:seed:statistic:criteria:threads:)``.
  public internal(set) var null: NullSummary?

  /// Compares two snapshots neuron by neuron.
  ///
  /// Features are matched by their text if the vocabularies differ. O(neurons + entries of both).
  ///
  /// - Parameters:
  ///   - a: The first stage.
  ///   - b: The second stage.
  ///   - metric: The distance.
  ///   - feature: What preferences are compared by.
  ///   - acrossTokenizers: Whether tokens of one name count as the same though different tokenizers made them.
  ///   - minimumSupport: Fewest wins for evidence, on both sides for a shared neuron and on the one side of a
  ///     forgotten or gained one; nil for ``FeatureKind/minimumSupport``.
  /// - Throws: ``SnapshotError/differentSites(a:b:)``, ``SnapshotError/differentPolicies(a:b:)``,
  ///   ``SnapshotError/differentTokenizers(a:b:)``, ``SnapshotError/differentFeatures(a:b:)``,
  ///   ``SnapshotError/noTags(path:)`` or ``SnapshotError/inconsistent(path:tensor:index:)``.
  public init(
    _ a: Snapshot, _ b: Snapshot, metric: DistanceMetric = .paper, feature: FeatureKind = .token,
    acrossTokenizers: Bool = false, minimumSupport: Int? = nil
  ) throws(SnapshotError) {
    let rows = try Self.matchedRows(a, b)
    guard a.policy == b.policy else { throw .differentPolicies(a: a.policy, b: b.policy) }
    guard a.origin.wordPooling == b.origin.wordPooling else {
      throw .differentFeatures(a: a.origin.wordPooling, b: b.origin.wordPooling)
    }
    if feature == .token, !acrossTokenizers, a.tokenizerRelation(to: b) == .different {
      throw .differentTokenizers(a: a.origin.tokenizer, b: b.origin.tokenizer)
    }
    let tables = try ComparedTables(a, b, feature)
    let support = minimumSupport ?? feature.minimumSupport
    let descendant = Self.descendant(of: a, b)
    var scratch = HellingerDistance.Scratch()
    var preferencesA: [Preference] = []
    var preferencesB: [Preference] = []
    var neurons: [NeuronTransfer] = []
    neurons.reserveCapacity(rows.count)
    for (neuron, rowA, rowB) in rows {
      try tables.preferences(a: rowA, b: rowB, into: &preferencesA, &preferencesB)
      let distance = scratch.distance(preferencesA, preferencesB, metric: metric)
      let state = TransferState(lengthA: preferencesA.count, lengthB: preferencesB.count)
      let (countA, countB) = (rowA.map { tables.a.wins[$0] } ?? 0, rowB.map { tables.b.wins[$0] } ?? 0)
      let likeness = (descendant?.isB == true ? rowB : rowA).flatMap {
        descendant?.table.likeness(ofRow: $0)
      }
      neurons.append(
        NeuronTransfer(
          neuron: neuron, state: state, hellinger: distance.distance, lengthA: preferencesA.count,
          lengthB: preferencesB.count, lengthUnion: distance.unionLength, countA: countA,
          countB: countB, massA: rowA.map { tables.a.mass[$0] } ?? 0,
          massB: rowB.map { tables.b.mass[$0] } ?? 0,
          likeness: likeness))
    }
    let (criteria, competes, isSameText) = (ChangeCriteria(), a.policy.kind.competes, a.hasSameText(as: b))
    for index in neurons.indices {
      neurons[index].judge(criteria, support: support, policyCompetes: competes, isSameText: isSameText)
    }
    self.a = a.origin.stage
    self.b = b.origin.stage
    self.metric = metric
    self.feature = feature
    policy = a.policy
    self.minimumSupport = support
    alignment = tables.alignment
    let scanned = (a: a.counts.tokensScanned, b: b.counts.tokensScanned)
    tokens = scanned.a > 0 && scanned.b > 0 ? scanned : nil
    self.neurons = neurons
    states = StateCounts(neurons.lazy.map(\.state))
    precondition(states.total == rows.count, "every neuron is in one state")
    relation = a.origin.relation(to: b.origin)
  }

  /// Wins a token at the second stage over those at the first; infinite where the first has none.
  func winsRatio(_ neuron: NeuronTransfer) -> Double {
    let (a, b) = (Double(neuron.countA), Double(neuron.countB))
    return b / a * (tokens.map { Double($0.a) / Double($0.b) } ?? 1)
  }

  /// The comparison with its parent of whichever snapshot's checkpoint was trained from the other's.
  private static func descendant(of a: Snapshot, _ b: Snapshot) -> (table: ParentTable, isB: Bool)? {
    if let parent = b.parent, b.origin.isTrained(from: a.origin) {
      return (parent, true)
    }
    if let parent = a.parent, a.origin.isTrained(from: b.origin) {
      return (parent, false)
    }
    return nil
  }

  /// Every neuron with its row in either snapshot, sorted by neuron.
  ///
  /// Where one of them knows only the neurons that it saw (``SnapshotOrigin/countsOnlySeenNeurons``), the
  /// others have no row in it.
  static func matchedRows(
    _ a: Snapshot, _ b: Snapshot
  ) throws(SnapshotError) -> [(neuron: NeuronID, a: Int?, b: Int?)] {
    let sites = a.sites.sites.sorted { NeuronID(site: $0.name, index: 0) < NeuronID(site: $1.name, index: 0) }
    var rows: [(neuron: NeuronID, a: Int?, b: Int?)] = []
    rows.reserveCapacity(a.neuronCount)
    for site in sites {
      let other = b.sites.sites.first { $0.name == site.name && Self.mayBeOne(site, a, $0, b) }
      guard let other, a.sites.sites.count == b.sites.sites.count else {
        throw .differentSites(a: a.sites.description, b: b.sites.description)
      }
      for index in 0..<max(site.neurons, other.neurons) {
        rows.append((NeuronID(site: site.name, index: index), site.row(index), other.row(index)))
      }
    }
    return rows
  }

  private static func mayBeOne(
    _ site: SiteList.Site, _ a: Snapshot, _ other: SiteList.Site, _ b: Snapshot
  ) -> Bool {
    (site.neurons >= other.neurons || a.origin.countsOnlySeenNeurons)
      && (other.neurons >= site.neurons || b.origin.countsOnlySeenNeurons)
  }
}

extension SiteList.Site {
  /// The row of a neuron, nil if it is beyond the last.
  fileprivate func row(_ index: Int) -> Int? { index < neurons ? firstRow + index : nil }
}

extension Transfer: Encodable {
  private enum CodingKeys: String, CodingKey {
    case a, b, metric, feature, policy, states, verdicts, neurons
    case neuronsTotal = "neurons_total"
  }

  /// Encodes the form that `txray compare --format json` prints.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(a, forKey: .a)
    try container.encode(b, forKey: .b)
    try container.encode(metric, forKey: .metric)
    try container.encode(feature, forKey: .feature)
    try container.encode(policy.description, forKey: .policy)
    try container.encode(neurons.count, forKey: .neuronsTotal)
    try container.encode(states, forKey: .states)
    try container.encode(verdicts, forKey: .verdicts)
    try container.encode(neurons, forKey: .neurons)
  }
}
