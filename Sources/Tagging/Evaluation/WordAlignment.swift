import Corpora

/// Which gold word is which system word: by span where neither belongs to a multiword token, by the longest
/// common subsequence of lower-cased forms over the smallest stretch that holds the multiword tokens of both.
struct WordAlignment {
  typealias Word = EvaluatedText.Word

  private(set) var pairs: [(gold: Word, system: Word)] = []
  private let gold: [Word]
  private let system: [Word]

  init(gold: [Word], system: [Word]) {
    self.gold = gold
    self.system = system
    var (g, s) = (0, 0)
    while g < gold.count, s < system.count {
      if gold[g].isMultiword || system[s].isMultiword {
        let (goldRange, systemRange) = multiwordStretch(gold: g, system: s)
        alignForms(goldRange, systemRange)
        (g, s) = (goldRange.upperBound, systemRange.upperBound)
      } else if gold[g].span == system[s].span {
        pairs.append((gold[g], system[s]))
        g += 1
        s += 1
      } else if gold[g].span.lowerBound <= system[s].span.lowerBound {
        g += 1
      } else {
        s += 1
      }
    }
  }

  private func multiwordStretch(gold goldStart: Int, system systemStart: Int) -> (Range<Int>, Range<Int>) {
    var (g, s) = (goldStart, systemStart)
    var end: Int
    if gold[g].isMultiword {
      end = gold[g].span.upperBound
      if !system[s].isMultiword, system[s].span.lowerBound < gold[g].span.lowerBound { s += 1 }
    } else {
      end = system[s].span.upperBound
      if !gold[g].isMultiword, gold[g].span.lowerBound < system[s].span.lowerBound { g += 1 }
    }
    let starts = (g, s)
    while !isBeyond(gold, g, end) || !isBeyond(system, s, end) {
      let takesGold =
        g < gold.count && (s >= system.count || gold[g].span.lowerBound <= system[s].span.lowerBound)
      let word = takesGold ? gold[g] : system[s]
      if word.isMultiword { end = max(end, word.span.upperBound) }
      if takesGold { g += 1 } else { s += 1 }
    }
    return (starts.0..<g, starts.1..<s)
  }

  private func isBeyond(_ words: [Word], _ index: Int, _ end: Int) -> Bool {
    guard index < words.count else { return true }
    let span = words[index].span
    return words[index].isMultiword ? span.lowerBound >= end : span.upperBound > end
  }

  private mutating func alignForms(_ goldRange: Range<Int>, _ systemRange: Range<Int>) {
    let goldForms = gold[goldRange].map { $0.word.form.lowercased() }
    let systemForms = system[systemRange].map { $0.word.form.lowercased() }
    let (height, width) = (goldForms.count, systemForms.count)
    // longest[g][s]: length of the longest common subsequence of the forms from g and from s on.
    var longest = [[Int]](repeating: [Int](repeating: 0, count: width + 1), count: height + 1)
    for g in (0..<height).reversed() {
      for s in (0..<width).reversed() {
        longest[g][s] = max(
          longest[g + 1][s], longest[g][s + 1],
          goldForms[g] == systemForms[s] ? 1 + longest[g + 1][s + 1] : 0)
      }
    }
    var (g, s) = (0, 0)
    while g < height, s < width {
      if goldForms[g] == systemForms[s] {
        pairs.append((gold[goldRange.lowerBound + g], system[systemRange.lowerBound + s]))
        g += 1
        s += 1
      } else if longest[g][s] == longest[g + 1][s] {
        g += 1
      } else {
        s += 1
      }
    }
  }
}
