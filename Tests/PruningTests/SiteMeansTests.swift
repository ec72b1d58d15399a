import Kernels
import Pruning
import Sites
import Synchronization
import Testing

/// Means over documents that are read part by part.
@Suite struct SiteMeansTests {
  /// Three neurons that do what can be told from a token and its place; notes how many tokens it is given at once.
  private final class Source: ActivationSource, Sendable {
    let sites: SiteList
    let vocabularySize = 100
    private let given = Mutex<[Int]>([])

    init() throws { sites = try #require(SiteList("only:3")) }

    /// Tokens of each call.
    var parts: [Int] { given.withLock { $0 } }

    func bounds(site: Int) -> ClosedRange<Float>? { nil }

    func read(_ documents: [[Int32]], _ body: @escaping @Sendable (ActivationChunk) -> Void) {
      given.withLock { $0.append(documents.reduce(0) { $0 + $1.count }) }
      for (number, tokens) in documents.enumerated() {
        var values: [Float] = []
        for (place, token) in tokens.enumerated() {
          for neuron in 0..<3 { values.append(1 / (Float(token) + Float(place * neuron) + 0.7)) }
        }
        values.withUnsafeBufferPointer { values in
          guard let start = values.baseAddress else { return }
          body(
            ActivationChunk(
              document: number, tokens: tokens.indices,
              sites: [SiteActivations(start: start, width: 3, stride: 3)]))
        }
      }
    }
  }

  private let documents = (0..<3000).map { document -> [Int32] in
    let length = 20 + document % 11
    return (0..<length).map { place in Int32((place * 7 + document) % 100) }
  }

  /// Short documents were read 32 at a time, which is work for two threads.
  @Test func aPartHasWorkForEveryThread() throws {
    let source = try Source()
    _ = try SiteMeans(of: source, documents, threads: 16, isCounted: { _ in true })
    #expect(source.parts.reduce(0, +) == documents.joined().count)
    #expect(source.parts.count > 1 && source.parts.dropLast().allSatisfy { $0 > 16 * 2 * 384 })
  }

  @Test func meansAreTheSameBitsHoweverManyThreads() throws {
    let means = try [1, 3, 16].map { threads in
      try SiteMeans(of: Source(), documents, threads: threads, isCounted: { $0 != 5 }).values.map(
        \.bitPattern)
    }
    #expect(means[0] == means[1] && means[0] == means[2])
  }

  @Test func whoeverStopsIsHeardBetweenParts() throws {
    let source = try Source()
    #expect(throws: PruningError.interrupted) {
      try SiteMeans(
        of: source, documents, threads: 2, isCounted: { _ in true },
        isCancelled: { source.parts.count == 2 })
    }
    #expect(source.parts.count == 2)
  }
}
