import Files
import Testing

/// Names with numbers come in the order of their numbers.
@Suite struct NaturalOrderTests {
  @Test func numbersAreComparedByValue() {
    let names = ["epoch-10", "rnns.2.weight", "epoch-2", "epoch", "rnns.10.weight", "epoch-2b", "epoch-02"]
    #expect(
      names.sorted { $0.precedesNaturally($1) }
        == ["epoch", "epoch-02", "epoch-2", "epoch-2b", "epoch-10", "rnns.2.weight", "rnns.10.weight"])
  }

  @Test func numbersMayBeOfAnyLength() {
    let (a, b) = ("run-99999999999999999999", "run-999999999999999999999")
    #expect(a.precedesNaturally(b) && !b.precedesNaturally(a))
    #expect(!a.precedesNaturally(a))
    let numbers = ["5", "10", "49999999999999999999", "050000000000000000000"]
    #expect(numbers.reversed().sorted { $0.precedesNaturally($1) } == numbers)
  }
}
