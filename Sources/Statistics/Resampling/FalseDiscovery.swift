/// Benjamini and Hochberg's adjustment (1995): for each p-value the share of false discoveries to expect
/// if it and all smaller ones are called discoveries. O(n log n).
public func falseDiscoveryRates(_ pValues: [Double]) -> [Double] {
  var rates = pValues
  var smallest = 1.0
  let falling = pValues.indices.sorted { pValues[$0] > pValues[$1] }
  for (position, index) in falling.enumerated() {
    let rank = Double(pValues.count - position)
    smallest = min(smallest, pValues[index] * Double(pValues.count) / rank)
    rates[index] = smallest
  }
  return rates
}
