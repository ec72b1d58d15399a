import Statistics
import Testing

@Suite struct SummaryTests {
  @Test func quantilesLieBetweenNeighbours() {
    #expect(quantile(0.5, ofSorted: [1, 2, 3, 10]) == 2.5)
    #expect(quantile(0.025, ofSorted: [0, 1]) == 0.025)
    #expect(quantile(1, ofSorted: [0, 1]) == 1)
    #expect(median([3, 1, 2]) == 2)
    #expect(median([4, 1, 3, 2]) == 2.5)
    #expect(median([]) == nil && mean([]) == nil && PercentileInterval([]) == nil)
    #expect(mean([1, 2, 6]) == 3)
    let interval = PercentileInterval((0...1000).map(Double.init))
    #expect(interval.map { abs($0.low - 25) + abs($0.high - 975) < 1e-9 } == true)
  }

  /// Values of R's `p.adjust(c(.01, .02, .03, .04, .5), "BH")`.
  @Test func falseDiscoveries() {
    let rates = falseDiscoveryRates([0.04, 0.01, 0.5, 0.02, 0.03])
    for (rate, expected) in zip(rates, [0.05, 0.05, 0.5, 0.05, 0.05]) {
      #expect(abs(rate - expected) < 1e-12)
    }
    #expect(permutationPValue(exceeding: 0, of: 199) == 0.005)
  }
}

@Suite struct TestTests {
  /// Values of `scipy.stats.fisher_exact` (1.17).
  @Test(arguments: [
    ((3, 1), (2, 6), 0.2222222222222222), ((12, 5), (7, 9), 0.16632006577356484),
    ((0, 4), (5, 0), 0.007936507936507934), ((40, 20), (70, 33), 0.864231412539759), ((0, 0), (3, 2), 1.0),
  ])
  func fishersTest(_ a: (Int, Int), _ b: (Int, Int), expected: Double) {
    #expect(abs(fisherExactP((a.0, a.1), (b.0, b.1)) - expected) < 1e-10)
  }

  /// Counts of a file that claims 2^38 tokens took an addition for each.
  @Test func fishersTestOfLargeCounts() {
    #expect(fisherExactP((1 << 37, 1 << 37), (1 << 37, 1 << 37)) == 1)
    #expect(fisherExactP((1 << 37, 1 << 36), (1 << 36, 1 << 37)) == 0)
    // By the formula of the approximation: 0.001745.
    let p = fisherExactP((1_252_000, 1_248_000), (1_248_500, 1_251_500))
    #expect(p > 0.0015 && p < 0.002, "\(p)")
  }

  /// Values of `scipy.stats.spearmanr` (1.17).
  @Test func rankCorrelations() throws {
    let found = try #require(rankCorrelation([1, 2, 2, 5, 9, 4], [3, 1, 4, 4, 8, 2]))
    #expect(abs(found - 0.5735294117647058) < 1e-12)
    #expect(rankCorrelation([1, 2, 3], [9, 5, 1]) == -1)
    #expect(rankCorrelation([1, 2, 3], [4, 4, 4]) == nil && rankCorrelation([1, 2], [1, 2]) == nil)
  }

  @Test func testsStopWhereMoreWouldDecideNothing() {
    #expect(SequentialPermutations(upTo: 9_999).looks == [199, 1_999, 9_999])
    #expect(SequentialPermutations(upTo: 99).looks == [99])
    #expect(SequentialPermutations(upTo: 60_000).looks == [199, 1_999, 9_999, 49_999, 60_000])
    let schedule = SequentialPermutations(upTo: 9_999)
    #expect(schedule.isSettled(p: 0.5, q: 0.6, after: 199))
    #expect(!schedule.isSettled(p: 0.01, q: 0.02, after: 199), "too early to tell")
    #expect(schedule.isSettled(p: 0.0005, q: 0.001, after: 1_999))
    #expect(!schedule.isSettled(p: 0.03, q: 0.06, after: 1_999))
    #expect(schedule.isSettled(p: 0.001, q: nil, after: 199), "nothing depends on it")
  }
}

@Suite struct RandomStreamTests {
  /// No two uses may draw the same numbers: within a training the streams are told apart by their number.
  @Test func streamsOfATrainingDiffer() {
    var streams: [RandomStream] = [.embedding, .decoder, .headWeights, .headBias]
    for layer in 0..<8 { for tensor in 0..<4 { streams.append(.layer(layer, tensor: tensor)) } }
    for epoch in 1..<50 { streams.append(.documentOrder(epoch: epoch)) }
    for step in 1..<50 { for place in 0..<4 { streams.append(.dropout(step: step, place: place)) } }
    #expect(Set(streams.map { CounterGenerator(seed: 7, stream: $0)[0] }).count == streams.count)
  }

  /// The numbers that runs made before were drawn from.
  @Test func streamsStayWhatTheyWere() {
    #expect(RandomStream.layer(1, tensor: 2).number == 22)
    #expect(RandomStream.documentOrder(epoch: 3).number == 769)
    #expect(RandomStream.dropout(step: 2, place: 1).number == 641)
    #expect(RandomStream.scoredDocuments.number == 77)
    #expect(RandomStream.pruningOrder(5).number == 1005)
  }

  /// The influences of the mean give its standard error, squared.
  @Test func theJackknifeOfAMeanIsItsVariance() {
    let values = [3.0, 1, 4, 1, 5, 9, 2, 6]
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let found = jackknifeVariance(values.map { ($0 - mean) / count })
    #expect(abs(found - variance / count) < 1e-12)
    #expect(jackknifeVariance([]) == 0 && jackknifeVariance([3]) == 0)
  }
}
