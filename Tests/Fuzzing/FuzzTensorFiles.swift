// Feeds libFuzzer's inputs to the readers of tensor files; see run.
//
// Compiled into one module with the sources of TensorFiles, so that all of it is instrumented.
import Glibc

/// Which parser the input is for: the environment's FUZZ.
private let mode = String(cString: getenv("FUZZ"))

/// A nameless file in memory that is rewritten for each input.
private let descriptor: CInt = {
  var name = Array("/dev/shm/txray-fuzz-XXXXXX".utf8CString)
  let descriptor = mkstemp(&name)
  unlink(name)
  return descriptor
}()

/// What stands before and after a bare pickle in a legacy file without storages.
private let prologue: [UInt8] =
  [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]
  + [0x80, 2, 0x4D, 0xE9, 3, 0x2E] + [0x80, 2, 0x7D, 0x2E]
private let epilogue: [UInt8] = [0x80, 2, 0x5D, 0x2E]

/// Reads one input. Whatever is thrown but `TensorFileError`, and every trap, is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  let bytes = mode == "pickle" ? prologue + input + epilogue : input
  guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
    fatalError("the file in memory can't be written")
  }
  let path = "/proc/self/fd/\(descriptor)"
  do {
    let file = try mode == "safetensors" ? nil : TensorArchive(path: path)
    guard let file else {
      let file = try SafetensorsFile(path: path)
      for tensor in file.tensors { _ = try file.withUnsafeBytes(of: tensor.name) { $0.reduce(0, ^) } }
      return 0
    }
    // Larger ones only by honest expansion of small storages; writing them out takes long.
    for tensor in file.tensors where tensor.byteCount < 1 << 20 {
      let sum = try file.withUnsafeBytes(of: tensor.name) { $0.reduce(0, ^) }
      if tensor.elementType.isFloatingPoint, sum == 0 { _ = try file.floats(tensor.name) }
    }
  } catch is TensorFileError {
    return 0
  } catch {
    fatalError("an error of another kind: \(error)")
  }
  return 0
}
