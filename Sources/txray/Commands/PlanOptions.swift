import ArgumentParser
import Experiments
import Kernels

/// What a collection will take, asked for before it is begun.
struct PlanOptions: ParsableArguments {
  @Flag(help: "Measure a small part and say what all of it will take; write nothing.") var plan = false
  @Option(help: "With --plan: say how many shards fit into so many minutes each.") var within: Double?

  func validate() throws {
    if let within {
      guard plan else { throw ValidationError("--within belongs to --plan") }
      guard within > 0, within < 1e6 else { throw ValidationError("--within takes a number of minutes") }
    }
  }

  /// Measures, and shows what comes out.
  func show(_ collection: CorpusCollection, _ workers: Workers) throws {
    let forecast = try collection.forecast(workers: workers)
    try Output.write { out in
      try out.line("tokens    \(grouped(forecast.tokens)), of which \(grouped(forecast.sampled)) were tried")
      try out.line("speed     \(grouped(Int(forecast.rate))) tokens/s here, on \(workers.threads) threads")
      try out.line(
        "start     \(duration(forecast.start + forecast.reading)) a shard: weights, and reading the text")
      try out.line("time      \(duration(forecast.seconds(shards: 1))) in one piece")
      try out.line("memory    about \(megabytes(forecast.memoryBytes)), less for a shard")
      try out.line("snapshot  about \(megabytes(forecast.snapshotBytes))")
      guard let within else { return }
      let shards = forecast.shards(within: within * 60)
      try out.line(
        "shards    "
          + (shards.map { "\($0) of \(duration(forecast.seconds(shards: $0))) each" }
            ?? "none: \(CollectionForecast.mostShards) shards take "
            + "\(duration(forecast.seconds(shards: CollectionForecast.mostShards))) each; more threads, or "
            + "--site-shard"))
    }
  }

  private func megabytes(_ bytes: Int) -> String { "\(grouped(max(bytes / 1_000_000, 1))) MB" }

  private func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<120: fixed(seconds, 1) + " s"
    case ..<7200: fixed(seconds / 60, 1) + " min"
    default: fixed(seconds / 3600, 1) + " h"
    }
  }
}
