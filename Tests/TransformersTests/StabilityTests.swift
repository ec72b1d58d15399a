import Kernels
import Testing
import Transformers

/// Results depend on a document alone, to the bit.
@Suite struct StabilityTests {
  static let families = ["gpt2", "llama", "gemma2", "bert", "modernbert", "gpt-neox", "phi3-longrope"]

  @Test(arguments: families) func aloneAmongNeighboursAndOverThreads(_ name: String) throws {
    let model = try Expectation.model(name)
    let limit = min(model.architecture.maximumLength, 500)
    // Lengths on both sides of the tiles of attention and products.
    let lengths = [1, 130, 7, limit, 0, 59, 61, 128, 200, 3].map { min($0, limit) }
    let documents = lengths.enumerated().map { number, length in
      (0..<length).map { Int32(6 + ($0 * 7 + number * 13) % 55) }
    }
    let one = try TransformerReader(model, sites: "*", workers: Workers(threads: 1))
    let two = try TransformerReader(model, sites: "*", workers: Workers(threads: 2))
    let together = Recorder.read(documents, one)
    #expect(together == Recorder.read(documents, two))
    for (number, document) in documents.enumerated() {
      #expect(Recorder.read([document], two)[0] == together[number], "\(name), \(document.count) tokens")
    }
  }

  @Test(arguments: families) func noOtherSiteChangesASite(_ name: String) throws {
    let model = try Expectation.model(name)
    let documents: [[Int32]] = [[7, 8, 9, 20, 33], [50]]
    let all = try TransformerReader(model, sites: "*", workers: Workers(threads: 1))
    let read = Recorder.read(documents, all)
    for site in all.sites.sites {
      let reader = try TransformerReader(model, sites: site.name, workers: Workers(threads: 1))
      let expected = read.map { $0.map { Array($0[site.rows]) } }
      #expect(Recorder.read(documents, reader) == expected, "\(name), \(site.name)")
    }
  }
}
