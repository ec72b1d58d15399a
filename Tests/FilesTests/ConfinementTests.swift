import Files
import Foundation
import ScratchFiles
import Testing

/// A folder of somebody else's is not left, whatever stands in it.
@Suite struct ConfinementTests {
  /// A confined folder beside one with a secret, and what reads and writes in it.
  private struct Place {
    let run: String
    let secret: String

    init(in folder: String) throws {
      run = folder + "/run"
      secret = folder + "/outside/secret"
      for name in ["run/corpora", "outside"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
      }
      try AtomicFile.write(path: secret, text: "root:x:0\n")
      ConfinedFolders.add(run)
    }

    func link(_ name: String, to target: String) { #expect(symlink(target, "\(run)/\(name)") == 0) }

    /// Everything that opens, makes, replaces or removes a file, by name.
    var operations: [(String, (String) throws -> Void)] {
      [
        ("bytes", { _ = try FileBytes.read($0, limit: 100) }), ("map", { _ = try MappedFile(path: $0) }),
        ("lines", { _ = try LineReader(path: $0).next() }),
        ("digest", { _ = try SHA256.hexDigest(ofFileAt: $0) }),
        ("tail", { _ = try FileTail($0, from: 0, of: 0, limit: 100) }),
        ("append", { try AppendedLines.append(["x"], to: $0) }),
        ("write", { try AtomicFile.write(path: $0, text: "x") }),
      ]
    }

    func expectAllRefused(_ name: String, _ error: (String) -> FileError) {
      for (operation, body) in operations {
        #expect(throws: error("\(run)/\(name)"), "\(operation)") { try body("\(run)/\(name)") }
      }
      #expect((try? String(contentsOfFile: secret, encoding: .utf8)) == "root:x:0\n")
    }
  }

  @Test func linksThatLeaveAreRefused() throws {
    try withScratchFolder { folder in
      let place = try Place(in: folder)
      place.link("absolute", to: place.secret)
      place.link("relative", to: "../outside/secret")
      place.link("dangling", to: "../outside/none")
      place.link("corpora/up", to: "../../outside")
      place.link("hop", to: "corpora/up/secret")
      place.link("within", to: "\(place.run)/corpora/x")
      for name in [
        "absolute", "relative", "dangling", "corpora/up/secret", "hop", "within", "../outside/secret",
      ] {
        place.expectAllRefused(name) { .leavesFolder(path: $0, folder: place.run) }
        #expect(isThere("\(place.run)/\(name)"), "what is refused is not nothing")
        #expect(throws: FileError.self) { try removeFile("\(place.run)/\(name)/x") }
      }
      #expect(try names(inFolder: folder + "/outside") == ["secret"])
      #expect(throws: FileError.leavesFolder(path: place.run + "/corpora/up/new", folder: place.run)) {
        try makeFolder(place.run + "/corpora/up/new")
      }
      #expect(throws: FileError.leavesFolder(path: place.run + "/corpora/up/..", folder: place.run)) {
        _ = try names(inFolder: place.run + "/corpora/up/..")
      }
      // Links in a circle end, too.
      place.link("a", to: "b")
      place.link("b", to: "a")
      place.expectAllRefused("a") { .io(path: $0, operation: .open, code: ELOOP) }
    }
  }

  @Test func linksThatStayAreFollowed() throws {
    try withScratchFolder { folder in
      let place = try Place(in: folder)
      try AtomicFile.write(path: place.run + "/corpora/film.txt", text: "old\n")
      place.link("latest", to: "corpora/./film.txt")
      place.link("corpora/again", to: "../latest")
      try AtomicFile.write(path: place.run + "/latest", text: "new\n")
      try AppendedLines.append(["more"], to: place.run + "/corpora/again")
      #expect(try FileBytes.text(place.run + "/corpora/film.txt", limit: 100) == "new\nmore\n")
      #expect(try names(inFolder: place.run).sorted() == ["corpora", "latest"])
      #expect(try names(inFolder: place.run + "/corpora").sorted() == ["again", "film.txt"])
    }
  }

  @Test func onlyRegularFilesAreOpened() throws {
    try withScratchFolder { folder in
      let place = try Place(in: folder)
      #expect(mkfifo(place.run + "/pipe", 0o600) == 0)
      try socket(at: place.run + "/socket")
      for name in ["pipe", "socket"] { place.expectAllRefused(name) { .notARegularFile(path: $0) } }
      for (operation, body) in place.operations where operation != "write" {
        #expect(throws: FileError.self, "\(operation)") { try body(place.run + "/corpora") }
      }
      guard mknod(place.run + "/device", S_IFCHR | 0o600, dev_t(0x0105)) == 0 else { return }
      place.expectAllRefused("device") { .notARegularFile(path: $0) }
    }
  }

  private func socket(at path: String) throws {
    let handle = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(handle) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(handle, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0, "a longer path than sockets may have: \(path)")
  }

  /// A folder and a link to a stranger's are exchanged all the time: nothing is written or read outside.
  @Test func linksThatComeMeanwhileAreRefused() throws {
    try withScratchFolder { folder in
      let place = try Place(in: folder)
      try AtomicFile.write(path: place.run + "/corpora/secret", text: "inside\n")
      place.link("other", to: "../outside")
      nonisolated(unsafe) var isDone = false
      let attacker = Thread {
        while !isDone {
          _ = rename(place.run + "/corpora", place.run + "/away")
          _ = rename(place.run + "/other", place.run + "/corpora")
          _ = rename(place.run + "/corpora", place.run + "/other")
          _ = rename(place.run + "/away", place.run + "/corpora")
        }
      }
      attacker.start()
      defer { isDone = true }
      var (inside, refused) = (0, 0)
      let path = place.run + "/corpora/secret"
      for round in 0..<3000 {
        do {
          if round % 2 == 0 {
            #expect(try FileBytes.text(path, limit: 100_000).hasPrefix("inside"))
          } else {
            try AppendedLines.append(["x"], to: path)
          }
          inside += 1
        } catch is FileError {
          refused += 1
        }
        try? AtomicFile.write(path: place.run + "/corpora/report", text: "x")
      }
      #expect(inside > 0 && inside + refused == 3000)
      #expect(try FileBytes.text(place.secret, limit: 100) == "root:x:0\n")
      #expect(try names(inFolder: folder + "/outside") == ["secret"])
    }
  }

  @Test func whatAPersonNamesIsNotConfined() throws {
    try withScratchFolder { folder in
      let place = try Place(in: folder)
      #expect(symlink(place.secret, folder + "/mine") == 0)
      #expect(try FileBytes.text(folder + "/mine", limit: 100) == "root:x:0\n")
    }
  }
}
