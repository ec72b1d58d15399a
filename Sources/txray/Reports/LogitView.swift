import Experiments
import Kernels
import NeuronPreferences
import Runs
import Sites
import Transformers

/// The tokens whose logits a neuron's output weights raise and lower.
struct LogitView: Encodable {
  /// One token, and what an activation of 1 adds to its logit.
  struct Entry: Encodable {
    let token: String
    let effect: Float
  }

  let raised, lowered: [Entry]
  /// Whether the norm before the head is folded in.
  let norm: String

  /// Opens the model that a snapshot was collected from, also to show nothing of it.
  init(_ neuron: NeuronID, _ snapshot: Snapshot, count: Int) throws {
    let models = StageModels(RunFolder(ofSnapshotAt: snapshot.path), workers: Workers(threads: 1))
    let (effects, name) = try models.logitEffects(
      of: neuron, as: snapshot, label: snapshot.origin.stage, count: max(1, count))
    func entries(_ tokens: [LogitEffects.Token]) -> [Entry] {
      tokens.prefix(count).map { Entry(token: name($0.id), effect: $0.effect) }
    }
    (raised, lowered) = (entries(effects.raised), entries(effects.lowered))
    norm = effects.foldsNorm ? "folded" : "none"
  }

  /// Both ends side by side.
  func write(to out: Output, _ result: FormatOptions) throws {
    let rows = zip(raised, lowered).map { up, down in
      [up.token, fixed(Double(up.effect), 4), down.token, fixed(Double(down.effect), 4)]
    }
    if result.format == .table { try out.line() }
    try out.table(["raises", "logit", "lowers", "logit"], rows, as: result.format, result.cells)
  }
}
