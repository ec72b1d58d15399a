import Foundation
import Kernels
import NeuronPreferences
import Sites
import Synchronization
import Testing
import Transformers

@testable import Recordings

/// The recorder picks in PyTorch what the policies pick of our own engine's activations: the same winners but where
/// two are closer than 1e-5, the same events but where an activation is as close to its threshold.
@Suite struct TransformerParityTests {
  private static let margin: Float = 1e-5

  /// A model and what was recorded of it.
  struct Recorded: CustomTestStringConvertible {
    let model, recording: String
    var testDescription: String { URL(fileURLWithPath: model).lastPathComponent }

    /// The small models that are shipped, and one of the reader's own: FOLDER=RECORDING in TXRAY_PARITY, the
    /// recording made by Tests/Recorder/record_folder.py.
    static let all: [Recorded] = {
      let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
      let shipped = ["gpt2", "bert", "llama", "gemma2"].map {
        Recorded(model: "\(tests)/TransformersTests/Reference/\($0)", recording: reference($0 + ".recording"))
      }
      let own = ProcessInfo.processInfo.environment["TXRAY_PARITY"]?.split(separator: "=").map(String.init)
      guard let own, own.count == 2 else { return shipped }
      return shipped + [Recorded(model: own[0], recording: own[1])]
    }()
  }

  /// A document's activations at each site, `[T, N]`.
  private func activations(of model: String, _ documents: [[Int32]], sites: SiteList) throws -> [[[Float]]] {
    let model = try Transformer(path: model)
    let reader = try TransformerReader(
      model, sites: sites.sites.map(\.name).joined(separator: ","), workers: Workers(threads: 1))
    let places = try sites.sites.map { site in
      try #require(reader.sites.sites.firstIndex { $0.name == site.name && $0.neurons == site.neurons })
    }
    let read = Mutex(documents.map { _ in places.map { _ in [Float]() } })
    reader.read(documents) { chunk in
      read.withLock { read in
        for (site, place) in places.enumerated() {
          let values = chunk.activations(site: place)
          for token in chunk.tokens.indices.map({ $0 - chunk.tokens.lowerBound }) {
            read[chunk.document][site] += Array(values.row(token))
          }
        }
      }
    }
    return read.withLock { $0 }
  }

  /// Neurons that the policy picks of one token.
  private func picked(_ row: ArraySlice<Float>, thresholds: ArraySlice<Float>?) -> Set<Int> {
    let values = Array(row)
    guard let thresholds else {
      return Set(values.indices.max { values[$0] < values[$1] }.map { [$0] } ?? [])
    }
    return Set(zip(values, thresholds).enumerated().filter { $1.0 > $1.1 }.map(\.offset))
  }

  /// Neurons about which rounding may decide.
  private func undecided(_ row: ArraySlice<Float>, thresholds: ArraySlice<Float>?) -> Set<Int> {
    let values = Array(row)
    guard let thresholds else {
      let largest = values.max() ?? 0
      let close = values.indices.filter { largest - values[$0] < Self.margin }
      return close.count > 1 ? Set(close) : []
    }
    return Set(zip(values, thresholds).enumerated().filter { abs($1.0 - $1.1) < Self.margin }.map(\.offset))
  }

  @Test(arguments: Recorded.all) func sameEvents(of recorded: Recorded) throws {
    let recordings = try RecordingSet(paths: [recorded.recording])
    let recording = recordings.recordings[0]
    let documents = (0..<recordings.documentCount).map { recordings.document(at: $0) }
    let read = try activations(of: recorded.model, documents.map(\.tokens), sites: recordings.facts.sites)
    var sketch = QuantileSketch(neurons: recordings.facts.sites.neuronCount)
    var (events, close) = (0, 0)
    for (policy, name) in recordings.facts.policies.enumerated() {
      let limits = try recording.thresholds(of: name)
      for (place, site) in recordings.facts.sites.sites.enumerated() {
        let thresholds = limits.map { $0[site.rows] }
        for (document, text) in documents.enumerated() {
          let values = read[document][place]
          let found = recording.picked(policy: policy, site: place, document: document)
          var event = 0
          for token in text.tokens.indices where text.isCounted[token] {
            let row = values[token * site.neurons..<(token + 1) * site.neurons]
            if policy == 0 {
              sketch.add(
                Array(row), tokenCount: 1, stride: site.neurons, firstRow: site.firstRow,
                neurons: site.neurons)
            }
            let picks = Set(found.neurons[event..<event + found.counts[token]])
            event += found.counts[token]
            let differing = picks.symmetricDifference(picked(row, thresholds: thresholds))
            events += picks.count
            close += differing.count
            #expect(
              differing.isSubset(of: undecided(row, thresholds: thresholds)),
              "\(name), \(site.name), document \(document), token \(token)")
          }
        }
      }
    }
    for case .quantile(let quantile) in recordings.facts.policies {
      let own = sketch.thresholds(quantile: quantile)
      let theirs = try #require(try recording.thresholds(of: .quantile(quantile)))
      let moved = zip(own, theirs).count { $0 != $1 }
      // Where an activation lies on the edge of a bin, rounding moves it to the next.
      #expect(moved * 100 <= own.count)
      print("\(recorded.testDescription): \(events) events, \(close) differ by rounding, \(moved) thresholds")
    }
  }
}
