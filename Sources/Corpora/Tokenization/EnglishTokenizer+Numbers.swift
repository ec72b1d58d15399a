extension EnglishTokenizer {
  /// Whether a number starts here: a digit; a sign or point before one; an apostrophe before a year.
  func startsNumber(at index: Int) -> Bool {
    if isDigit(at: index) { return true }
    let opens = index == chunk.lowerBound || !isWordPart(at: index - 1)
    let mark = apostrophe(at: index)
    if mark > 0 {
      let end = digitsEnd(from: index + mark)
      return end - index - mark == 2 && !isPrime(at: index)
    }
    switch byte(index) {
    case UInt8(ascii: "."): return opens && isDigit(at: index + 1) && byte(index - 1) != UInt8(ascii: ".")
    case UInt8(ascii: "+"): return index == chunk.lowerBound && isDigit(at: index + 1)
    default: return false
    }
  }

  /// Feet and minutes: an apostrophe between digits.
  private func isPrime(at index: Int) -> Bool { isDigit(at: index - 1) }

  /// End of the number, date, time, telephone number or ordinal that starts at `start`.
  func numberEnd(from start: Int) -> Int {
    var index = start + max(apostrophe(at: start), isDigit(at: start) ? 0 : 1)
    let first = index
    index = digitsEnd(from: index)
    while index < chunk.upperBound, index - start < Self.joinLimit {
      let next = index + 1
      switch text[index] {
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"):
        guard isDigit(at: next) else { return index }
        index = digitsEnd(from: next)
      case UInt8(ascii: "/"):
        guard joinsSlash(at: index, numberStart: first) else { return index }
        index = digitsEnd(from: next)
      case UInt8(ascii: "-"):
        let group = digitsEnd(from: next)
        guard group > next, joinsHyphen(groups: first..<index, next..<group) else { return index }
        index = group
      default:
        return isLetter(at: index) ? letteredEnd(number: start..<index) : mixedEnd(from: index, start: start)
      }
    }
    return index
  }

  /// Dates keep their slashes; fractions and alternatives (1/2, 24/7) do not, as far as size tells.
  private func joinsSlash(at index: Int, numberStart start: Int) -> Bool {
    let next = digitsEnd(from: index + 1)
    guard next > index + 1 else { return false }
    let left = index - start
    let isLonger =
      byte(next) == UInt8(ascii: "/") || (start..<index).contains { text[$0] == UInt8(ascii: "/") }
    if isLonger || left >= 3 { return true }
    guard left <= 2, next - index <= 3 else { return false }
    return value(start..<index) <= 12 && value(index + 1..<next) > 9 || value(start..<index) == 9
  }

  private func value(_ digits: Range<Int>) -> Int {
    digits.reduce(0) { $0 * 10 + Int(text[$1] &- 48) }
  }

  /// Telephone numbers, dates and postal codes keep their hyphens, ranges (1999-2003, 5-10) do not.
  private func joinsHyphen(groups left: Range<Int>, _ right: Range<Int>) -> Bool {
    let hasHyphen = left.contains { text[$0] == UInt8(ascii: "-") || text[$0] == UInt8(ascii: "/") }
    if hasHyphen { return true }
    guard left.allSatisfy({ isDigit(at: $0) }) else { return false }
    if byte(right.upperBound) == UInt8(ascii: "-"), isDigit(at: right.upperBound + 1) { return true }
    return (left.count == 3 || left.count == 5 || left.count == 1) && right.count == 4
      || left.count == 3 && right.count == 3 && value(right) < value(left)
  }

  /// A unit of measure stands apart from its number (`5` `pm`), any other letter does not (5th, 1990s, 3G).
  private func letteredEnd(number: Range<Int>) -> Int {
    let letters = lettersEnd(from: number.upperBound)
    let isPlain = number.allSatisfy { text[$0] != UInt8(ascii: "'") }
    if isPlain, !isWordPart(at: letters) || isDigit(at: letters) && letters - number.upperBound == 1,
      let unit = listed(number.upperBound..<letters),
      EnglishLexicon.units.contains(unit)
        || EnglishLexicon.amounts.contains(unit) && byte(number.lowerBound - 1) == UInt8(ascii: "$")
    {
      return number.upperBound
    }
    return wordEnd(from: number.upperBound)
  }

  /// What may follow digits without being a letter: `60's`, `2_b`.
  private func mixedEnd(from index: Int, start: Int) -> Int {
    let mark = apostrophe(at: index)
    if mark > 0, byte(index + mark) | 0x20 == UInt8(ascii: "s"), !isWordPart(at: index + mark + 1) {
      return index + mark + 1
    }
    if byte(index) == UInt8(ascii: "_"), isWordPart(at: index + 1) { return wordEnd(from: index + 1) }
    return index
  }
}
