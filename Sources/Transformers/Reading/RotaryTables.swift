import Glibc
import Kernels
import Synchronization

/// Cosines and sines of rotary positions for the places of a window.
struct RotaryTable: Sendable {
  /// `[places, pairs]` each.
  let cosines, sines: FloatBuffer
  /// How many pairs of numbers of each head are turned.
  let pairs: Int

  /// The table of the first `count` places of a window of `length` tokens. Angles are rounded to single
  /// precision before their cosine is taken, as everywhere where these models were trained.
  init(_ positions: RotaryPositions, count: Int, length: Int) {
    let (frequencies, factor) = positions.frequencies(length: length)
    pairs = frequencies.count
    cosines = FloatBuffer(count: count * pairs)
    sines = FloatBuffer(count: count * pairs)
    let single = frequencies.map { Float($0) }
    for place in 0..<count {
      for (pair, frequency) in single.enumerated() {
        let angle = Float(place) * frequency
        cosines.pointer[place * pairs + pair] = cos(angle) * Float(factor)
        sines.pointer[place * pairs + pair] = sin(angle) * Float(factor)
      }
    }
  }
}

/// The tables that a reading needs, each made when it is first asked for.
final class RotaryTables: Sendable {
  /// The longest window of the reading.
  private let longest: Int
  private let tables = Mutex<[Key: RotaryTable]>([:])

  private struct Key: Hashable {
    let positions: RotaryPositions
    /// The length that the frequencies depend on; 0 where they depend on none.
    let length: Int
  }

  /// No tables yet, for windows of up to `longest` tokens.
  init(longest: Int) { self.longest = longest }

  /// The table of a window of `length` tokens.
  func table(_ positions: RotaryPositions, length: Int) -> RotaryTable {
    let isLong = positions.lengthBound.map { length > $0 } ?? false
    let key = Key(positions: positions, length: isLong ? length : 0)
    return tables.withLock { tables in
      if let table = tables[key] { return table }
      let bound = positions.lengthBound ?? longest
      let table = RotaryTable(
        positions, count: isLong ? length : min(longest, bound), length: isLong ? length : min(longest, bound)
      )
      tables[key] = table
      return table
    }
  }
}
