import ArgumentParser
import Kernels

/// How many threads a command may use.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Threads to use; results don't depend on it. (default: one for each core)") var threads: Int?

  /// So many workers.
  var workers: Workers { Workers(threads: threads) }

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads takes a number of at least 1") }
  }
}
