import Testing

@testable import Experiments

@Suite struct DocumentEncoderTests {
  @Test func specialTokensCutATextIntoRuns() {
    #expect([Int32]([9, 1, 2, 9, 9, 3]).runs(without: [9]) == [1..<3, 5..<6])
    #expect([Int32]([1, 2]).runs(without: []) == [0..<2])
    #expect([Int32]([9]).runs(without: [9]) == [])
    #expect([Int32]().runs(without: []) == [])
  }
}
