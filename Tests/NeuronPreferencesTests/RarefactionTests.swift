import Foundation
import Glibc
import Statistics
import Testing

@testable import NeuronPreferences

/// Affinities and errors held against numpy (`Reference/rarefaction.py`).
@Suite struct RarefactionTests {
  private struct Expected: Decodable {
    struct Case: Decodable {
      let metric: DistanceMetric
      let wins: Int
      let paired: Bool
      /// Feature, block, count and sum of every record.
      let a: [[Double]]
      let b: [[Double]]
      /// Units on the first side of a relabelling.
      let first: [Int]
      let affinity, drawn, relabelled: Double
      let length, entropy: Double
      let ratioError, lengthError, entropyError: Double

      private enum CodingKeys: String, CodingKey {
        case metric, wins, paired, a, b, first, affinity, drawn, relabelled, length, entropy
        case ratioError = "ratio_error"
        case lengthError = "length_error"
        case entropyError = "entropy_error"
      }

      func records(_ rows: [[Double]]) -> [BlockPreference] {
        rows.map {
          BlockPreference(
            feature: Int($0[0]), block: Int($0[1]), count: Int($0[2]), sum: $0[3], maximum: $0[3])
        }
      }
    }
    let blocks: Int
    let cases: [Case]
  }

  private let expected: Expected

  init() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: reference("rarefaction.json")))
    expected = try JSONDecoder().decode(Expected.self, from: data)
    try #require(expected.cases.count == 5)
  }

  @Test func affinitiesAreNumpysAndThoseOfManyDraws() {
    for (number, one) in expected.cases.enumerated() {
      let blocks = [Int](repeating: 1, count: expected.blocks)
      let units = ExchangeUnits(a: blocks, b: blocks, isPaired: false)
      var records = NeuronRecords()
      records.load(one.records(one.a), one.records(one.b), units)
      var weights = [BlockRelabelling.Lanes](repeating: .init(), count: units.count)
      for unit in 0..<units.countA { weights[unit][0] = 1 }
      for unit in one.first { weights[unit][1] = 1 }
      var winsA = BlockRelabelling.Lanes()
      for unit in weights.indices { winsA += weights[unit] * records.wins[unit] }
      let found = RarefiedAffinity(metric: one.metric, wins: Float(one.wins))
        .affinity(records, weights, winsA: winsA)
      #expect(abs(Double(found[0]) - one.affinity) < 3e-6, "case \(number)")
      #expect(abs(Double(found[1]) - one.relabelled) < 3e-6, "case \(number)")
      // The expectation of a ratio is not quite the ratio of expectations.
      #expect(abs(Double(found[0]) - one.drawn) < 0.015, "case \(number)")
    }
  }

  @Test func errorsAreThoseOfNumericalDerivatives() {
    for (number, one) in expected.cases.enumerated() {
      let result = BlockInfluence(metric: one.metric, wins: Double(one.wins), isPaired: one.paired)
        .measure(one.records(one.a), one.records(one.b), blocks: (expected.blocks, expected.blocks))
      func agree(_ found: Double, _ expected: Double) -> Bool {
        abs(found - expected) < 2e-3 * max(0.1, abs(expected))
      }
      #expect(agree(result.affinityRatioError, one.ratioError), "case \(number)")
      #expect(agree(result.lengthChange, one.length), "case \(number)")
      #expect(agree(result.lengthError, one.lengthError), "case \(number)")
      #expect(agree(result.entropyChange, one.entropy), "case \(number)")
      #expect(agree(result.entropyError, one.entropyError), "case \(number)")
    }
  }

  @Test func powersAndLogarithmsAreGlibcs() {
    for value: Float in stride(from: -125, through: 20, by: 0.37) {
      let found = SIMD8<Float>(repeating: value).exp2[3]
      #expect(abs(found / Glibc.exp2(value) - 1) < 6e-7, "\(value)")
    }
    for value: Float in [1e-9, 0.001, 0.3, 0.999, 1, 1.5, 1.99, 2, 77, 1e12] {
      let found = SIMD8<Float>(repeating: value).log2[5]
      #expect(abs(found - Glibc.log2(value)) < 2e-6 * max(1, abs(Glibc.log2(value))), "\(value)")
    }
    #expect(SIMD8<Float>(repeating: -3000).exp2[0] < 1e-37)
  }
}

