import Files
import Foundation
import TensorFiles
import Testing

/// Files that somebody may take for weights are called by what they are.
@Suite struct ForeignFormatTests {
  private static let samples: [(ForeignFormat, [UInt8])] = [
    (.gitLFSPointer, Array("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n".utf8)),
    (.html, Array("\n<!DOCTYPE html><html>".utf8)),
    (.gguf, Array("GGUF".utf8) + [3, 0, 0, 0, 0, 0]),
    (.hdf5, [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]),
    (.onnx, [0x08, 0x07, 0x12, 0x07] + Array("pytorch".utf8)),
    (.numpy, [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0]),
    (.pdf, Array("%PDF-1.7\n".utf8)), (.bzip2, Array("BZh91AY".utf8)),
    (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4]), (.zstandard, [0x28, 0xB5, 0x2F, 0xFD, 4, 0, 0, 0]),
    (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4]), (.gzip, [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0]),
    (.shardIndex, Array("{\"metadata\": {}, \"weight_map\": {\"a\": \"b\"}}".utf8)),
    (.json, Array("{\"model_type\": \"gpt2\"}".utf8)),
    (.tar, [UInt8](repeating: 0x61, count: 257) + Array("ustar".utf8) + [UInt8](repeating: 0, count: 250)),
  ]

  @Test func filesAreCalledByWhatTheyAre() throws {
    for (format, bytes) in Self.samples {
      let path = NSTemporaryDirectory() + "txray-\(UUID().uuidString).pt"
      defer { try? FileManager.default.removeItem(atPath: path) }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      #expect(throws: TensorFileError.file(.foreign(path: path, format: format))) {
        try TensorArchive(path: path)
      }
    }
    // A zip archive without a pickle says so itself.
    #expect(Set(Self.samples.map(\.0)).union([.zip]) == Set(ForeignFormat.allCases))
  }
}
