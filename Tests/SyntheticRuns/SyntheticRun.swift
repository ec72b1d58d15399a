import Foundation
import NeuronPreferences
import Sites
import Statistics

/// A small made-up run: 24 neurons, three stages, some of them forgotten, gained, never used or too rare.
package enum SyntheticRun {
  package static let words = [
    "the", "of", "and", "in", "to", "was", "his", "its", "their", "film", "movie", "story", "comedy",
    "acting", "river", "county", "railway", "season", "album", "species", "good", "bad", "best", "dull",
    "funny", "war", "army", "born", "1990", "中文", "café", "naïve",
  ]
  package static let labels = ["pretrain", "zero-shot", "fine-tune"]
  package static let neuronCount = 24

  /// A folder with a run of its own, for tests that write into it.
  package static func copy(tagged: Bool = false) throws -> String {
    let path = NSTemporaryDirectory() + "/txray-explorer-\(UUID().uuidString)"
    try FileManager.default.copyItem(atPath: tagged ? taggedFolder : folder, toPath: path)
    return path
  }

  /// The run, in a folder made once for all tests of this process.
  package static let folder: String = {
    let path = NSTemporaryDirectory() + "/txray-explorer-\(UUID().uuidString)"
    do {
      try write(to: path)
    } catch {
      fatalError("the synthetic run can't be written: \(error)")
    }
    return path
  }()

  /// The same run with tags and with the metrics of a training, made once for all tests of this process.
  package static let taggedFolder: String = {
    let path = NSTemporaryDirectory() + "/txray-explorer-\(UUID().uuidString)"
    do {
      try write(to: path, hasTags: true)
      try metrics.write(toFile: path + "/metrics.jsonl", atomically: true, encoding: .utf8)
    } catch {
      fatalError("the synthetic run can't be written: \(error)")
    }
    return path
  }()

  static let metrics: String = {
    let pretraining = [445.2, 244.2, 181.2, 148.2].enumerated().map { epoch, perplexity in
      """
      {"checkpoint":"pretrain","epoch":\(epoch + 1),"loss":5,"perplexity":\(perplexity),"training_loss":5.2}
      """
    }
    let tuning = [0.61, 0.66, 0.7].enumerated().map { epoch, score in
      """
      {"accuracy":\(score),"checkpoint":"finetune","epoch":\(epoch + 1),"f1":\(score - 0.02),"loss":0.6}
      """
    }
    return (pretraining + tuning).joined(separator: "\n") + "\n{\"checkpoint\":\"finetune\",\"epo"
  }()

  /// Words that take other columns than they have characters: wide ones, marks, right to left, emoji of parts.
  package static let unusualWords = [
    "中文电影", "日本語", "한국어", "مرحبا", "שלום", "สวัสดี", "कमरा", "e\u{301}tude", "👩‍👩‍👧‍👦", "👍🏽", "❤️", "🇩🇪",
    "a\u{202E}b", "tab\tstop", "zero\u{200B}width", "Ａｂｃ", "ﷺ", "ﬁn", "naïve", "plain", "x\u{1B}[31m",
  ]

  package static func write(
    to path: String, hasTags: Bool = false, words: [String] = SyntheticRun.words,
    sites: [(String, Int)] = [("lstm.0", SyntheticRun.neuronCount)]
  ) throws {
    try FileManager.default.createDirectory(atPath: path + "/snapshots", withIntermediateDirectories: true)
    let stages = labels.map { "[[stages]]\nname = \"\($0)\"\n" }.joined(separator: "\n")
    try "name = \"wikipedia-to-movies\"\n\n\(stages)".write(
      toFile: path + "/run.toml", atomically: true, encoding: .utf8)
    for (stage, label) in labels.enumerated() {
      try draft(stage: stage, label: label, hasTags: hasTags, words: words, sites: sites).write(
        to: "\(path)/snapshots/\(label).safetensors")
    }
  }

  /// Adds the stages under a second policy, under which every neuron has something to show.
  package static func addFirings(to path: String) throws {
    let folder = path + "/snapshots/firings"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (stage, label) in labels.enumerated() {
      try draft(stage: stage, label: label, policy: .firings(1000), hasTags: true)
        .write(to: "\(folder)/\(label).safetensors")
    }
  }

  static func draft(
    stage: Int, label: String, policy: CollectionPolicy = .max1, hasTags: Bool = false,
    words: [String] = SyntheticRun.words, sites: [(String, Int)] = [("lstm.0", neuronCount)]
  ) throws -> SnapshotDraft {
    guard let sites = SiteList(sites), sites.neuronCount == neuronCount else {
      throw CocoaError(.featureUnsupported)
    }
    let tagNames = hasTags ? ["NOUN", "DET", "ADJ", "VERB", "ADP", "PRON"] : []
    let plan = try CollectionPlan(
      sites: sites, vocabularySize: words.count, tagCount: tagNames.count, policy: policy,
      thresholds: Array(repeating: 0, count: neuronCount))
    var random = SplitMix64(seed: UInt64(stage + 1))
    var occurrences: [Occurrence] = []
    for row in 0..<neuronCount {
      for win in 0..<(policy == .max1 ? wins(row: row, stage: stage) : 500 - row) {
        // Each neuron has its words; from stage to stage some of its wins, more for some neurons, go elsewhere.
        let hasMoved = random.next() % 12 < UInt64(stage * (row % 6))
        let centre = row * 5 + (hasMoved ? 7 * stage : 0)
        let spread = 2 + (row + stage) % 9
        let token = (centre + Int(random.next() % UInt64(spread)) * 3) % words.count
        let activation = 0.2 + Double(random.next() % 600) / 1000 + Double(words.count - token) / 100
        occurrences.append(
          Occurrence(
            row: row, token: token, tag: hasTags ? token % 6 : nil,
            activation: Double(Float(activation)), document: win % 10))
      }
    }
    let origin = SnapshotOrigin(stage: label, lineage: ["synthetic"])
    guard hasTags else {
      return SnapshotDraft(origin: origin, plan: plan, vocabulary: words, occurrences: occurrences)
    }
    return collected(occurrences.shuffled(using: &random), plan, origin, tagNames, words)
  }

  /// The same winners by way of the collector, which keeps contexts too.
  private static func collected(
    _ occurrences: [Occurrence], _ plan: CollectionPlan, _ origin: SnapshotOrigin, _ tagNames: [String],
    _ words: [String]
  ) -> SnapshotDraft {
    var collector = PreferenceCollector(plan: plan)
    for index in 0..<10 {
      let own = occurrences.filter { $0.document == index }
      var activations = [Float](repeating: -0.1, count: own.count * neuronCount)
      for (place, occurrence) in own.enumerated() {
        activations[place * neuronCount + occurrence.row] = Float(occurrence.activation)
      }
      var document = DocumentPreferences(index: index, plan: plan)
      document.record(
        site: 0, tokens: own.map { Int32($0.token) }, tags: own.map { Int32($0.tag ?? -1) },
        activations: activations)
      collector.absorb(document)
    }
    return collector.draft(origin: origin, vocabulary: words, tagNames: tagNames)
  }

  private static func wins(row: Int, stage: Int) -> Int {
    switch row {
    case 3, 17: stage == 2 ? 0 : 400 + row
    case 8, 21: stage < 2 ? 0 : 350 + row
    case 11: 0
    case 14: [5, 9, 3][stage]
    default: 310 + (row * 137 + stage * 59) % 700
    }
  }
}
