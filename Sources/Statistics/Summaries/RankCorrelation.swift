/// Spearman's correlation of the ranks of two lists, ties given their mean rank; nil of fewer than three pairs, where
/// one of the lists does not vary, or something is no number. O(n log n).
public func rankCorrelation(_ x: [Double], _ y: [Double]) -> Double? {
  precondition(x.count == y.count)
  guard x.count > 2, !(x + y).contains(where: \.isNaN) else { return nil }
  let (a, b) = (ranks(x), ranks(y))
  let middle = Double(x.count + 1) / 2
  var (covariance, spreadA, spreadB) = (0.0, 0.0, 0.0)
  for (rankA, rankB) in zip(a, b) {
    covariance += (rankA - middle) * (rankB - middle)
    spreadA += (rankA - middle) * (rankA - middle)
    spreadB += (rankB - middle) * (rankB - middle)
  }
  return spreadA > 0 && spreadB > 0 ? covariance / (spreadA * spreadB).squareRoot() : nil
}

/// Ranks from 1, equal values given the mean of theirs.
private func ranks(_ values: [Double]) -> [Double] {
  let order = values.indices.sorted { values[$0] < values[$1] }
  var ranks = values
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
    for place in start..<end { ranks[order[place]] = Double(start + 1 + end) / 2 }
    start = end
  }
  return ranks
}
