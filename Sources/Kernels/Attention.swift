import CKernels

/// Scaled dot-product attention over one sequence, never more than a tile of scores at once (Dao et al., 2022).
///
/// T tokens, D floats a head. Query head h looks at key-value head h / (heads / keyValueHeads). Every row of the
/// result is computed in an order that depends on its place alone.
public struct Attention: Sendable {
  /// Keys of a tile.
  static let keys = 128
  /// Queries that share a tile.
  static let queries = 60

  /// Query heads.
  public let heads: Int
  /// Key-value heads, of which `heads` is a multiple.
  public let keyValueHeads: Int
  /// D.
  public let headSize: Int
  /// What scores are multiplied by.
  public let scale: Float
  /// The soft cap c of scores, c tanh(score / c); 0 for none.
  public let softCap: Float
  /// Which keys a query may look at.
  public let mask: AttentionMask

  /// Describes an attention.
  public init(
    heads: Int, keyValueHeads: Int, headSize: Int, scale: Float, softCap: Float, mask: AttentionMask
  ) {
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headSize = headSize
    self.scale = scale
    self.softCap = softCap
    self.mask = mask
  }

  /// Room for the intermediate results of one thread; grows with the longest sequence.
  public final class Scratch {
    private var storage = FloatBuffer(count: 0)
    private var bounds = [Int32](repeating: 0, count: 2 * Attention.queries)

    /// Room for nothing yet.
    public init() {}

    fileprivate func lend(
      _ count: Int, _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Int32>) -> Void
    ) {
      if storage.count < count { storage = FloatBuffer(count: count) }
      bounds.withUnsafeMutableBufferPointer { bounds in
        if let base = bounds.baseAddress { body(storage.pointer, base) }
      }
    }
  }

  /// Keys and values of a sequence from its start, `[T, keyValueHeads * D]` each; rows are `stride` floats apart.
  public struct Keys {
    let keys, values: UnsafePointer<Float>
    let count, stride: Int

    /// `count` keys and values that lie there.
    public init(keys: UnsafePointer<Float>, values: UnsafePointer<Float>, count: Int, stride: Int) {
      self.keys = keys
      self.values = values
      self.count = count
      self.stride = stride
    }
  }

  /// `output [count, heads * D]` of `queries [count, heads * D]`, whose first stands at place `first` of the
  /// sequence. Rows of queries are `stride` floats apart, those of the output `outputStride`.
  ///
  /// Complexity: O(count T heads D), or count times the window's width.
  public func apply(
    queries: UnsafePointer<Float>, first: Int, count: Int, stride: Int, keys: Keys,
    into output: UnsafeMutablePointer<Float>, outputStride: Int, scratch: Scratch
  ) {
    guard count > 0 else { return }
    // Tiles stand at the same places whichever queries are asked for.
    let lowest = mask.keys(of: first, count: keys.count).lowerBound / Self.keys
    let end = mask.keys(of: first + count - 1, count: keys.count).upperBound
    let tileCount = (end + Self.keys - 1) / Self.keys - lowest
    let (keyTile, valueTile) = (ck_packed_count(headSize, Self.keys), ck_packed_count(Self.keys, headSize))
    scratch.lend(tileCount * (keyTile + valueTile) + Self.queries * (Self.keys + 4)) { room, bounds in
      let tiles = PackedTiles(
        keys: room, values: room + tileCount * keyTile, keyTile: keyTile, valueTile: valueTile, first: lowest,
        count: tileCount)
      let scores = room + tileCount * (keyTile + valueTile)
      let block = Block(
        attention: self, count: keys.count, tiles: tiles, scores: scores,
        sums: scores + Self.queries * Self.keys, bounds: bounds)
      let group = heads / keyValueHeads
      for keyValueHead in 0..<keyValueHeads {
        tiles.pack(keys, offset: keyValueHead * headSize, headSize: headSize)
        for head in keyValueHead * group..<(keyValueHead + 1) * group {
          for row in Swift.stride(from: 0, to: count, by: Self.queries) {
            block.run(
              first + row, rows: min(Self.queries, count - row), queries + row * stride + head * headSize,
              stride: stride, into: output + row * outputStride + head * headSize, outputStride: outputStride)
          }
        }
      }
    }
  }

  /// The keys and values of one head, packed tile by tile.
  private struct PackedTiles {
    let keys, values: UnsafeMutablePointer<Float>
    let keyTile, valueTile: Int
    /// The number of the first tile that is packed, and how many are.
    let first, count: Int

    func pack(_ source: Keys, offset: Int, headSize: Int) {
      for tile in 0..<count {
        let start = (first + tile) * Attention.keys
        let width = min(Attention.keys, source.count - start)
        let place = start * source.stride + offset
        ck_pack(headSize, width, source.keys + place, source.stride, true, keys + tile * keyTile)
        ck_pack(width, headSize, source.values + place, source.stride, false, values + tile * valueTile)
      }
    }
  }

  /// Up to ``Attention/queries`` queries of one head.
  private struct Block {
    let attention: Attention
    let count: Int
    let tiles: PackedTiles
    /// `[queries, keys]`.
    let scores: UnsafeMutablePointer<Float>
    /// Peaks, totals and factors `[queries]`, one after the other.
    let sums: UnsafeMutablePointer<Float>
    /// First and end `[queries]` of the columns that a query looks at.
    let bounds: UnsafeMutablePointer<Int32>

    func run(
      _ first: Int, rows: Int, _ queries: UnsafePointer<Float>, stride: Int,
      into output: UnsafeMutablePointer<Float>, outputStride: Int
    ) {
      let size = attention.headSize
      let (peaks, totals) = (sums, sums + Attention.queries)
      let factors = totals + Attention.queries
      peaks.update(repeating: -.infinity, count: rows)
      totals.update(repeating: 0, count: rows)
      let lowest = attention.mask.keys(of: first, count: count).lowerBound
      let end = attention.mask.keys(of: first + rows - 1, count: count).upperBound
      var isFirst = true
      for tile in lowest / Attention.keys...(end - 1) / Attention.keys {
        let start = tile * Attention.keys
        let width = min(Attention.keys, count - start)
        let used = min(width, end - start)
        let columns = (used + Int(CK_PANEL) - 1) / Int(CK_PANEL) * Int(CK_PANEL)
        for row in 0..<rows {
          let keys = attention.mask.keys(of: first + row, count: count)
          bounds[row] = Int32(max(0, keys.lowerBound - start))
          bounds[Attention.queries + row] = Int32(min(used, keys.upperBound - start))
        }
        ck_matmul_panels(
          rows, size, columns, queries, stride, tiles.keys + (tile - tiles.first) * tiles.keyTile, size,
          scores,
          Attention.keys, false)
        ck_attention_weights(
          rows, columns, scores, Attention.keys, bounds, bounds + Attention.queries, attention.scale,
          attention.softCap, peaks, totals, factors)
        if !isFirst { ck_scale_rows(rows, size, factors, output, outputStride) }
        ck_matmul_panels(
          rows, used, size, scores, Attention.keys, tiles.values + (tile - tiles.first) * tiles.valueTile,
          width, output,
          outputStride, !isFirst)
        isFirst = false
      }
      for row in 0..<rows { factors[row] = 1 / totals[row] }
      ck_scale_rows(rows, size, factors, output, outputStride)
    }
  }
}
