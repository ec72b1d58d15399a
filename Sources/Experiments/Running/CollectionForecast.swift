import Corpora
import Glibc
import Kernels
import NeuronPreferences

/// What a collection will take, from counting its text and collecting two small parts of it.
public struct CollectionForecast: Sendable {
  /// Tokens of the text; of a sub-word tokenizer, as many as the sample makes expect.
  public let tokens: Int
  /// Tokens collected to find out.
  public let sampled: Int
  /// Seconds before the first token: weights, and the tags of the text.
  public let start: Double
  /// Seconds to read the text through, which every shard does.
  public let reading: Double
  /// Tokens a second.
  public let rate: Double
  /// Bytes of the snapshots, all policies together.
  public let snapshotBytes: Int
  /// Most memory in use, in bytes.
  public let memoryBytes: Int

  /// Shards that a text can be divided into.
  public static let mostShards = CollectionPlan.usualBlockCount

  /// Seconds of one shard of so many.
  public func seconds(shards: Int) -> Double { start + reading + Double(tokens) / rate / Double(shards) }

  /// The fewest shards of which each fits into so many seconds; nil if the start alone does not, or too many were needed.
  public func shards(within seconds: Double) -> Int? {
    (1...Self.mostShards).first { self.seconds(shards: $0) <= seconds }
  }
}

extension CorpusCollection {
  /// Measures what the collection will take; some seconds, and twice that for a policy with thresholds.
  ///
  /// How the number of entries grows with the text is taken from the two samples: words repeat, so it grows more slowly.
  ///
  /// - Throws: as ``run(workers:progress:)``.
  public func forecast(workers: Workers) throws -> CollectionForecast {
    let clock = ContinuousClock()
    var words = 0
    let reading = try clock.measure {
      try CorpusReader(corpus, vocabulary: encoder.vocabulary).forEachDocument(upTo: tokens) {
        words += $0.count
      }
    }
    let small = try sample(tokens: min(max(words / 4, 1), 2_000), of: words, workers)
    var large = small
    var wanted = 8_000
    // Long enough to be measured: a second, or the whole text.
    repeat {
      large = try sample(tokens: wanted, of: words, workers)
      wanted *= 4
    } while large.seconds - small.seconds < 1 && large.words < words
    let seconds = max(large.seconds - small.seconds, 1e-3)
    let grown = Double(max(large.collected - small.collected, 1))
    let rate = grown / seconds
    // A word vocabulary's tokens are the words that were counted.
    let total =
      encoder.vocabulary != nil
      ? Double(words) : Double(words) * Double(large.collected) / Double(max(large.words, 1))
    let growth = Self.growth(from: small, to: large, total: total)
    let entryBytes =
      Double(large.bytes - small.bytes) / Double(max(large.entries - small.entries, 1))
    let more = max(growth - Double(large.entries), 0)
    return CollectionForecast(
      tokens: Int(total), sampled: large.collected,
      start: max(small.seconds - Double(small.collected) / rate, 0), reading: reading / .seconds(1),
      rate: rate,
      snapshotBytes: large.bytes + Int(more * max(entryBytes, 0)),
      memoryBytes: Self.residentPeak + Int(more * Double(Self.bytesPerEntry)))
  }

  private struct Sample {
    let words: Int
    let collected: Int
    let seconds: Double
    let entries: Int
    let bytes: Int
  }

  private func sample(tokens: Int, of words: Int, _ workers: Workers) throws -> Sample {
    var part = self
    part.tokens = max(min(tokens, words), 1)
    part.shard = .whole
    // The text's own name, not to be found by reading it.
    part.origin.corpusHash = "sample"
    var drafts: [SnapshotDraft] = []
    let time = try ContinuousClock().measure { drafts = try part.run(workers: workers) { _ in } }
    let collected = drafts[0].counts
    return Sample(
      words: min(tokens, words),
      collected: collected.tokensScanned + collected.skipped.values.reduce(0, +), seconds: time / .seconds(1),
      entries: drafts.reduce(0) { $0 + $1.tokens.entryCount + ($1.tags?.entryCount ?? 0) },
      bytes: drafts.reduce(0) { $0 + $1.byteCount })
  }

  /// Entries after `total` tokens, by the power of the text's length that the samples show.
  private static func growth(from small: Sample, to large: Sample, total: Double) -> Double {
    let tokens = Double(large.collected) / Double(max(small.collected, 1))
    let entries = Double(large.entries) / Double(max(small.entries, 1))
    let power = tokens > 1 && entries > 1 ? min(log(entries) / log(tokens), 1) : 1
    return Double(large.entries) * pow(max(total / Double(max(large.collected, 1)), 1), power)
  }

  /// Most memory that this process has had in use.
  private static var residentPeak: Int {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage.ru_maxrss * 1024
  }
}
