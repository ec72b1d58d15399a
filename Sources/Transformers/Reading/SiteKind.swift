/// Where in a block activations are read, in the order in which they arise.
enum SiteKind: Int, Sendable, CaseIterable, Comparable {
  /// What each head of the attention has gathered: the input of its output product.
  case attentionHeads
  /// The neurons: the input of the feed-forward layer's last product.
  case neurons
  /// What the feed-forward layer adds to the residual stream.
  case mlpOutput
  /// The residual stream after the block.
  case residual

  static func < (a: SiteKind, b: SiteKind) -> Bool { a.rawValue < b.rawValue }

  /// The name of the site in a layer, as TransformerLens calls it.
  func name(layer: Int) -> String {
    switch self {
    case .attentionHeads: "blocks.\(layer).attn.hook_z"
    case .neurons: "blocks.\(layer).mlp.hook_post"
    case .mlpOutput: "blocks.\(layer).hook_mlp_out"
    case .residual: "blocks.\(layer).hook_resid_post"
    }
  }

  /// Whether its activations can be held: what is added to the residual stream, and the stream itself, can't, for no
  /// weights would do the same.
  var canBeHeld: Bool { self == .attentionHeads || self == .neurons }

  /// How many numbers a token has there.
  func width(in model: Architecture) -> Int {
    switch self {
    case .attentionHeads: model.attention.queryWidth
    case .neurons: model.mlp.size
    case .mlpOutput, .residual: model.hiddenSize
    }
  }
}

/// One site of a model.
struct ModelSite: Sendable, Hashable {
  let layer: Int
  let kind: SiteKind

  var name: String { kind.name(layer: layer) }

  /// Whether this site's activations are known only after the other's.
  func isAfter(_ other: ModelSite) -> Bool { (layer, kind) > (other.layer, other.kind) }
}
