import Foundation
import Kernels
import Statistics
import Testing

/// The kernels of transformers against plain loops in double precision.
@Suite struct TransformerKernelTests {
  /// Numbers that look drawn, the same every time.
  private func numbers(_ count: Int, seed: UInt64, scale: Float = 2) -> [Float] {
    let generator = CounterGenerator(seed: seed, stream: 7)
    return (0..<count).map { (generator.uniform(UInt64($0)) - 0.5) * 2 * scale }
  }

  private func plain(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .gelu: x * (1 + erf(x / 2.0.squareRoot())) / 2
    case .geluTanh: x * (1 + Foundation.tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x))) / 2
    case .geluQuick: x / (1 + exp(-1.702 * x))
    case .silu: x / (1 + exp(-x))
    case .relu: max(x, 0)
    case .squaredReLU: max(x, 0) * max(x, 0)
    case .tanh: Foundation.tanh(x)
    }
  }

  @Test(arguments: Activation.allCases) func activations(_ activation: Activation) {
    let inputs = (-600...600).map { Float($0) / 40 } + [0, -0.0, 1e-20, 30, -30]
    let values = FloatBuffer(inputs)
    activation.apply(to: values.pointer, count: inputs.count)
    for (found, x) in zip(values.array, inputs) {
      let expected = plain(activation, Double(x))
      #expect(abs(Double(found) - expected) <= 1e-6 * max(1, abs(expected)), "\(activation) of \(x)")
    }
  }

  @Test(arguments: [1, 8, 13]) func gates(width: Int) {
    let input = FloatBuffer(numbers(3 * 2 * width, seed: 1))
    let output = FloatBuffer(count: 3 * (width + 2))
    Activation.silu.gate(input.pointer, rows: 3, width: width, into: output.pointer, outputStride: width + 2)
    for row in 0..<3 {
      for column in 0..<width {
        let (gate, up) = (
          input.array[row * 2 * width + column], input.array[row * 2 * width + width + column]
        )
        let expected = plain(.silu, Double(gate)) * Double(up)
        #expect(abs(Double(output.array[row * (width + 2) + column]) - expected) < 1e-6)
      }
    }
  }

  @Test(arguments: [1, 7, 8, 37]) func norms(width: Int) {
    let (input, weight, bias) = (
      numbers(3 * width, seed: 2), FloatBuffer(numbers(width, seed: 3)), FloatBuffer(numbers(width, seed: 4))
    )
    let (layer, root) = (FloatBuffer(input), FloatBuffer(input))
    Normalization.layer(
      layer.pointer, rows: 3, width: width, weight: weight.pointer, bias: bias.pointer, epsilon: 1e-5,
      into: layer.pointer)
    Normalization.rootMeanSquare(
      root.pointer, rows: 3, width: width, stride: width, weight: weight.pointer, epsilon: 1e-5,
      into: root.pointer)
    for row in 0..<3 {
      let x = input[row * width..<(row + 1) * width].map(Double.init)
      let mean = x.reduce(0, +) / Double(width)
      let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
      let square = x.reduce(0) { $0 + $1 * $1 } / Double(width)
      for column in 0..<width {
        let (w, b) = (Double(weight.array[column]), Double(bias.array[column]))
        let place = row * width + column
        let normed = (x[column] - mean) / (variance + 1e-5).squareRoot() * w + b
        #expect(abs(Double(layer.array[place]) - normed) < 1e-5)
        #expect(abs(Double(root.array[place]) - x[column] / (square + 1e-5).squareRoot() * w) < 1e-5)
      }
    }
  }

  @Test(arguments: [CompactMatrix.Format.bfloat16, .float16], [1, 7, 70])
  func compactProductsHaveTheSameBits(format: CompactMatrix.Format, rows: Int) {
    let (inner, columns) = (300, 37)
    // Some become subnormal halves.
    let values = numbers(inner * columns, seed: 8, scale: 1e-4)
    let bits = values.map { format == .bfloat16 ? UInt16($0.bitPattern >> 16) : Float16($0).bitPattern }
    let widened = bits.map {
      format == .bfloat16 ? Float(bitPattern: UInt32($0) << 16) : Float(Float16(bitPattern: $0))
    }
    let left = FloatBuffer(numbers(rows * inner, seed: 9))
    let padded = PackedMatrix.paddedColumns(columns)
    let bias = FloatBuffer(numbers(columns, seed: 10) + [Float](repeating: 0, count: padded - columns))
    for transposed in [false, true] {
      let (single, narrow) = (FloatBuffer(count: rows * columns), FloatBuffer(count: rows * columns))
      let plain = FloatBuffer(count: rows * columns)
      let matrix = PackedMatrix(rows: inner, columns: columns, widened, transposed: transposed)
      matrix.multiply(left.pointer, rows: rows, bias: bias.pointer, into: single.pointer)
      CompactMatrix(rows: inner, columns: columns, bits, format: format, transposed: transposed)
        .multiply(left.pointer, rows: rows, bias: bias.pointer, into: narrow.pointer)
      #expect(single.array == narrow.array)
      matrix.multiply(left.pointer, rows: rows, into: plain.pointer, accumulate: false)
      for place in 0..<rows * columns {
        #expect(abs(single.array[place] - plain.array[place] - bias.array[place % columns]) < 1e-5)
      }
    }
  }

  @Test func rotations() {
    let (heads, size, half) = (2, 7, 3)
    let (input, angles) = (numbers(heads * size, seed: 5), [Double](arrayLiteral: 0.3, 2, -1))
    let row = FloatBuffer(input)
    let (cosines, sines) = (
      FloatBuffer(angles.map { Float(cos($0)) }), FloatBuffer(angles.map { Float(sin($0)) })
    )
    Normalization.rotate(
      row.pointer, heads: heads, headSize: size, half: half, cosines: cosines.pointer, sines: sines.pointer)
    for head in 0..<heads {
      for pair in 0..<half {
        let (x, y) = (Double(input[head * size + pair]), Double(input[head * size + half + pair]))
        let (c, s) = (cos(angles[pair]), sin(angles[pair]))
        #expect(abs(Double(row.array[head * size + pair]) - (x * c - y * s)) < 1e-6)
        #expect(abs(Double(row.array[head * size + half + pair]) - (y * c + x * s)) < 1e-6)
      }
      #expect(row.array[head * size + 6] == input[head * size + 6])
    }
  }

  /// Attention as it is defined, without tiles.
  private func attention(
    _ shape: Attention, tokens: Int, _ projected: [Float], stride: Int
  ) -> [Double] {
    let (size, group) = (shape.headSize, shape.heads / shape.keyValueHeads)
    var result = [Double](repeating: 0, count: tokens * shape.heads * size)
    for head in 0..<shape.heads {
      let key = shape.heads * size + head / group * size
      let value = key + shape.keyValueHeads * size
      for token in 0..<tokens {
        let keys = shape.mask.keys(of: token, count: tokens)
        var weights: [Double] = []
        for other in keys {
          var score = 0.0
          for i in 0..<size {
            score +=
              Double(projected[token * stride + head * size + i])
              * Double(projected[other * stride + key + i])
          }
          score *= Double(shape.scale)
          if shape.softCap > 0 {
            score = Double(shape.softCap) * Foundation.tanh(score / Double(shape.softCap))
          }
          weights.append(exp(score))
        }
        let total = weights.reduce(0, +)
        for (other, weight) in zip(keys, weights) {
          for i in 0..<size {
            result[(token * shape.heads + head) * size + i] +=
              weight / total * Double(projected[other * stride + value + i])
          }
        }
      }
    }
    return result
  }

  @Test(
    arguments: [AttentionMask.full, .causal, .causalWindow(1), .causalWindow(70), .band(0), .band(40)],
    [1, 59, 129, 300])
  func attentionOverTiles(mask: AttentionMask, tokens: Int) {
    let shape = Attention(
      heads: 2, keyValueHeads: 1, headSize: 5, scale: 0.7, softCap: tokens == 129 ? 1.5 : 0, mask: mask)
    let stride = 22
    let projected = numbers(tokens * stride, seed: UInt64(tokens))
    let (input, output) = (FloatBuffer(projected), FloatBuffer(count: tokens * 10))
    let keys = Attention.Keys(
      keys: input.pointer + 10, values: input.pointer + 15, count: tokens, stride: stride)
    // In one go, and as two parts of which the second begins amid a tile.
    let parts = FloatBuffer(count: tokens * 10)
    let scratch = Attention.Scratch()
    let half = tokens * 2 / 5
    for (first, count, target) in [(0, tokens, output), (0, half, parts), (half, tokens - half, parts)] {
      shape.apply(
        queries: input.pointer + first * stride, first: first, count: count, stride: stride, keys: keys,
        into: target.pointer + first * 10, outputStride: 10, scratch: scratch)
    }
    #expect(parts.array == output.array)
    let expected = attention(shape, tokens: tokens, projected, stride: stride)
    #expect(output.array.count == expected.count)
    let isNear = zip(output.array, expected).allSatisfy { abs(Double($0) - $1) < 3e-6 }
    #expect(isNear, "\(mask), \(tokens) tokens")
  }
}
