import Sites
import Transformers

/// A transformer's attention heads as they are listed on a command line: `3.2,4.0`, layer and head, both from 0.
public enum HeadListText {
  /// Reads a list; commas, spaces and line ends separate. A head is the neurons of `blocks.L.attn.hook_z` that hold what
  /// it has gathered.
  ///
  /// - Throws: ``PruningError/badHead(_:)`` for what is no head, ``PruningError/noSuchHead(_:layers:heads:)``.
  public static func neurons(_ text: String, of model: Transformer) throws(PruningError) -> [NeuronID] {
    let (layers, attention) = (model.architecture.layers.count, model.architecture.attention)
    var neurons: [NeuronID] = []
    for part in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
      let numbers = part.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
      guard numbers.count == 2, let layer = numbers[0], let head = numbers[1] else {
        throw .badHead(String(part))
      }
      guard (0..<layers).contains(layer), (0..<attention.heads).contains(head) else {
        throw .noSuchHead(String(part), layers: layers, heads: attention.heads)
      }
      let site = Transformer.headSite(layer: layer)
      let first = head * attention.headSize
      neurons += (first..<first + attention.headSize).map { NeuronID(site: site, index: $0) }
    }
    return neurons
  }
}
