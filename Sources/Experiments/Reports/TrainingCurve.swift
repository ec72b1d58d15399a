import Corpora
import Files
import FoundationEssentials

/// The epochs of one training, from `metrics.jsonl`.
public struct TrainingCurve: Sendable, Encodable {
  /// What was trained: `pretrain` or `finetune`.
  public let checkpoint: String
  /// The epochs, rising; of one that was repeated after a stop the last line.
  public let epochs: [Epoch]

  /// What is known of an epoch.
  public struct Epoch: Sendable, Codable {
    /// From 1.
    public let epoch: Int
    /// Mean loss on held-out text in nats.
    public let loss: Double?
    /// exp(loss) of a language model.
    public let perplexity: Double?
    /// Share of documents that a classifier gets right.
    public let accuracy: Double?
    /// F1 of class 1.
    public let f1: Double?
  }

  private struct Line: Decodable {
    let checkpoint: String
  }

  /// Reads a file; `unread` counts the lines that are none, as one that a stopped run left half-written.
  ///
  /// - Throws: `CorpusError`, also if there is no such file.
  static func read(_ path: String) throws -> (curves: [TrainingCurve], unread: Int) {
    let lines = try LineReader(path: path)
    let decoder = JSONDecoder()
    var names: [String] = []
    var epochs: [String: [Int: Epoch]] = [:]
    var unread = 0
    while try lines.next() {
      let data = Data(lines.line)
      guard !data.isEmpty else { continue }
      guard let name = try? decoder.decode(Line.self, from: data).checkpoint,
        let epoch = try? decoder.decode(Epoch.self, from: data)
      else {
        unread += 1
        continue
      }
      if epochs[name] == nil { names.append(name) }
      epochs[name, default: [:]][epoch.epoch] = epoch
    }
    let curves = names.map { name in
      TrainingCurve(
        checkpoint: name, epochs: (epochs[name] ?? [:]).values.sorted { $0.epoch < $1.epoch })
    }
    return (curves, unread)
  }
}
