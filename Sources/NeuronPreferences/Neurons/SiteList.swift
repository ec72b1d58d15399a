/// The sites of a snapshot in their order, which numbers all neurons through: *row* 0 is neuron 0 of the
/// first site, and the rows of the second site follow those of the first.
public struct SiteList: Hashable, Sendable {
  /// One place where activations are read.
  public struct Site: Hashable, Sendable {
    /// The site's name: not empty, without blanks, colons or commas.
    public let name: String
    /// Number of neurons read there.
    public let neurons: Int
    /// The row of its neuron 0.
    public let firstRow: Int
  }

  /// The sites, in order.
  public let sites: [Site]
  /// Neurons of all sites together.
  public let neuronCount: Int

  /// Lists sites by name and number of neurons; nil if there are none, a name is unfit or occurs twice, or
  /// a number is not positive.
  public init?(_ sites: [(name: String, neurons: Int)]) {
    var listed: [Site] = []
    var next = 0
    for (name, neurons) in sites {
      let isFit = !name.isEmpty && !name.utf8.contains { $0 <= 0x20 || $0 == 0x3A || $0 == 0x2C }
      guard isFit, (1...1 << 40).contains(neurons), !listed.contains(where: { $0.name == name })
      else { return nil }
      listed.append(Site(name: name, neurons: neurons, firstRow: next))
      next += neurons
    }
    if listed.isEmpty { return nil }
    self.sites = listed
    neuronCount = next
  }

  /// Parses what ``description`` writes.
  public init?(_ text: String) {
    var sites: [(String, Int)] = []
    for part in text.split(separator: ",") {
      guard let site = NeuronID(String(part)) else { return nil }
      sites.append((site.site, site.index))
    }
    self.init(sites)
  }

  /// The name of the neuron in that row. O(number of sites).
  public func neuron(atRow row: Int) -> NeuronID {
    precondition(row >= 0 && row < neuronCount, "row out of range")
    var site = sites[0]
    for next in sites.dropFirst() where next.firstRow <= row { site = next }
    return NeuronID(site: site.name, index: row - site.firstRow)
  }

  /// The row of that neuron, or nil if it is not of these sites. O(number of sites).
  public func row(of neuron: NeuronID) -> Int? {
    guard let site = sites.first(where: { $0.name == neuron.site }), neuron.index >= 0,
      neuron.index < site.neurons
    else { return nil }
    return site.firstRow + neuron.index
  }
}

extension SiteList: CustomStringConvertible {
  /// `lstm.0:650,lstm.1:650`.
  public var description: String { sites.map { "\($0.name):\($0.neurons)" }.joined(separator: ",") }
}
