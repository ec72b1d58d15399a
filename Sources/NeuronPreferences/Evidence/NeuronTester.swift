import Statistics

/// Tests neurons one after the other, each against the same relabellings; one to a thread.
struct NeuronTester {
  let tables: ComparedTables
  let metric: DistanceMetric
  let statistic: TestStatistic

  private var records = NeuronRecords()
  private var weights: [BlockRelabelling.Lanes] = []

  init(_ tables: ComparedTables, _ metric: DistanceMetric, _ statistic: TestStatistic) {
    (self.tables, self.metric, self.statistic) = (tables, metric, statistic)
  }

  /// A neuron under test.
  struct Subject {
    /// Its place among the comparison's neurons.
    let index: Int
    let rowA: Int?
    let rowB: Int?
    /// Wins that are drawn of either side; 0 where its preferences are not compared.
    let drawn: Int
    /// The wins of the side that has fewer.
    let fewest: Int
    /// Whether something is said of its preferences, so that its p counts among all.
    let isJudged: Bool
    /// The same of its wins.
    let isJudgedByWins: Bool
    var tally = NeuronTally()
    /// Standard errors, and what needs no relabelling; nil where nothing is said of its preferences.
    var influence: BlockInfluence.Result?
    /// Whether it needs no more relabellings.
    var isSettled = false
  }

  /// Takes the relabellings drawn since the last time in. O(new relabellings · records).
  mutating func take(_ subject: inout Subject, _ labels: BlockRelabelling) throws(SnapshotError) {
    let (recordsA, recordsB) = try tables.blockPreferences(a: subject.rowA, b: subject.rowB)
    records.load(recordsA, recordsB, labels.units)
    if weights.count != labels.units.count {
      weights = Array(repeating: BlockRelabelling.Lanes(), count: labels.units.count)
    }
    if subject.tally.relabellings == 0, subject.isJudged {
      let influence = BlockInfluence(
        metric: metric, wins: Double(subject.drawn), isPaired: labels.units.isPaired)
      subject.influence = influence.measure(
        recordsA, recordsB, blocks: (tables.a.blockCount, tables.b.blockCount))
    }
    subject.tally.take(
      records, labels, metric: metric, statistic: statistic, drawn: Float(subject.drawn),
      fewest: Float(subject.fewest), weights: &weights)
  }
}
