import Sites

/// Which document blocks the parts of a collection cover, at which sites.
struct MergeCoverage {
  /// Parts that hold what another has, or disagree about it.
  private(set) var faults: [PartFault] = []
  /// The sites that are covered, in their order; nil if one between them is missing.
  let sites: SiteList?
  /// Of each of them, the parts that have it.
  let holders: [[SnapshotMerge.Holder]]
  /// The blocks that are covered at any site.
  let blocks: [BlockSummary]
  /// Whether every site that is covered has the same blocks.
  let isEven: Bool
  /// What is not covered.
  let missing: MissingParts

  init(_ parts: [Snapshot], whole: SiteList) {
    let blockCount = parts[0].blocks.count
    var all: [[SnapshotMerge.Holder]] = Array(repeating: [], count: whole.sites.count)
    for (index, part) in parts.enumerated() {
      for (place, site) in part.sites.sites.enumerated() {
        guard let wholePlace = whole.place(named: site.name) else { continue }
        all[wholePlace].append(SnapshotMerge.Holder(part: index, site: place, firstRow: site.firstRow))
      }
    }
    var faults = Self.contextFaults(parts)
    var blocks = Array(repeating: BlockSummary(), count: blockCount)
    var covered: [[Bool]] = []
    for (site, holders) in zip(whole.sites, all) where !holders.isEmpty {
      var owner = [Int?](repeating: nil, count: blockCount)
      for holder in holders {
        let part = parts[holder.part]
        let found = Self.fault(of: part, at: site.name, beside: owner.map { $0.map { parts[$0] } }, blocks)
        if let found, !faults.contains(where: { $0.path == found.path }) { faults.append(found) }
        for (block, summary) in part.blocks.enumerated() where summary.isIncluded {
          owner[block] = owner[block] ?? holder.part
          blocks[block] = summary
        }
      }
      faults += Self.thresholdFaults(holders, parts, neurons: site.neurons)
      covered.append(owner.map { $0 != nil })
    }
    self.faults = faults
    self.blocks = blocks
    let places = all.indices.filter { !all[$0].isEmpty }
    let range = (places.first ?? 0)..<((places.last ?? 0) + 1)
    sites = range.count == places.count ? whole.part(range) : nil
    holders = Array(all[range])
    isEven = covered.allSatisfy { $0 == covered[0] }
    missing = MissingParts(
      blocks: (0..<blockCount).filter { block in !covered.allSatisfy { $0[block] } }, blockCount: blockCount,
      sites: zip(whole.sites, all).filter { $1.isEmpty }.map(\.0.name))
  }

  /// What is wrong with a part at a site beside those that hold its blocks already.
  private static func fault(
    of part: Snapshot, at site: String, beside owners: [Snapshot?], _ known: [BlockSummary]
  ) -> PartFault? {
    for (block, summary) in part.blocks.enumerated() where summary.isIncluded {
      if let owner = owners[block] {
        return .duplicate(path: part.path, of: owner.path, block: block, site: site)
      }
      if known[block].isIncluded, known[block] != summary {
        return .foreign(
          path: part.path, what: .documents, expected: "\(known[block].documents)",
          found: "\(summary.documents)")
      }
    }
    return nil
  }

  /// A part in which nothing fired has no contexts to disagree with.
  private static func contextFaults(_ parts: [Snapshot]) -> [PartFault] {
    let kept = parts.filter { $0.contexts != nil }
    return kept.compactMap { part in
      part.contextLimits == kept[0].contextLimits
        ? nil
        : .foreign(
          path: part.path, what: .contexts, expected: "\(kept[0].contextLimits)",
          found: "\(part.contextLimits)")
    }
  }

  private static func thresholdFaults(
    _ holders: [SnapshotMerge.Holder], _ parts: [Snapshot], neurons: Int
  ) -> [PartFault] {
    let digests = holders.map { parts[$0.part].thresholdDigest($0.firstRow..<$0.firstRow + neurons) }
    return zip(holders, digests).compactMap { holder, digest in
      digest == digests[0]
        ? nil
        : .foreign(path: parts[holder.part].path, what: .thresholds, expected: digests[0], found: digest)
    }
  }
}

extension PartFault {
  /// The file that can't be used; nil where the error of its opening names it.
  var path: String? {
    switch self {
    case .damaged: nil
    case .foreign(let path, _, _, _), .duplicate(let path, _, _, _): path
    }
  }
}
