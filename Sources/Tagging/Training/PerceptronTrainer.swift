import Corpora

/// A multiclass averaged perceptron over hashed features (Collins 2002): scores, updates, and the average of
/// the weights over all steps.
struct PerceptronTrainer {
  /// The weight of one label under one feature, with what its average needs.
  private struct Cell {
    var label: Int32
    var weight: Float
    var total: Float
    var step: Int32
  }

  /// Where the cells of a feature lie in the pool.
  private struct Row {
    var start = 0
    var count: Int32 = 0
    var capacity: Int32 = 0
    /// How often the feature was seen in the first pass.
    var seen: Int32 = 0
  }

  let labelCount: Int
  private var keys = HashedKeys()
  private var rows: [Row] = []
  private var pool: [Cell] = []
  private var step: Int32 = 0

  init(labelCount: Int) {
    self.labelCount = labelCount
  }

  /// Sums the weights of `features` into `scores`, one a label, which must be cleared.
  func score(_ features: UnsafeBufferPointer<UInt32>, into scores: UnsafeMutableBufferPointer<Float>) {
    pool.withUnsafeBufferPointer { pool in
      for feature in features {
        guard let index = keys.find(feature) else { continue }
        let row = rows[index]
        for cell in pool[row.start..<row.start + Int(row.count)] {
          scores[Int(cell.label)] += cell.weight
        }
      }
    }
  }

  /// One step: moves the weights of `features` towards `truth` and away from `guess`, if they differ.
  mutating func update(_ features: UnsafeBufferPointer<UInt32>, truth: Int, guess: Int) {
    step += 1
    if truth == guess { return }
    for feature in features {
      let index = keys.insert(feature)
      if index == rows.count { rows.append(Row()) }
      add(1, label: truth, row: index)
      add(-1, label: guess, row: index)
    }
  }

  private mutating func add(_ value: Float, label: Int, row index: Int) {
    var row = rows[index]
    for position in row.start..<row.start + Int(row.count) where pool[position].label == Int32(label) {
      pool[position].total += pool[position].weight * Float(step - pool[position].step)
      pool[position].step = step
      pool[position].weight += value
      return
    }
    if row.count == row.capacity {
      let capacity = max(2, row.capacity * 2)
      let start = pool.count
      for position in 0..<Int(capacity) {
        pool.append(
          position < Int(row.count)
            ? pool[row.start + position] : Cell(label: 0, weight: 0, total: 0, step: 0))
      }
      row.start = start
      row.capacity = capacity
    }
    pool[row.start + Int(row.count)] = Cell(label: Int32(label), weight: value, total: 0, step: step)
    row.count += 1
    rows[index] = row
  }

  /// The average weights, for every feature its labels with a weight other than 0.
  func averaged() -> [(feature: UInt32, weights: [(label: Int, weight: Float)])] {
    keys.all.map { key, index in
      let row = rows[index]
      let weights = pool[row.start..<row.start + Int(row.count)].compactMap { cell -> (Int, Float)? in
        let total = cell.total + cell.weight * Float(step - cell.step)
        return total == 0 ? nil : (Int(cell.label), total / Float(max(step, 1)))
      }
      return (key, weights.sorted { $0.0 < $1.0 })
    }
  }
}

/// Numbers 32-bit keys in the order in which they first come.
struct HashedKeys {
  private var slots: [(key: UInt32, index: Int32)]
  private(set) var count = 0

  init() {
    slots = Array(repeating: (0, -1), count: 1 << 16)
  }

  func find(_ key: UInt32) -> Int? {
    let mask = slots.count - 1
    var slot = Int(key &* 0x9E37_79B1) & mask
    while slots[slot].index >= 0 {
      if slots[slot].key == key { return Int(slots[slot].index) }
      slot = (slot + 1) & mask
    }
    return nil
  }

  mutating func insert(_ key: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(key &* 0x9E37_79B1) & mask
    while slots[slot].index >= 0 {
      if slots[slot].key == key { return Int(slots[slot].index) }
      slot = (slot + 1) & mask
    }
    let index = count
    slots[slot] = (key, Int32(index))
    count += 1
    if count * 2 > slots.count { grow() }
    return index
  }

  /// Every key with its number, by key.
  var all: [(key: UInt32, index: Int)] {
    slots.filter { $0.index >= 0 }.map { ($0.key, Int($0.index)) }.sorted { $0.key < $1.key }
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: (0, -1), count: old.count * 2)
    let mask = slots.count - 1
    for entry in old where entry.index >= 0 {
      var slot = Int(entry.key &* 0x9E37_79B1) & mask
      while slots[slot].index >= 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
  }
}
