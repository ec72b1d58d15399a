/// The variance of a statistic from how much each of several independent parts contributes to it: the derivatives of the
/// statistic by the parts' weights, their spread scaled for so few parts (infinitesimal jackknife; Efron 1982, chapter
/// 6). 0 of fewer than two. O(n).
public func jackknifeVariance(_ influences: [Double]) -> Double {
  guard influences.count > 1, let mean = mean(influences) else { return 0 }
  let squares = influences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return squares * Double(influences.count) / Double(influences.count - 1)
}
