import NeuronPreferences
import Pruning
import Sites
import Statistics
import Testing

@Suite struct ControlMaskTests {
  private func sites() throws -> SiteList {
    try #require(SiteList([("lstm.0", 100), ("lstm.1", 60)]))
  }

  @Test func controlsHaveTheSizeOfTheChosenMask() throws {
    let sites = try sites()
    let chosen = PruningMask(sites: sites, prunedRows: Array(0..<30) + Array(100..<105))
    let controls = ControlMasks(chosen, mass: (0..<160).map { Double($0 % 7) }, seed: 4)
    #expect(controls.kinds == [.random, .matched])
    for kind in controls.kinds {
      let masks = (0..<20).map { controls.mask(kind, number: $0) }
      for mask in masks {
        #expect(mask.pruned(site: 0).count == 30)
        #expect(mask.pruned(site: 1).count == 5)
      }
      #expect(Set(masks).count == 20)
      #expect(controls.mask(kind, number: 3) == masks[3])
    }
    #expect(ControlMasks(chosen, mass: nil, seed: 4).kinds == [.random])
  }

  @Test func everyNeuronIsDrawnEquallyOften() throws {
    let sites = try sites()
    let controls = ControlMasks(
      PruningMask(sites: sites, prunedRows: 0..<20), mass: nil, seed: 11)
    var counts = [Int](repeating: 0, count: 100)
    for number in 0..<2000 {
      for row in controls.mask(.random, number: number).prunedRows { counts[row] += 1 }
    }
    // 400 each, with a standard deviation of 18.
    #expect(counts.allSatisfy { (315...485).contains($0) })
  }

  @Test func matchedControlsHaveLikeMass() throws {
    let sites = try sites()
    let mass = (0..<160).map { Double($0 % 100) * Double($0 % 100) }
    let chosen = PruningMask(sites: sites, prunedRows: 80..<100)
    let own = (80..<100).reduce(0) { $0 + mass[$1] }
    let controls = ControlMasks(chosen, mass: mass, seed: 2)
    for number in 0..<20 {
      let rows = controls.mask(.matched, number: number).prunedRows
      let drawn = rows.reduce(0) { $0 + mass[$1] }
      #expect(drawn > own / 2 && drawn < own * 1.2, "\(drawn) for \(own)")
      #expect(rows.allSatisfy { $0 >= 50 })
    }
  }

  @Test func allNeuronsLeaveNoChoice() throws {
    let sites = try sites()
    let all = PruningMask(sites: sites, prunedRows: 0..<160)
    let controls = ControlMasks(all, mass: [Double](repeating: 1, count: 160), seed: 1)
    for kind in ControlKind.allCases { #expect(controls.mask(kind, number: 0) == all) }
  }
}
