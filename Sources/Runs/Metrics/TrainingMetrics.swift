import Files

/// The training of a run, epoch by epoch, as `metrics.jsonl` tells it.
public struct TrainingMetrics: Equatable, Sendable {
  /// The epochs of one training.
  public struct Curve: Equatable, Sendable {
    /// What was trained.
    public let checkpoint: String
    /// Its epochs, rising; of one that was repeated after a stop the last line.
    public let epochs: [MetricsLine]
  }

  /// The most bytes of metrics that are read: some 300,000 epochs.
  public static let sizeLimit = 64 << 20

  /// The trainings, in the order in which they began.
  public let curves: [Curve]
  /// Lines that could not be read, as one that a stopped run left half-written.
  public let unreadLines: Int

  /// Nothing trained.
  public init() { (curves, unreadLines) = ([], 0) }

  /// Reads a run's `metrics.jsonl`; a run without one has trained nothing. O(bytes).
  ///
  /// - Throws: `FileError`.
  public init(_ folder: RunFolder) throws(FileError) {
    guard folder.exists(folder.metrics) else {
      self.init()
      return
    }
    let lines = try LineReader(path: folder.metrics)
    var trainings = Trainings()
    while try lines.next() {
      guard lines.byteOffset < Self.sizeLimit else {
        throw .tooLarge(path: folder.metrics, limit: Self.sizeLimit)
      }
      if !lines.line.isEmpty { trainings.add(MetricsLine(line: UnsafeRawBufferPointer(lines.line))) }
    }
    self.init(trainings)
  }

  /// Puts lines together, in the order in which they were written.
  public init(_ lines: [MetricsLine]) {
    var trainings = Trainings()
    for line in lines { trainings.add(line) }
    self.init(trainings)
  }

  private init(_ trainings: Trainings) {
    curves = trainings.order.map { name in
      Curve(
        checkpoint: name, epochs: (trainings.epochs[name] ?? [:]).values.sorted { $0.epoch < $1.epoch })
    }
    unreadLines = trainings.unread
  }

  private struct Trainings {
    var order: [String] = []
    var epochs: [String: [Int: MetricsLine]] = [:]
    var unread = 0

    mutating func add(_ line: MetricsLine?) {
      guard let line else {
        unread += 1
        return
      }
      if epochs[line.checkpoint] == nil { order.append(line.checkpoint) }
      epochs[line.checkpoint, default: [:]][line.epoch] = line
    }
  }
}

extension TrainingMetrics.Curve: Encodable {
  private enum CodingKeys: String, CodingKey { case checkpoint, epochs }

  /// Encodes what reports tell of each epoch: loss, perplexity, accuracy and F1, where they were measured.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(checkpoint, forKey: .checkpoint)
    try container.encode(epochs.map(Epoch.init), forKey: .epochs)
  }

  private struct Epoch: Encodable {
    let epoch: Int
    let loss, perplexity, accuracy, f1: Double?

    init(_ line: MetricsLine) {
      epoch = line.epoch
      (loss, perplexity, accuracy, f1) = (line.loss, line.perplexity, line.accuracy, line.f1)
    }
  }
}
