import Foundation
import ScratchFiles
import TensorFiles
import Testing
import Transformers

/// Settings of a GGUF file that change its numbers are followed or refused.
@Suite struct GGUFSettingsTests {
  /// One value or tensor more in the header.
  private enum Addition {
    case number(String, UInt32)
    case text(String, String)
    case tensor(String, type: UInt32)
  }

  private func bytes<Number: FixedWidthInteger>(_ number: Number) -> Data {
    withUnsafeBytes(of: number.littleEndian) { Data($0) }
  }

  private func bytes(_ text: String) -> Data { bytes(UInt64(text.utf8.count)) + Data(text.utf8) }

  /// What opening the recorded Llama says with this in its header too.
  private func errorOfOpening(_ additions: [Addition]) throws -> (any Error)? {
    var file = try Data(
      contentsOf: URL(fileURLWithPath: Expectation.folder("gguf-llama") + "/model.gguf"))
    let name = bytes("token_embd.weight")
    let tensors = try #require(file.range(of: name)).lowerBound
    var (values, infos) = (Data(), Data())
    var (valueCount, tensorCount): (UInt8, UInt8) = (0, 0)
    for addition in additions {
      switch addition {
      case .number(let key, let number): values += bytes(key) + bytes(UInt32(4)) + bytes(number)
      case .text(let key, let text): values += bytes(key) + bytes(UInt32(8)) + bytes(text)
      case .tensor(let name, let type):
        infos += bytes(name) + bytes(UInt32(1)) + bytes(UInt64(4)) + bytes(type) + bytes(UInt64(0))
      }
      if case .tensor = addition { tensorCount += 1 } else { valueCount += 1 }
    }
    // The data stay aligned to 32 bytes.
    let filler = bytes("filler") + bytes(UInt32(8))
    let length = values.count + infos.count + filler.count + 8
    values += filler + bytes(String(repeating: "x", count: (32 - length % 32) % 32))
    file.insert(contentsOf: values + infos, at: tensors)
    file[8] += tensorCount
    file[16] += valueCount + 1
    var found: (any Error)?
    try withScratchFolder { folder in
      let path = folder + "/model.gguf"
      try file.write(to: URL(fileURLWithPath: path))
      do { _ = try Transformer(path: path) } catch { found = error }
    }
    return found
  }

  @Test func headsThatAreTurnedInPartAreRefused() throws {
    // Heads of the recorded model have 8 numbers.
    #expect(try errorOfOpening([.number("llama.rope.dimension_count", 8)]) == nil)
    guard
      case TransformerError.unsupported(_, let feature)? = try errorOfOpening([
        .number("llama.rope.dimension_count", 4)
      ])
    else {
      Issue.record("half of each head was turned as if it were the whole")
      return
    }
    #expect(feature.hasPrefix("rotary positions of 4 of a head's 8 numbers"))
  }

  @Test func rotaryFactorsThatCannotBeReadAreNotPassedOver() throws {
    // Type 10 is Q2_K.
    let error = try errorOfOpening([.tensor("rope_freqs.weight", type: 10)])
    #expect(error is TensorFileError, "\(String(describing: error))")
  }

  @Test func positionsAreNotScaledTwice() throws {
    let error = try errorOfOpening([
      .text("llama.rope.scaling.type", "linear"), .tensor("rope_freqs.weight", type: 0),
    ])
    guard case TransformerError.unsupported? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
