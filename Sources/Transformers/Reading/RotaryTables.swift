import Glibc
import Kernels
import Synchronization

/// Cosines and sines of rotary positions for the places of a window.
struct RotaryTable: Sendable {
  /// `[places, pairs]` each.
  let cosines, sines: FloatBuffer
  /// How many pairs of numbers of each head are turned.
  let pairs: Int

  /// The table of the first `count` places of a window within or beyond the bound of the positions. Angles are
  /// rounded to single precision before their cosine is taken, as everywhere where these models were trained.
  init(_ positions: RotaryPositions, count: Int, beyondBound: Bool) {
    let (frequencies, factor) = positions.frequencies(beyondBound: beyondBound)
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

/// The tables that a reading needs, each made when it is first asked for: one or two for each kind of positions.
final class RotaryTables: Sendable {
  /// The longest window of the reading.
  private let longest: Int
  private let tables = Mutex<[Key: RotaryTable]>([:])

  private struct Key: Hashable {
    let positions: RotaryPositions
    /// Whether they are those of windows beyond the bound of the positions.
    let beyondBound: Bool
  }

  /// No tables yet, for windows of up to `longest` tokens.
  init(longest: Int) { self.longest = longest }

  /// The table of a window of `length` tokens.
  func table(_ positions: RotaryPositions, length: Int) -> RotaryTable {
    let bound = positions.lengthBound ?? longest
    let key = Key(positions: positions, beyondBound: length > bound)
    return tables.withLock { tables in
      if let table = tables[key] { return table }
      let count = key.beyondBound ? longest : min(longest, bound)
      let table = RotaryTable(positions, count: count, beyondBound: key.beyondBound)
      tables[key] = table
      return table
    }
  }
}
