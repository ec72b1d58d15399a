import Glibc
import Kernels
import Statistics
import Testing

/// The fast loops against the plain ones.
@Suite struct KernelTests {
  func random(_ count: Int, stream: UInt64) -> [Float] {
    let generator = CounterGenerator(seed: 11, stream: stream)
    return (0..<count).map { generator.uniform(UInt64($0)) * 4 - 2 }
  }

  @Test(arguments: [1, 2, 5, 6, 7, 20], [1, 15, 16, 17, 40])
  func packedProductIsTheProduct(rows: Int, columns: Int) {
    let inner = 37
    let a = random(rows * inner, stream: 1)
    let b = random(inner * columns, stream: 2)
    let start = random(rows * columns, stream: 3)
    var transposed = [Float](repeating: 0, count: b.count)
    for k in 0..<inner { for n in 0..<columns { transposed[n * inner + k] = b[k * columns + n] } }
    let plain = PackedMatrix(rows: inner, columns: columns, b, transposed: false)
    let other = PackedMatrix(rows: inner, columns: columns, transposed, transposed: true)
    var result = start
    plain.multiply(a, rows: rows, into: &result, accumulate: true)
    var same = start
    other.multiply(a, rows: rows, into: &same, accumulate: true)
    #expect(result == same)
    for m in 0..<rows {
      for n in 0..<columns {
        let sum = (0..<inner).reduce(Double(start[m * columns + n])) {
          $0 + Double(a[m * inner + $1]) * Double(b[$1 * columns + n])
        }
        #expect(abs(Double(result[m * columns + n]) - sum) < 1e-4)
      }
    }
  }

  @Test func aRowDoesNotDependOnItsNeighbours() {
    let (inner, columns) = (61, 33)
    let packed = PackedMatrix(
      rows: inner, columns: columns, random(inner * columns, stream: 4), transposed: false)
    let a = random(13 * inner, stream: 5)
    var together = [Float](repeating: 0, count: 13 * columns)
    packed.multiply(a, rows: 13, into: &together, accumulate: false)
    for row in 0..<13 {
      var alone = [Float](repeating: 0, count: columns)
      packed.multiply(Array(a[row * inner..<(row + 1) * inner]), rows: 1, into: &alone, accumulate: false)
      #expect(alone == Array(together[row * columns..<(row + 1) * columns]))
    }
  }

  @Test func sigmoidAndTanhAgreeWithTheMathLibrary() {
    var s: [Float] = (-1200...1200).map { Float($0) / 40 } + [0, -0.0, 1e-8, 88, -88, 1e30, -1e30]
    let inputs = s
    var t = s
    Gates.sigmoid(&s, count: s.count)
    Gates.tanh(&t, count: t.count)
    for (place, x) in inputs.enumerated() {
      #expect(abs(Double(s[place]) - 1 / (1 + exp(-Double(x)))) < 2e-7, "sigmoid(\(x))")
      #expect(abs(Double(t[place]) - tanh(Double(x))) < 2e-7, "tanh(\(x))")
    }
  }

  @Test(arguments: [1, 7, 8, 19])
  func lstmStepIsItsDefinition(size: Int) {
    let rows = 3
    let gates = random(rows * 4 * size, stream: 6)
    let before = random(rows * size, stream: 7)
    var activated = gates
    var cell = [Float](repeating: 0, count: rows * size)
    var (squashed, hidden) = (cell, cell)
    Gates.lstm(
      rows: rows, hidden: size, gates: &activated, previousCell: before, cell: &cell, tanhCell: &squashed,
      hidden: &hidden)
    func sigmoid(_ x: Float) -> Double { 1 / (1 + exp(-Double(x))) }
    for row in 0..<rows {
      for unit in 0..<size {
        let g = (0..<4).map { gates[(row * 4 + $0) * size + unit] }
        let c = sigmoid(g[1]) * Double(before[row * size + unit]) + sigmoid(g[0]) * tanh(Double(g[2]))
        #expect(abs(Double(cell[row * size + unit]) - c) < 1e-6)
        #expect(abs(Double(hidden[row * size + unit]) - sigmoid(g[3]) * tanh(c)) < 1e-6)
      }
    }
  }

  @Test(arguments: [1, 5, 8, 100])
  func crossEntropyAndItsGradient(classes: Int) {
    let logits = random(classes, stream: 8)
    let target = classes / 2
    let total = logits.reduce(0.0) { $0 + exp(Double($1)) }
    var row = logits
    let loss = Losses.softmaxCrossEntropy(&row, classes: classes, target: target, gradientScale: 0.5)
    #expect(abs(loss - (log(total) - Double(logits[target]))) < 1e-5)
    for j in 0..<classes {
      let expected = 0.5 * (exp(Double(logits[j])) / total - (j == target ? 1 : 0))
      #expect(abs(Double(row[j]) - expected) < 1e-6)
    }
    var untouched = logits
    #expect(
      Losses.softmaxCrossEntropy(&untouched, classes: classes, target: target, gradientScale: 0) == loss)
    #expect(untouched == logits)
  }

  @Test func argmaxTakesTheLowestOfEqualsAndNeverNaN() {
    #expect(Losses.argmax([1, 3, 3, 2], count: 4) == 1)
    #expect(Losses.argmax([.nan, -1, -2], count: 3) == 1)
    #expect(Losses.argmax([-5, .nan, -4], count: 3) == 2)
  }

  @Test func permutationsArePermutationsAndRepeat() {
    let order = CounterGenerator(seed: 3, stream: 9).permutation(of: 1000)
    #expect(order.sorted() == Array(0..<1000))
    #expect(order == CounterGenerator(seed: 3, stream: 9).permutation(of: 1000))
    #expect(order != CounterGenerator(seed: 3, stream: 10).permutation(of: 1000))
  }

  @Test func uniformNumbersAreUniform() {
    let generator = CounterGenerator(seed: 1, stream: 1)
    let values = (0..<100_000).map { Double(generator.uniform(UInt64($0))) }
    let mean = values.reduce(0, +) / 1e5
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1e5
    #expect(abs(mean - 0.5) < 0.004)
    #expect(abs(variance - 1.0 / 12) < 0.002)
    #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
  }

  @Test(arguments: [1, 2, 5])
  func workersDoEveryPieceOnce(threads: Int) {
    let done = FloatBuffer(count: 1003)
    Workers(threads: threads).forRanges(1003, step: 10) { range in
      for i in range { done.pointer[i] += 1 }
    }
    #expect(done.array.allSatisfy { $0 == 1 })
  }
}
