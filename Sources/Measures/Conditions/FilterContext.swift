/// Where a filter is read: what names without stages mean, and which words a run has.
public struct FilterContext: Sendable {
  /// The stages.
  public var stages: MeasureContext
  /// Names of tags; empty where none are known.
  public var tags: [String]
  /// Names of sites.
  public var sites: [String]
  /// Names of lists of marks.
  public var lists: [String]

  /// Describes a run.
  public init(_ stages: MeasureContext, tags: [String] = [], sites: [String] = [], lists: [String] = []) {
    self.stages = stages
    self.tags = tags
    self.sites = sites
    self.lists = lists
  }

  /// Describes stages: the tags of those meant where none are named, and the sites of the one shown. O(tags).
  package init(_ stages: [Stage], shown: Int, pair: StagePair?, lists: [String] = []) {
    var seen: Set<String> = []
    let meant = Set([shown] + (pair.map { [$0.from, $0.to] } ?? [])).sorted().map { stages[$0] }
    let tags = meant.flatMap { $0.snapshot.tags?.names() ?? [] }.filter { seen.insert($0).inserted }
    self.init(
      MeasureContext(shown: shown, pair: pair, stages: stages.count), tags: tags,
      sites: stages[shown].snapshot.sites.sites.map(\.name), lists: lists)
  }
}
