import Sites

/// Puts the parts of one collection together: shards of its text, of its sites, or of both.
///
/// A part covers some document blocks at some sites. Totals are sums over blocks in block order, so the merged snapshot
/// has the bits of the undivided run, whatever the number of parts and their order. Parts are mapped, never read whole:
/// memory grows with their number and with that of neurons, not with their entries.
public struct SnapshotMerge: Sendable {
  /// The parts, by the first site and the first block that they cover.
  let parts: [Snapshot]
  /// All sites that the parts have together, one after the other.
  let sites: SiteList
  /// All sites of the collection.
  let whole: SiteList
  /// Of each site of ``sites``, the parts that have it and their rows of its neuron 0.
  let holders: [[Holder]]
  /// The blocks covered, at every site.
  let blocks: [BlockSummary]

  /// What the merged snapshot says of where it comes from: what all parts say, their counting notes added up.
  public var origin: SnapshotOrigin

  /// A part that has a site.
  struct Holder {
    let part: Int
    /// The part's place of the site.
    let site: Int
    /// The part's row of the site's neuron 0.
    let firstRow: Int
  }

  /// Label of the stage.
  public var stage: String { origin.stage }
  /// Tokens that the parts scanned together.
  public var tokensScanned: Int { blocks.reduce(0) { $0 + $1.tokens } }

  /// Opens the parts at these paths, in any order, and reads them once to check them.
  ///
  /// - Parameter complete: whether all blocks and sites must be there.
  /// - Throws: ``MergeError/unfit(_:)``, which names every part that can't be used; ``MergeError/incomplete(_:)``.
  /// - Precondition: there is at least one path.
  public init(paths: [String], complete: Bool = false) throws(MergeError) {
    var parts: [Snapshot] = []
    var faults: [PartFault] = []
    for path in paths {
      do throws(SnapshotError) {
        parts.append(try Snapshot(path: path))
      } catch {
        faults.append(.damaged(error))
      }
    }
    if parts.isEmpty { throw .unfit(faults) }
    try self.init(parts, faults: faults, complete: complete)
  }

  /// Puts these parts together, given in any order.
  ///
  /// - Throws: ``MergeError/unfit(_:)``, ``MergeError/incomplete(_:)``.
  /// - Precondition: there is at least one part.
  public init(_ parts: [Snapshot], complete: Bool = false) throws(MergeError) {
    try self.init(parts, faults: [], complete: complete)
  }

  private init(_ parts: [Snapshot], faults: [PartFault], complete: Bool) throws(MergeError) {
    precondition(!parts.isEmpty)
    var faults = faults
    var sound: [Snapshot] = []
    for part in parts {
      do throws(SnapshotError) {
        try part.check()
        sound.append(part)
      } catch {
        faults.append(.damaged(error))
      }
    }
    let foreign = Self.foreign(sound)
    let strangers = Set(foreign.compactMap(\.path))
    sound.removeAll { strangers.contains($0.path) }
    faults += foreign
    guard let first = sound.first else { throw .unfit(faults) }
    whole = first.wholeSites
    self.parts = Self.ordered(sound, in: whole)
    let coverage = MergeCoverage(self.parts, whole: whole)
    faults += coverage.faults
    if !faults.isEmpty { throw .unfit(faults) }
    guard let sites = coverage.sites, coverage.isEven,
      !complete || sites == whole && coverage.blocks.allSatisfy(\.isIncluded)
    else { throw .incomplete(coverage.missing) }
    self.sites = sites
    holders = coverage.holders
    blocks = coverage.blocks
    origin = self.parts[0].origin
    for note in SnapshotOrigin.countingNotes where origin.notes[note] != nil {
      // Every site has the same text, which the parts of one site divide between them.
      let found = coverage.holders[0].compactMap { self.parts[$0.part].origin.notes[note].flatMap(Int.init) }
      origin.notes[note] = "\(found.reduce(0, &+))"
    }
  }

  /// Parts that have other facts than most: the group of parts that agree in most cases is the collection; of groups
  /// of one size, that of the earliest part.
  private static func foreign(_ parts: [Snapshot]) -> [PartFault] {
    let identities = parts.map(\.identity)
    func agrees(_ a: Int, _ b: Int) -> Bool { difference(identities[a], identities[b]) == nil }
    var groups: [(first: Int, members: Int)] = []
    for part in parts.indices {
      if let group = groups.firstIndex(where: { agrees($0.first, part) }) {
        groups[group].members += 1
      } else {
        groups.append((part, 1))
      }
    }
    guard groups.count > 1, let most = groups.map(\.members).max(),
      let reference = groups.first(where: { $0.members == most })?.first
    else { return [] }
    return parts.indices.compactMap { part in
      difference(identities[reference], identities[part]).map { what, expected, found in
        .foreign(path: parts[part].path, what: what, expected: expected, found: found)
      }
    }
  }

  private typealias Identity = [(what: MergeObstacle, fact: String)]

  /// The first fact in which two parts differ; by bytes, so that no two different spellings pass for one.
  private static func difference(_ a: Identity, _ b: Identity) -> (MergeObstacle, String, String)? {
    for (left, right) in zip(a, b) where !left.fact.utf8.elementsEqual(right.fact.utf8) {
      return (left.what, left.fact, right.fact)
    }
    return nil
  }

  /// In an order that depends on what the parts cover alone, not on how they were given.
  private static func ordered(_ parts: [Snapshot], in whole: SiteList) -> [Snapshot] {
    let keyed = parts.map { part in
      (
        row: whole.offset(of: part.sites) ?? 0,
        block: part.blocks.firstIndex(where: \.isIncluded) ?? part.blocks.count, part: part
      )
    }
    return keyed.sorted { ($0.row, $0.block, $0.part.path) < ($1.row, $1.block, $1.part.path) }.map(\.part)
  }
}
