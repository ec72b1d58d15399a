/// The sites of a model or a snapshot in their order, which numbers all neurons through: *row* 0 is neuron 0
/// of the first site, and the rows of the second site follow those of the first.
public struct SiteList: Sendable {
  /// One place where activations are read.
  public struct Site: Hashable, Sendable {
    /// The site's name: not empty, without blanks, colons or commas.
    public let name: String
    /// Number of neurons read there.
    public let neurons: Int
    /// The row of its neuron 0.
    public let firstRow: Int

    /// The rows of its neurons.
    public var rows: Range<Int> { firstRow..<firstRow + neurons }
  }

  /// The sites, in order.
  public let sites: [Site]
  /// Neurons of all sites together.
  public let neuronCount: Int
  private let places: [String: Int]

  /// Lists sites by name and number of neurons; nil if there are none, a name is unfit or occurs twice, or
  /// a number is not positive. O(n).
  public init?(_ sites: [(name: String, neurons: Int)]) {
    var listed: [Site] = []
    var places: [String: Int] = [:]
    var next = 0
    for (name, neurons) in sites {
      let isFit = !name.isEmpty && !name.utf8.contains { $0 <= 0x20 || $0 == 0x3A || $0 == 0x2C }
      let (end, overflowed) = next.addingReportingOverflow(neurons)
      guard isFit, (1...1 << 40).contains(neurons), !overflowed,
        places.updateValue(listed.count, forKey: name) == nil
      else { return nil }
      listed.append(Site(name: name, neurons: neurons, firstRow: next))
      next = end
    }
    if listed.isEmpty { return nil }
    self.sites = listed
    self.places = places
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

  /// The name of the neuron in that row. O(log n) in the number of sites.
  public func neuron(atRow row: Int) -> NeuronID {
    let site = sites[place(ofRow: row)]
    return NeuronID(site: site.name, index: row - site.firstRow)
  }

  /// The position of the site that has that row. O(log n) in the number of sites.
  public func place(ofRow row: Int) -> Int {
    precondition(row >= 0 && row < neuronCount, "row out of range")
    var (low, high) = (0, sites.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if sites[middle].firstRow <= row { low = middle } else { high = middle }
    }
    return low
  }

  /// The row of that neuron, or nil if it is not of these sites. O(1).
  public func row(of neuron: NeuronID) -> Int? {
    guard let site = site(named: neuron.site), (0..<site.neurons).contains(neuron.index) else { return nil }
    return site.firstRow + neuron.index
  }

  /// The row of `part`'s row 0, if these are sites of this list in their order, without one left out between them; nil
  /// if they aren't. O(n).
  public func offset(of part: SiteList) -> Int? {
    guard let first = places[part.sites[0].name], first + part.sites.count <= sites.count else { return nil }
    let isPart = zip(sites[first...], part.sites).allSatisfy {
      $0.name == $1.name && $0.neurons == $1.neurons
    }
    return isPart ? sites[first].firstRow : nil
  }

  /// Sites `places` of this list; nil if there are none.
  public func part(_ places: Range<Int>) -> SiteList? {
    SiteList(sites[places.clamped(to: sites.indices)].map { ($0.name, $0.neurons) })
  }

  /// The site of that name, or nil. O(1).
  public func site(named name: String) -> Site? { place(named: name).map { sites[$0] } }

  /// The position of the site of that name, or nil. O(1).
  public func place(named name: String) -> Int? { places[name] }
}

extension SiteList: Hashable {
  /// Lists are equal that hold the same sites in the same order.
  public static func == (left: SiteList, right: SiteList) -> Bool { left.sites == right.sites }

  /// Hashes the sites.
  public func hash(into hasher: inout Hasher) { hasher.combine(sites) }
}

extension SiteList: CustomStringConvertible {
  /// `lstm.0:650,lstm.1:650`.
  public var description: String { sites.map { "\($0.name):\($0.neurons)" }.joined(separator: ",") }
}
