import Foundation
import ScratchFiles
import TensorFiles
import Testing

func reference(_ name: String) throws -> String {
  let root = try #require(Bundle.module.resourcePath)
  return root + "/Reference/" + name
}

/// A safetensors file with this header text and so many bytes of data.
func safetensors(_ header: String, dataCount: Int) -> [UInt8] {
  let text = Array(header.utf8)
  return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
    + [UInt8](repeating: 7, count: dataCount)
}

/// The error of opening a file with these bytes, or nil if it opens. The path is blanked out.
func errorOfOpening(_ bytes: [UInt8]) throws -> TensorFileError? {
  var caught: TensorFileError?
  try withScratchFolder { folder in
    let path = folder + "/x"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    do throws(TensorFileError) {
      _ = try SafetensorsFile(path: path)
    } catch {
      caught = error
    }
  }
  return caught
}
