import ArgumentParser
import NeuronPreferences

/// Which part of a collection is to be made.
struct ShardOptions: ParsableArguments {
  @Option(help: "I/N: collect part I of N, at most 64, of the documents.") var shard: Part?
  @Option(help: "I/N: collect part I of N of the sites.") var siteShard: Part?

  /// One of several parts.
  struct Part: ExpressibleByArgument {
    let index: Int
    let count: Int

    init?(argument: String) {
      let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 2, let part = parts[0], let count = parts[1], count > 0, (1...count).contains(part)
      else { return nil }
      index = part - 1
      self.count = count
    }
  }

  func validate() throws {
    let most = CollectionPlan.usualBlockCount
    if let shard, shard.count > most {
      throw ValidationError(
        "--shard divides the documents into at most \(most) parts; --site-shard divides the sites as well")
    }
  }

  /// The part.
  var chosen: CollectionShard {
    CollectionShard(
      text: shard?.index ?? 0, of: shard?.count ?? 1, sites: siteShard?.index ?? 0, of: siteShard?.count ?? 1)
  }
}
