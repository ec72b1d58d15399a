import Files
import Foundation
import ScratchFiles
import Testing

@Suite struct AtomicFileTests {
  private func content(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  }

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func replacesWholeFiles() throws {
    try withScratchFolder { folder in
      let path = folder + "/note.txt"
      try AtomicFile.write(path: path, text: "first")
      #expect(try content(path) == "first")
      #expect(chmod(path, 0o640) == 0)
      try AtomicFile.write(path: path, bytes: Array("2".utf8))
      #expect(try content(path) == "2")
      let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(permissions == 0o640)
      #expect(try names(in: folder) == ["note.txt"])
    }
  }

  @Test func followsLinks() throws {
    try withScratchFolder { folder in
      try AtomicFile.write(path: folder + "/real", text: "old")
      #expect(symlink("real", folder + "/link") == 0)
      try AtomicFile.write(path: folder + "/link", text: "new")
      #expect(try content(folder + "/real") == "new")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "real")
    }
  }

  @Test func whatIsOpenAlreadyIsAppendedTo() throws {
    try withScratchFolder { folder in
      let path = folder + "/redirected"
      let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
      #expect(descriptor >= 0)
      defer { close(descriptor) }
      #expect(write(descriptor, "before\n", 7) == 7)
      try AtomicFile.write(path: "/dev/fd/\(descriptor)", text: "after\n")
      #expect(try content(path) == "before\nafter\n")
      #expect(try names(in: folder) == ["redirected"])
    }
  }

  private struct Interruption: Error {}

  @Test func failureLeavesTheOldFileAndNothingElse() throws {
    try withScratchFolder { folder in
      let path = folder + "/note.txt"
      try AtomicFile.write(path: path, text: "old")
      #expect(throws: Interruption.self) {
        try AtomicFile.write(path: path) { sink in
          try sink.write(String(repeating: "new", count: 100_000))
          throw Interruption()
        }
      }
      #expect(try content(path) == "old")
      #expect(try names(in: folder) == ["note.txt"])
    }
  }

  @Test func readersNeverSeeAPart() throws {
    try withScratchFolder { folder in
      let path = folder + "/note.txt"
      try AtomicFile.write(path: path, text: "old")
      try AtomicFile.write(path: path) { sink in
        try sink.write(String(repeating: "new", count: 100_000))
        #expect(try content(path) == "old")
      }
      #expect(try content(path).count == 300_000)
    }
  }

  @Test func fullDiskIsReported() {
    #expect(throws: FileError.io(path: "/dev/full", operation: .write, code: ENOSPC)) {
      try AtomicFile.write(path: "/dev/full", text: "x")
    }
    #expect(throws: FileError.io(path: "/dev/full", operation: .write, code: ENOSPC)) {
      try AtomicFile.write(path: "/dev/full", bytes: [UInt8](repeating: 0, count: 200_000))
    }
  }

  @Test func whatCannotBeWrittenIsReported() throws {
    try withScratchFolder { folder in
      #expect(throws: FileError.io(path: folder + "/no/x", operation: .create, code: ENOENT)) {
        try AtomicFile.write(path: folder + "/no/x", text: "x")
      }
      #expect(throws: FileError.io(path: folder, operation: .create, code: EISDIR)) {
        try AtomicFile.write(path: folder, text: "x")
      }
      try AtomicFile.write(path: folder + "/file", text: "x")
      #expect(throws: FileError.io(path: folder + "/file/x", operation: .create, code: ENOTDIR)) {
        try AtomicFile.write(path: folder + "/file/x", text: "x")
      }
    }
  }
}