@Suite struct ExchangeTests {
  @Test func blocksOfAShortTextAreJoinedUntilUnitsAreAlike() {
    // 30 documents against 1,000, dealt to 64 blocks.
    let few = (0..<64).map { $0 < 30 ? 100 : 0 }
    let many = (0..<64).map { _ in 1560 }
    let units = ExchangeUnits(a: few, b: many, isPaired: false)
    #expect(units.countA == 2 && units.countB == 64)
    #expect(units.tokens[0] == 1500 && units.tokens[1] == 1500)
    #expect((0..<30).allSatisfy { units.unit(ofBlock: $0, second: false) < 2 })
    #expect((0..<64).map { units.unit(ofBlock: $0, second: true) } == Array(2..<66))
    // A quarter of the blocks against three quarters: they are alike as they are.
    let quarter = ExchangeUnits(
      a: (0..<64).map { $0 < 16 ? 90 : 0 }, b: (0..<64).map { $0 < 16 ? 0 : 100 }, isPaired: false)
    #expect(quarter.countA == 16 && quarter.countB == 48)
    #expect(ExchangeUnits(a: [0, 0], b: [0, 0], isPaired: false).count == 2)
  }

  @Test(arguments: [true, false])
  func relabellingsStayTheSameWhenMoreAreDrawn(isPaired: Bool) {
    let blocks = [5, 5, 5, 5, 5, 5]
    let units = ExchangeUnits(a: blocks, b: isPaired ? blocks : [5, 5, 5, 5], isPaired: isPaired)
    var few = BlockRelabelling(units, seed: 9)
    few.draw(19)
    var many = BlockRelabelling(units, seed: 9)
    many.draw(5)
    many.draw(99)
    var (one, other) = (
      [BlockRelabelling.Lanes](repeating: .init(), count: units.count),
      [BlockRelabelling.Lanes](repeating: .init(), count: units.count)
    )
    for group in 0..<2 {
      few.fill(&one, group: group)
      many.fill(&other, group: group)
      #expect(one == other)
      for lane in 0..<8 {
        #expect(one.reduce(0) { $0 + $1[lane] } == Float(units.countA), "each side keeps its units")
        if group == 0, lane == 0 { #expect(one.prefix(units.countA).allSatisfy { $0[0] == 1 }) }
      }
    }
  }

  /// A feature won very often by one side alone: 2 to the power of its wins is beyond what a float holds.
  @Test(arguments: [1, 20, 60, 117, 150, 400]) func newFeaturesCountHoweverOftenTheyAreWon(count: Int) {
    let units = ExchangeUnits(a: [1, 1], b: [1, 1], isPaired: false)
    let own = BlockPreference(feature: 0, block: 0, count: count, sum: 1, maximum: 1)
    let new = BlockPreference(feature: 1, block: 0, count: count, sum: 1, maximum: 1)
    var records = NeuronRecords()
    records.load([own], [new], units)
    var weights = [BlockRelabelling.Lanes](repeating: .init(), count: units.count)
    for unit in 0..<units.countA { weights[unit][0] = 1 }
    let winsA = BlockRelabelling.Lanes(repeating: Float(count))
    let found = NewcomerStatistic(wins: Float(count)).value(records, weights, winsA: winsA)[0]
    let power = Double(count) * 1.078_002_5
    let expected = Glibc.log2(1 / (0.04 / 0.96) + Glibc.exp2(power)) + Glibc.log2(0.04 / 0.96)
    #expect(abs(Double(found) - expected) < 1e-4 * max(1, expected))
  }
}
