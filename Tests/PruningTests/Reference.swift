import Foundation
import LanguageModels
import NeuronPreferences
import Pruning
import Sites

/// Files recorded with PyTorch; see Reference/README.md.
enum Reference {
  static func path(_ name: String) -> String {
    Bundle.module.resourcePath.map { "\($0)/Reference/\(name)" } ?? name
  }

  static func json<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  static func model(_ name: String) throws -> Checkpoint.Model {
    let cell = name.hasPrefix("rnn") ? CellKind(rawValue: name.uppercased()) : nil
    return try Checkpoint(contentsOf: path("\(name).safetensors"), hints: ModelHints(cell: cell)).model
  }

  /// What a loop in PyTorch gave with units set to zero at every step.
  struct Recorded: Decodable {
    struct Case: Decodable {
      /// Pruned units of each layer.
      let mask: [[Int]]
      let mode: PruningMode
      /// A logit a document, or the sum of the losses of its tokens.
      let outputs: [Double]
    }
    let documents: [[Int32]]
    let models: [String: [Case]]
  }

  static let modelNames = [
    "classifier", "pooled_classifier", "lstm1_tied", "lstm2", "gru2", "rnn_tanh", "rnn_relu",
  ]
}

extension PruningMask {
  /// A mask over the layers of a model.
  init(_ model: Checkpoint.Model, layers: [[Int]]) throws {
    let sites = model.encoder.siteList
    try self.init(
      sites: sites,
      pruned: zip(sites.sites, layers).flatMap { site, units in
        units.map { NeuronID(site: site.name, index: $0) }
      })
  }
}

extension DocumentOutcomes {
  var values: [Double] {
    switch self {
    case .logits(let logits, _): logits
    case .losses(let losses, _): losses
    case .classes(let logits, _): logits.map { $0.max() ?? 0 }
    }
  }
}

extension RecurrentScoring {
  /// Scores documents; a classifier's labels are 0, 1, 0, ...
  convenience init(_ model: Checkpoint.Model, _ documents: [[Int32]], threads: Int = 2) {
    self.init(
      model, documents: documents, labels: documents.indices.map { Double($0 % 2) },
      workers: .init(threads: threads))
  }
}
