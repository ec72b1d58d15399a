import Files

/// One line of `metrics.jsonl`: the numbers of an epoch, by name.
///
/// An epoch that was repeated after a stop stands there twice: the later line counts.
public struct MetricsLine: Equatable, Sendable {
  /// What was trained: `pretrain` or `finetune`, or whatever a line from elsewhere calls it.
  public let checkpoint: String
  /// The epoch, from 1.
  public let epoch: Int
  /// What was measured, by its name: `loss`, `perplexity`, `accuracy` and whatever else stands there.
  public let values: [Value: Double]

  /// A name of a number.
  public struct Value: RawRepresentable, Hashable, Sendable {
    /// How it is spelt in the file.
    public let rawValue: String
    /// A number of that name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Seconds since 1970.
    public static let time = Value(rawValue: "time")
    /// Tokens of an epoch.
    public static let tokens = Value(rawValue: "tokens")
    /// Tokens a second, on the machine that trained.
    public static let tokensPerSecond = Value(rawValue: "tokens_per_second")
    /// The learning rate.
    public static let learningRate = Value(rawValue: "learning_rate")
    /// Mean loss of the minibatches in nats, with dropout.
    public static let trainingLoss = Value(rawValue: "training_loss")
    /// Mean loss on held-out text in nats.
    public static let loss = Value(rawValue: "loss")
    /// exp(loss), of a language model.
    public static let perplexity = Value(rawValue: "perplexity")
    /// Share of documents that a classifier gets right.
    public static let accuracy = Value(rawValue: "accuracy")
    /// F1 of class 1.
    public static let f1 = Value(rawValue: "f1")
    /// Area under the ROC curve.
    public static let auc = Value(rawValue: "auc")
  }

  /// The numbers of an epoch.
  public init(checkpoint: String, epoch: Int, values: [Value: Double]) {
    self.checkpoint = checkpoint
    self.epoch = epoch
    self.values = values
  }

  /// A number of that name, where it was measured.
  public subscript(value: Value) -> Double? { values[value] }

  /// Mean loss on held-out text in nats.
  public var loss: Double? { values[.loss] }
  /// exp(loss), of a language model.
  public var perplexity: Double? { values[.perplexity] }
  /// Share of documents that a classifier gets right.
  public var accuracy: Double? { values[.accuracy] }
  /// F1 of class 1.
  public var f1: Double? { values[.f1] }
}

extension MetricsLine {
  private static let checkpointKey = "checkpoint"
  private static let epochKey = "epoch"
  /// More epochs than anyone trains.
  private static let epochLimit = 1 << 40
  /// What is larger, infinite or not a number was not measured: differences of such numbers are none.
  private static let magnitudeLimit = 1e100

  /// Reads a line: a JSON object. Nil for one that is none, such as one cut off, or that names no checkpoint
  /// and epoch. What is neither the name nor a number is passed over.
  public init?(line: UnsafeRawBufferPointer) {
    var scanner = JSONScanner(line)
    var checkpoint: String?
    var epoch: Int?
    var values: [Value: Double] = [:]
    do throws(JSONFlaw) {
      try scanner.object { (scanner, key) throws(JSONFlaw) in
        switch key {
        case Self.checkpointKey: checkpoint = try scanner.stringIfAny()
        case Self.epochKey: epoch = try scanner.numberIfAny().flatMap { Int(exactly: $0) }
        default: values[Value(rawValue: key)] = try scanner.numberIfAny()
        }
      }
      try scanner.end()
    } catch {
      return nil
    }
    guard let checkpoint, let epoch, (0...Self.epochLimit).contains(epoch) else { return nil }
    self.init(
      checkpoint: checkpoint, epoch: epoch, values: values.filter { abs($0.value) <= Self.magnitudeLimit })
  }

  /// The line, without its end: keys in the order of their names; a number that is not finite is `null`.
  var line: String {
    var members = values.map { ($0.key.rawValue, Self.text($0.value)) }
    members += [(Self.checkpointKey, checkpoint.jsonLiteral), (Self.epochKey, String(epoch))]
    let texts = members.sorted { $0.0 < $1.0 }.map { "\($0.0.jsonLiteral):\($0.1)" }
    return "{\(texts.joined(separator: ","))}"
  }

  private static func text(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return "\(value)"
  }
}
