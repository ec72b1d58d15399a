import Pruning
import Sites
import Testing

@testable import NeuronPreferences

@Suite struct ChoiceTests {
  /// A neuron as it stands where its wins are counted and where its preferences are judged.
  private func neuron(
    _ index: Int, _ counted: Verdict, _ judged: Verdict = .kept, wins: (Int, Int), mass: (Double, Double),
    hellinger: Double = 0.5, q: Double = 1
  ) -> ComparedNeuron {
    func transfer(_ verdict: Verdict, _ count: (Int, Int), hellinger: Double?, q: Double) -> NeuronTransfer {
      var transfer = NeuronTransfer(
        neuron: NeuronID(site: "lstm.0", index: index),
        state: TransferState(lengthA: count.0, lengthB: count.1),
        hellinger: hellinger, lengthA: count.0, lengthB: count.1, lengthUnion: count.0 + count.1,
        countA: count.0, countB: count.1, massA: mass.0, massB: mass.1, likeness: nil)
      (transfer.verdict, transfer.q) = (verdict, q)
      return transfer
    }
    return ComparedNeuron(
      counted: transfer(counted, wins, hellinger: 0.9, q: 0.9),
      judged: transfer(judged, (1000, 1000), hellinger: hellinger, q: q))
  }

  private var neurons: [ComparedNeuron] {
    [
      neuron(0, .lostWins, .moved, wins: (900, 9), mass: (80, 1), hellinger: 0.2, q: 0.01),
      neuron(1, .forgotten, wins: (400, 0), mass: (30, 0)),
      neuron(2, .insufficient, wins: (4, 0), mass: (2, 0)),
      neuron(3, .displaced, wins: (800, 0), mass: (90, 0)),
      neuron(4, .wonMore, .moved, wins: (10, 900), mass: (1, 70), hellinger: 0.7, q: 0.01),
      neuron(5, .kept, wins: (500, 500), mass: (40, 41)),
      neuron(6, .never, wins: (0, 0), mass: (0, 0)),
    ]
  }

  /// Who has no wins left by chance, or because others grew, is not among the forgotten.
  @Test func theForgottenAreThoseThatLostTheirWinsByTheTest() {
    func chosen(_ state: TransferState) -> [Int] {
      neurons.filter { $0.isMeant(by: state) }.map(\.counted.neuron.index)
    }
    #expect(chosen(.forgotten) == [0, 1] && chosen(.gained) == [4])
    #expect(chosen(.shared) == [5] && chosen(.never) == [6])
    let order = NeuronRanking.forgotten.order(neurons, seed: 1).map(\.index)
    #expect(order.prefix(3) == [0, 1, 6] && Set(order[3...4]) == [2, 3] && order.suffix(2) == [5, 4])
    #expect(NeuronRanking.forgotten.needsTest && !NeuronRanking.leastMass.needsTest)
  }

  @Test func distancesAreThoseOfPreferencesWhereTheyAreJudged() {
    #expect(NeuronRanking.largestDistance.order(neurons, seed: 1).map(\.index).first == 4)
  }

  @Test func listsAreRead() throws {
    let one = try #require(SiteList([("lstm.0", 20)]))
    let two = try #require(SiteList([("lstm.0", 20), ("lstm.1", 20)]))
    #expect(try NeuronListText.neurons("3, 5-7\nlstm.0:19", sites: one).map(\.index) == [3, 5, 6, 7, 19])
    #expect(
      try NeuronListText.neurons("lstm.1:0-1,lstm.0:2", sites: two).map(\.description)
        == ["lstm.1:0", "lstm.1:1", "lstm.0:2"])
    for text in ["3", "lstm.0:", "lstm.0:7-3", "lstm.0:1:2", "lstm.0:a", "lstm.0:-1"] {
      #expect(throws: PruningError.badList(text)) { try NeuronListText.neurons(text, sites: two) }
    }
    #expect(
      throws: PruningError.noSuchNeuron(
        NeuronID(site: "lstm.0", index: 9_000_000_000_000), sites: "lstm.0:20")
    ) { try NeuronListText.neurons("0-9000000000000", sites: one) }
  }
}
