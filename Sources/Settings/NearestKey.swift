/// The candidate nearest to a mistyped word, nil if none is within a third of its length (at least 2 edits).
///
/// Distance: Levenshtein's. A word of more than 64 characters is nobody's slip. Complexity: O(candidates x length^2).
public func nearest(to word: String, among candidates: [String]) -> String? {
  guard word.prefix(65).count <= 64 else { return nil }
  let candidates = candidates.filter { $0.prefix(129).count <= 128 }
  let limit = max(2, word.count / 3)
  let ranked = candidates.map { (candidate: $0, distance: editDistance(Array(word), Array($0))) }
  guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= limit else { return nil }
  return best.candidate
}

private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var row = Array(0...b.count)
  for i in a.indices {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let substitution = diagonal + (a[i] == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substitution, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
