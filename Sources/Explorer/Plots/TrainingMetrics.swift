import Glibc

/// The training of a run, epoch by epoch.
public struct TrainingMetrics: Sendable {
  /// What was trained, in the order in which it began, each with its epochs in order.
  let checkpoints: [(name: String, epochs: [MetricsLine])]

  /// Reads `metrics.jsonl`; a file that is not there holds nothing, and lines that can't be read are passed
  /// over. An epoch that stands there twice counts as the later line says.
  init(path: String) {
    self.init(text: Self.text(path))
  }

  init(text: String) {
    var order: [String] = []
    var epochs: [String: [Int: MetricsLine]] = [:]
    for line in text.split(separator: "\n") {
      guard let line = MetricsLine(line) else { continue }
      if epochs[line.checkpoint] == nil { order.append(line.checkpoint) }
      epochs[line.checkpoint, default: [:]][line.epoch] = line
    }
    checkpoints = order.map { name in
      (name, (epochs[name] ?? [:]).values.sorted { $0.epoch < $1.epoch })
    }
  }

  private static func text(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
