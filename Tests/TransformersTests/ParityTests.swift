import Kernels
import Testing
import Transformers

/// Models of every family compute what the transformers library computes.
@Suite struct ParityTests {
  /// A comparison that a number which is none, or a missing one, would pass tells nothing.
  @Test func noComparisonPassesWithoutNumbers() {
    #expect(distance([1, .nan, 2], [1, 2, 2]) == .infinity)
    #expect(distance([.infinity, 2], [1, 2]) == .infinity)
    #expect(distance([1], [1, 2]) == .infinity)
    #expect(distance([1, 2.5], [1, 2]) == 0.25)
    #expect(Expectation.names.count >= 39)
  }

  @Test(arguments: Expectation.names) func everySite(of name: String) throws {
    let model = try Expectation.model(name)
    let reader = try TransformerReader(model, sites: "*", workers: Workers(threads: 1))
    let documents = try Expectation(name).documents()
    let found = Recorder.read(documents.map(\.ids), reader)
    let widths = reader.sites.sites
    for (document, rows) in zip(documents, found) {
      for site in widths {
        let expected = document.sites.flatMap { $0[site.rows] }
        let read = document.rows.flatMap { rows[$0][site.rows] }
        #expect(distance(read, expected) < 5e-5, "\(name), \(site.name), \(document.ids.count) tokens")
      }
    }
  }

  @Test(arguments: Expectation.names) func finalStatesAndLogits(of name: String) throws {
    let model = try Expectation.model(name)
    let documents = try Expectation(name).documents()
    let ids = documents.map(\.ids)
    let workers = Workers(threads: 1)
    let states = try model.hiddenStates(ids, workers: workers)
    let size = model.architecture.hiddenSize
    for (document, states) in zip(documents, states) {
      let read = document.rows.flatMap { states[$0 * size..<($0 + 1) * size] }
      #expect(distance(read, document.states.flatMap { $0 }) < 5e-5, "\(name), \(document.ids.count) tokens")
    }
    if model.labelCount != nil {
      for (document, logits) in zip(documents, try model.classificationLogits(ids, workers: workers)) {
        compare(logits, document.logits[0], name)
      }
    } else {
      for (document, logits) in zip(documents, try model.logits(ids, workers: workers)) {
        let width = document.logits[0].count
        for (row, expected) in zip(document.rows, document.logits) {
          compare(Array(logits[row * width..<(row + 1) * width]), expected, name)
        }
      }
    }
  }

  private func place(ofLargest values: [Float]) -> Int? { values.indices.max { values[$0] < values[$1] } }

  private func compare(_ found: [Float], _ expected: [Float], _ name: String) {
    let error = largestDifference(found, expected)
    #expect(error < 5e-5, "\(name): \(error)")
    let ranked = expected.sorted(by: >)
    if ranked.count > 1, ranked[0] - ranked[1] > 1e-4 {
      #expect(place(ofLargest: found) == place(ofLargest: expected), "\(name)")
    }
  }
}
