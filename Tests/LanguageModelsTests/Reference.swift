import Foundation
import Testing

/// Files recorded with PyTorch; see Reference/README.md.
enum Reference {
  static func path(_ name: String) -> String {
    Bundle.module.resourcePath.map { "\($0)/Reference/\(name)" } ?? name
  }

  static func json<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// The numbers of a NumPy file (format 1.0, little-endian, C order), whatever their type.
  static func array(_ name: String) throws -> (shape: [Int], values: [Double]) {
    let data = try Data(contentsOf: URL(fileURLWithPath: path(name)))
    let length = Int(data[8]) | Int(data[9]) << 8
    let header = String(decoding: data[10..<10 + length], as: UTF8.self)
    try #require(header.contains("'fortran_order': False"))
    let shapeText = try #require(header.split(separator: "(").last?.split(separator: ")").first)
    let shape = shapeText.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    let body = Data(data[(10 + length)...])
    let values: [Double] = try body.withUnsafeBytes { bytes in
      if header.contains("<f4") {
        return stride(from: 0, to: bytes.count, by: 4)
          .map { Double(bytes.loadUnaligned(fromByteOffset: $0, as: Float.self)) }
      }
      try #require(header.contains("<i8"))
      return stride(from: 0, to: bytes.count, by: 8)
        .map { Double(bytes.loadUnaligned(fromByteOffset: $0, as: Int64.self)) }
    }
    try #require(values.count == shape.reduce(1, *))
    return (shape, values)
  }

  // Keys of the JSON.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  struct Token: Decodable {
    let id: Int32
    let argmax_activation: Int
    let max_activation: Double
    let activation_margin: Double
    let reset_after: Bool
  }

  // Keys of the JSON.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  struct Trace: Decodable {
    struct Step: Decodable {
      let row: Int
      let seq_len: Int
      let loss: Double
      let grad_norm_before_clip: Double
    }
    let batch_size: Int
    let lr: Double
    let clip: Double
    let steps: [Step]
  }
}
