import NeuronPreferences
import Statistics
import Testing

@Suite struct DistanceTests {
  private func preferences(_ list: [(Int, Int, Double)]) -> [Preference] {
    list.map { Preference(feature: $0.0, count: $0.1, sum: $0.2, maximum: $0.2 / Double($0.1)) }
  }

  private func isClose(_ found: Double?, _ expected: Double, _ tolerance: Double = 1e-5) -> Bool {
    abs((found ?? .nan) - expected) < tolerance
  }

  /// A recorded (the .5) (the .3) (cat .2); B recorded (the .4) (dog .6).
  @Test func goldenValues() throws {
    let a = preferences([(0, 2, 0.8), (1, 1, 0.2)])
    let b = preferences([(0, 1, 0.4), (2, 1, 0.6)])
    let expected: [(DistanceMetric, [Double], Double)] = [
      (.paper, [0.66667, 0.33333], 0.69542), (.mass, [0.8, 0.2], 0.65903),
      (.repoCompat, [0.4, 0.2], 0.21082),
    ]
    for (metric, shares, distance) in expected {
      let found = try #require(metric.shares(of: a))
      #expect(zip(found.shares, shares).allSatisfy { isClose($0, $1) })
      #expect(try #require(metric.shares(of: b)).shares == [0.4, 0.6])
      let hellinger = HellingerDistance(a, b, metric: metric)
      #expect(isClose(hellinger.distance, distance), "\(metric)")
      #expect(hellinger.unionLength == 3)
    }
  }

  /// "with" once against "with" nine times at the same activation.
  @Test func frequencyMattersOnlyToThePublishedCode() {
    let once = preferences([(0, 1, 0.3)])
    let often = preferences([(0, 9, 2.7)])
    #expect(isClose(HellingerDistance(once, often, metric: .paper).distance, 0))
    #expect(isClose(HellingerDistance(once, often, metric: .mass).distance, 0))
    #expect(isClose(HellingerDistance(once, often, metric: .repoCompat).distance, 0.4714, 1e-4))
  }

  @Test func nothingComparesWithNothing() {
    let some = preferences([(0, 1, 0.3)])
    for metric in DistanceMetric.allCases {
      #expect(metric.shares(of: []) == nil)
      #expect(HellingerDistance(some, [], metric: metric).distance == nil)
      #expect(HellingerDistance([], [], metric: metric).distance == nil)
      #expect(HellingerDistance([], some, metric: metric).unionLength == 1)
    }
  }

  @Test func negativeMeansHaveNoShareAndAreCounted() throws {
    let mixed = preferences([(0, 1, -0.25), (1, 1, 0.75)])
    let even = preferences([(0, 1, 0.5), (1, 1, 0.5)])
    for metric in [DistanceMetric.paper, .mass] {
      #expect(metric.shares(of: mixed)?.shares == [0, 1])
      #expect(metric.shares(of: mixed)?.negativeCount == 1)
      #expect(HellingerDistance(mixed, even, metric: metric).unionLength == 2)
      #expect(isClose(HellingerDistance(mixed, even, metric: metric).distance, 0.541196))
      let negative = preferences([(0, 1, -0.5), (1, 1, -0.25)])
      #expect(metric.shares(of: negative) == nil)
    }
  }

  /// What the published code gives for the same records; where it gives "not a number" there is none.
  @Test func publishedArithmeticOfSigns() throws {
    let even = preferences([(0, 1, 0.5), (1, 1, 0.5)])
    let negative = HellingerDistance(
      preferences([(0, 1, -0.5), (1, 1, -0.25)]), even, metric: .repoCompat)
    #expect(isClose(negative.distance, 0.06000300064686603, 1e-12))
    let plain = HellingerDistance(
      preferences([(0, 2, 0.75), (1, 1, 0.25)]), preferences([(0, 1, 0.5), (2, 1, 0.5)]),
      metric: .repoCompat)
    #expect(isClose(plain.distance, 0.20534180126147952, 1e-12))
    for undefined in [preferences([(0, 1, -0.25), (1, 1, 0.75)]), preferences([(0, 1, 0), (1, 1, 0)])] {
      #expect(HellingerDistance(undefined, even, metric: .repoCompat).distance == nil)
    }
  }

  private func random(_ generator: inout SplitMix64) -> [Preference] {
    let features = Set(
      (0..<Int.random(in: 1...30, using: &generator)).map { _ in
        Int.random(in: 0..<40, using: &generator)
      }
    ).sorted()
    return features.map {
      let count = Int.random(in: 1...5, using: &generator)
      let mean = Double.random(in: -0.1...1, using: &generator)
      return Preference(feature: $0, count: count, sum: mean * Double(count), maximum: mean)
    }
  }

  @Test(arguments: DistanceMetric.allCases)
  func lawsOfADistance(metric: DistanceMetric) throws {
    let seed: UInt64 = 20_200_803
    var generator = SplitMix64(seed: seed)
    var defined = 0
    for _ in 0..<500 {
      let (a, b) = (random(&generator), random(&generator))
      let distance = HellingerDistance(a, b, metric: metric)
      #expect(HellingerDistance(b, a, metric: metric) == distance, "seed \(seed)")
      if let found = metric.shares(of: a) {
        #expect(HellingerDistance(a, a, metric: metric).distance == 0)
        #expect(found.shares.allSatisfy { $0 >= 0 && $0.isFinite })
        if metric != .repoCompat { #expect(abs(found.shares.reduce(0, +) - 1) < 1e-12) }
      }
      guard let value = distance.distance else { continue }
      defined += 1
      #expect((0...1).contains(value), "seed \(seed)")
      var renumbering = Array(0..<40)
      renumbering.shuffle(using: &generator)
      func renumber(_ list: [Preference]) -> [Preference] {
        list.map {
          Preference(feature: renumbering[$0.feature], count: $0.count, sum: $0.sum, maximum: $0.maximum)
        }.sorted { $0.feature < $1.feature }
      }
      let renumbered = HellingerDistance(renumber(a), renumber(b), metric: metric)
      #expect(isClose(renumbered.distance, value, 1e-12), "seed \(seed)")
      #expect(renumbered.unionLength == distance.unionLength)
    }
    #expect(defined > 50)
  }
}
