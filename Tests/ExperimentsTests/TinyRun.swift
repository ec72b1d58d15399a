import Experiments
import Foundation
import Kernels
import Runs
import Statistics

/// A run small enough for tests: made-up sentences whose words follow one another by rule.
struct TinyRun {
  let folder: RunFolder

  /// Writes the run into a new temporary folder.
  init(epochs: Int = 3, settings: String = TinyRun.settings) throws {
    let path = NSTemporaryDirectory() + "txray-run-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path + "/corpora", withIntermediateDirectories: true)
    folder = RunFolder(path)
    try write("corpora/facts.txt", Self.facts(120, stream: 1))
    try write("corpora/facts-valid.txt", Self.facts(20, stream: 2))
    try write("corpora/reviews.tsv", Self.reviews(80, stream: 3))
    try write("corpora/reviews-valid.tsv", Self.reviews(30, stream: 4))
    try write("run.toml", settings.replacingOccurrences(of: "EPOCHS", with: "\(epochs)"))
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.resolve(name)))
  }

  func data(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder.resolve(name)))
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.resolve(name)) }

  func files(_ name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.resolve(name)).sorted()
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder.path) }

  /// Runs it; `stopAfter` minibatches it is cancelled.
  @discardableResult
  func run(_ part: RunPipeline.Part = .all, threads: Int = 1, stopAfter: Int = .max) throws -> [RunEvent] {
    var events: [RunEvent] = []
    var steps = 0
    let pipeline = RunPipeline(
      try RunDescription(folder), folder: folder, program: "test", workers: Workers(threads: threads),
      tell: { event in
        if case .progress = event { steps += 1 }
        events.append(event)
      },
      isCancelled: { steps >= stopAfter })
    try pipeline.run(part)
    return events
  }

  static func facts(_ count: Int, stream: UInt64) -> String {
    let subjects = ["the river", "a castle", "the city", "an island", "the king", "a film"]
    let verbs = ["lies in", "borders", "was built near", "belongs to", "rules"]
    let objects = ["france", "the north", "poland", "the old town", "spain", "the sea"]
    let words = ["great", "lovely", "moving", "dull", "awful", "tired", "scene", "plot"]
    return sentences(count, stream: stream) { pick in
      "\(pick(subjects)) is \(pick(words)) and \(pick(words)) .\n\(pick(subjects)) \(pick(verbs)) \(pick(objects)) ."
    }.joined(separator: "\n\n")
  }

  static func reviews(_ count: Int, stream: UInt64) -> String {
    let good = ["great", "lovely", "moving"]
    let bad = ["dull", "awful", "tired"]
    let nouns = ["film", "plot", "king", "river scene"]
    var number = 0
    let rows = sentences(count, stream: stream) { pick in
      number += 1
      let words = number % 2 == 0 ? good : bad
      return "\(number % 2 == 0 ? 1.5 : -1.5)\tthe \(pick(nouns)) is \(pick(words)) and \(pick(words)) ."
    }
    return "rating\ttext\n" + rows.joined(separator: "\n") + "\n"
  }

  private static func sentences(
    _ count: Int, stream: UInt64, _ make: (([String]) -> String) -> String
  ) -> [String] {
    let generator = CounterGenerator(seed: 99, stream: stream)
    var index: UInt64 = 0
    return (0..<count).map { _ in
      make { choices in
        index += 1
        return choices[Int(generator[index] % UInt64(choices.count))]
      }
    }
  }

  static let settings = """
    name = "tiny"
    seed = 3
    [corpora.facts]
    path = "corpora/facts.txt"
    [corpora.facts-valid]
    path = "corpora/facts-valid.txt"
    [corpora.reviews]
    path = "corpora/reviews.tsv"
    label = "rating"
    positive_above = 0
    [corpora.reviews-valid]
    path = "corpora/reviews-valid.tsv"
    label = "rating"
    positive_above = 0
    [vocabulary]
    corpus = "facts"
    [model]
    hidden = 20
    [pretrain]
    corpus = "facts"
    held_out = "facts-valid"
    epochs = EPOCHS
    batch_size = 4
    bptt = 10
    learning_rate = 5
    clip = 0.25
    dropout = 0.1
    keep = [1]
    [finetune]
    corpus = "reviews"
    held_out = "reviews-valid"
    epochs = 4
    batch_size = 8
    learning_rate = 0.02
    dropout = 0.1
    freeze_embedding = false
    [[stages]]
    name = "early"
    checkpoint = "pretrain-epoch-1"
    corpus = "facts"
    [[stages]]
    name = "pretrain"
    checkpoint = "pretrain"
    corpus = "facts"
    tokens = 500
    [[stages]]
    name = "zero-shot"
    checkpoint = "pretrain"
    corpus = "reviews"
    [[stages]]
    name = "finetune"
    checkpoint = "finetune"
    corpus = "reviews"

    """
}
