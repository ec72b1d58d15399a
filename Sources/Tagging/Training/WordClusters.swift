import Corpora
import Glibc

/// Words sorted into clusters by their neighbours, without any tags: the exchange algorithm (Martin, Liermann
/// and Ney 1998; Uszkoreit and Brants 2008), with the words on both sides as evidence.
///
/// It maximises `sum N(v,c) log N(v,c) + sum N(c,u) log N(c,u) - 2 sum N(c) log N(c)` over clusters `c`, left
/// neighbours `v` and right neighbours `u`, by moving one word at a time to the cluster where it gains most.
struct WordClusters {
  /// Cluster of each word, by its hash, counted from 0. Rare words have none.
  private(set) var clusters: [UInt32: Int] = [:]

  /// Clusters the words of sentences, given as hashes.
  ///
  /// - Parameters:
  ///   - count: number of clusters.
  ///   - minimumCount: words that occur less often get no cluster.
  /// - Complexity: O(rounds * distinct word pairs * count).
  init(sentences: [[UInt32]], count: Int, minimumCount: Int, rounds: Int) {
    // Words by frequency; number 0 stands for all rare words and for the sentence's ends.
    var frequency: [UInt32: Int] = [:]
    for sentence in sentences { for word in sentence { frequency[word, default: 0] += 1 } }
    let words = frequency.filter { $0.value >= minimumCount }
      .sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.map(\.key)
    let numbers = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($0.element, $0.offset + 1) })
    let left = Self.neighbours(sentences, numbers: numbers, size: words.count + 1, mirrored: false)
    let right = Self.neighbours(sentences, numbers: numbers, size: words.count + 1, mirrored: true)
    var state = ExchangeState(words: words.count, clusters: count, left: left, right: right)
    for word in 1..<max(words.count + 1, 1) { state.insert(word, into: (word - 1) % count) }
    for _ in 0..<rounds {
      var moved = 0
      for word in 1..<max(words.count + 1, 1) where state.improve(word) { moved += 1 }
      if moved * 1000 < words.count { break }
    }
    for (offset, word) in words.enumerated() { clusters[word] = state.assignment[offset + 1] }
  }

  /// For every word its neighbours on one side, with counts.
  private static func neighbours(
    _ sentences: [[UInt32]], numbers: [UInt32: Int], size: Int, mirrored: Bool
  ) -> [[(word: Int, count: Float)]] {
    var counts: [UInt64: Int] = [:]
    for sentence in sentences {
      var previous = 0
      for hash in mirrored ? sentence.reversed() : sentence {
        let word = numbers[hash] ?? 0
        counts[UInt64(word) << 32 | UInt64(previous), default: 0] += 1
        previous = word
      }
    }
    var result = [[(word: Int, count: Float)]](repeating: [], count: size)
    for (pair, count) in counts.sorted(by: { $0.key < $1.key }) {
      result[Int(pair >> 32)].append((Int(pair & 0xFFFF_FFFF), Float(count)))
    }
    return result
  }
}

/// The counts that one exchange changes.
private struct ExchangeState {
  let clusters: Int
  let left: [[(word: Int, count: Float)]]
  let right: [[(word: Int, count: Float)]]
  var assignment: [Int]
  private var totals: [Float]
  private var leftCounts: [Float]
  private var rightCounts: [Float]
  private let wordTotals: [Float]
  private let logarithms: [Float]

  init(
    words: Int, clusters: Int, left: [[(word: Int, count: Float)]], right: [[(word: Int, count: Float)]]
  ) {
    self.clusters = clusters
    self.left = left
    self.right = right
    assignment = [Int](repeating: -1, count: words + 1)
    totals = [Float](repeating: 0, count: clusters)
    leftCounts = [Float](repeating: 0, count: (words + 1) * clusters)
    rightCounts = leftCounts
    wordTotals = left.map { $0.reduce(0) { $0 + $1.count } }
    logarithms = (0..<4096).map { $0 == 0 ? 0 : Float($0) * logf(Float($0)) }
  }

  /// n log n.
  @inline(__always)
  private func entropy(_ count: Float) -> Float {
    count < 4096 ? logarithms[Int(count)] : count * logf(count)
  }

  mutating func insert(_ word: Int, into cluster: Int) {
    assignment[word] = cluster
    shift(word, cluster, by: 1)
  }

  private mutating func shift(_ word: Int, _ cluster: Int, by sign: Float) {
    totals[cluster] += sign * wordTotals[word]
    for neighbour in left[word] { leftCounts[neighbour.word * clusters + cluster] += sign * neighbour.count }
    for neighbour in right[word] {
      rightCounts[neighbour.word * clusters + cluster] += sign * neighbour.count
    }
  }

  /// Moves a word to its best cluster; returns whether that is another one.
  mutating func improve(_ word: Int) -> Bool {
    let old = assignment[word]
    shift(word, old, by: -1)
    var gains = [Float](repeating: 0, count: clusters)
    gains.withUnsafeMutableBufferPointer { gains in
      for cluster in 0..<clusters {
        gains[cluster] = -2 * (entropy(totals[cluster] + wordTotals[word]) - entropy(totals[cluster]))
      }
      add(left[word], leftCounts, to: gains)
      add(right[word], rightCounts, to: gains)
    }
    var best = old
    for cluster in 0..<clusters where gains[cluster] > gains[best] { best = cluster }
    insert(word, into: best)
    return best != old
  }

  private func add(
    _ neighbours: [(word: Int, count: Float)], _ counts: [Float], to gains: UnsafeMutableBufferPointer<Float>
  ) {
    counts.withUnsafeBufferPointer { counts in
      for neighbour in neighbours {
        let row = neighbour.word * clusters
        let alone = entropy(neighbour.count)
        for cluster in 0..<clusters {
          let count = counts[row + cluster]
          gains[cluster] += count == 0 ? alone : entropy(count + neighbour.count) - entropy(count)
        }
      }
    }
  }
}
