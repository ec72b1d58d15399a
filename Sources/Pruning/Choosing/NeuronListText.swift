import NeuronPreferences
import Sites

/// Neurons as they are listed on a command line: `lstm.0:3,lstm.0:10-19`, or numbers alone where a model has one
/// site.
public enum NeuronListText {
  /// Reads a list; commas, spaces and line ends separate.
  ///
  /// - Throws: ``PruningError/badList(_:)`` for what is no neuron, ``PruningError/noSuchNeuron(_:sites:)``.
  public static func neurons(_ text: String, sites: SiteList) throws(PruningError) -> [NeuronID] {
    var neurons: [NeuronID] = []
    for part in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
      let pieces = part.split(separator: ":", omittingEmptySubsequences: false)
      let site: String
      switch pieces.count {
      case 1 where sites.sites.count == 1: site = sites.sites[0].name
      case 2: site = String(pieces[0])
      default: throw .badList(String(part))
      }
      let bounds = pieces[pieces.count - 1].split(separator: "-", omittingEmptySubsequences: false)
      guard (1...2).contains(bounds.count), let first = bounds.first.flatMap({ Int($0) }),
        let last = bounds.last.flatMap({ Int($0) }), first >= 0, first <= last
      else { throw .badList(String(part)) }
      // The last one is looked up first, so that a range of any size is refused at once.
      for index in [last, first] where sites.row(of: NeuronID(site: site, index: index)) == nil {
        throw .noSuchNeuron(NeuronID(site: site, index: index), sites: sites.description)
      }
      neurons += (first...last).map { NeuronID(site: site, index: $0) }
    }
    return neurons
  }
}
