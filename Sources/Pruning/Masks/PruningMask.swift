import Files
import NeuronPreferences
import Sites

/// Which neurons are kept and which are pruned, for every site of a model.
public struct PruningMask: Hashable, Sendable {
  /// The sites, which number the neurons through.
  public let sites: SiteList
  /// Whether each neuron is kept, by row of `sites`.
  public private(set) var isKept: [Bool]

  /// A mask that prunes these rows of `sites`.
  ///
  /// - Precondition: the rows are those of `sites`.
  public init(sites: SiteList, prunedRows: some Sequence<Int>) {
    self.sites = sites
    isKept = [Bool](repeating: true, count: sites.neuronCount)
    for row in prunedRows { isKept[row] = false }
  }

  /// A mask that prunes these neurons.
  ///
  /// - Throws: ``PruningError/noSuchNeuron(_:sites:)``.
  public init(sites: SiteList, pruned: some Sequence<NeuronID>) throws(PruningError) {
    var rows: [Int] = []
    for neuron in pruned {
      guard let row = sites.row(of: neuron) else {
        throw .noSuchNeuron(neuron, sites: sites.description)
      }
      rows.append(row)
    }
    self.init(sites: sites, prunedRows: rows)
  }

  /// Rows of the pruned neurons, rising.
  public var prunedRows: [Int] { isKept.indices.filter { !isKept[$0] } }

  /// How many neurons are pruned.
  public var prunedCount: Int { isKept.count { !$0 } }

  /// The pruned neurons, in the order of the sites.
  public var pruned: [NeuronID] { prunedRows.map(sites.neuron(atRow:)) }

  /// Whether each neuron of the site at that place is kept.
  public func isKept(site: Int) -> ArraySlice<Bool> {
    let site = sites.sites[site]
    return isKept[site.firstRow..<site.firstRow + site.neurons]
  }

  /// Indices, within the site at that place, of its pruned neurons.
  public func pruned(site: Int) -> [Int] { indices(site: site, kept: false) }

  /// Indices, within the site at that place, of the neurons it keeps.
  public func kept(site: Int) -> [Int] { indices(site: site, kept: true) }

  private func indices(site: Int, kept: Bool) -> [Int] {
    isKept(site: site).enumerated().filter { $0.element == kept }.map(\.offset)
  }

  /// SHA-256 of the sites and of what is kept, in hexadecimal.
  public var digest: String {
    var hash = SHA256()
    Array("\(sites)\n".utf8).withUnsafeBytes { hash.update($0) }
    isKept.map { $0 ? UInt8(1) : 0 }.withUnsafeBytes { hash.update($0) }
    return hash.hexDigest()
  }
}
