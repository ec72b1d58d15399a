import Foundation
import Glibc

/// One run of the built executable, without a terminal.
struct CommandRun {
  let status: Int32
  let output: String
  let errors: String

  /// The executable beside the test bundle.
  static let executable: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("txray").path
  }()

  /// Runs `txray` to its end.
  init(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws {
    try self.init(list: arguments, input: input, environment: environment)
  }

  /// The same with the arguments in a list, or of another program.
  ///
  /// - Parameter path: where standard output goes instead.
  init(
    list arguments: [String], program: String = CommandRun.executable, input: String = "",
    environment: [String: String] = [:], output path: String? = nil
  ) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (out, err, standardInput) = (Pipe(), Pipe(), Pipe())
    if let path {
      process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try out.fileHandleForWriting.close()
    } else {
      process.standardOutput = out
    }
    process.standardError = err
    process.standardInput = standardInput
    try process.run()
    try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
    let group = DispatchGroup()
    nonisolated(unsafe) var errorData = Data()
    DispatchQueue.global().async(group: group) {
      errorData = Self.everything(from: err)
    }
    output = String(decoding: Self.everything(from: out), as: UTF8.self)
    group.wait()
    process.waitUntilExit()
    errors = String(decoding: errorData, as: UTF8.self)
    status = process.terminationStatus
  }

  /// What comes through a pipe until its end. `FileHandle` ends the process where a signal interrupts it.
  private static func everything(from pipe: Pipe) -> Data {
    var data = Data()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(pipe.fileHandleForReading.fileDescriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return data }
      data.append(contentsOf: chunk[..<count])
    }
  }

  /// Whether what stands on standard error ends in a line that starts with the program's name, after what was told.
  var endsInOneLine: Bool { errors.split(separator: "\n").last.map { $0.hasPrefix("txray: ") } ?? false }

  /// Whether exactly one line stands on standard error, starting with the program's name.
  var saysOneLine: Bool {
    errors.hasPrefix("txray: ") && errors.hasSuffix("\n") && errors.dropLast().allSatisfy { $0 != "\n" }
  }
}

/// A folder that is removed with its content.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "txray-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func write(_ name: String, _ data: Data) throws {
    let url = URL(fileURLWithPath: file(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

  /// All files below the folder, sorted.
  var files: [String] {
    (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? [])
      .filter { name in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: file(name), isDirectory: &isFolder)
          && !isFolder.boolValue
      }.sorted()
  }
}
