import Foundation
import Prerequisites
import Testing

/// An OpenSSH server of its own on the loopback interface, with keys made for it.
final class SecureShell {
  private static let server = "/usr/sbin/sshd"

  private let folder: TemporaryFolder
  private let process = Process()
  private let port: UInt16

  /// Starts one. Without the programs that it takes, the test is skipped.
  init() throws {
    for program in [Self.server, "/usr/bin/ssh", "/usr/bin/ssh-keygen"] {
      _ = try Prerequisite.program(program)
    }
    folder = try TemporaryFolder()
    port = try Self.freePort()
    for name in ["host", "user"] {
      let made = try CommandRun(
        list: ["-q", "-t", "ed25519", "-N", "", "-f", folder.file(name)], program: "/usr/bin/ssh-keygen")
      guard made.status == 0 else { throw POSIXError(.EIO) }
    }
    try folder.write(
      "config",
      """
      ListenAddress 127.0.0.1
      Port \(port)
      HostKey \(folder.file("host"))
      AuthorizedKeysFile \(folder.file("user.pub"))
      PidFile none
      StrictModes no
      UsePAM no
      PasswordAuthentication no
      PermitRootLogin prohibit-password

      """)
    // The folder that it gives up its rights in, where the package's start script has not made it.
    if geteuid() == 0 { mkdir("/run/sshd", 0o755) }
    process.executableURL = URL(fileURLWithPath: Self.server)
    process.arguments = ["-D", "-f", folder.file("config"), "-E", folder.file("log")]
    try process.run()
    for _ in 0..<100 {
      // One look at a time: the server counts those who come and go.
      if isListening { break }
      usleep(50_000)
    }
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  /// What the server wrote.
  var log: String { (try? String(contentsOfFile: folder.file("log"), encoding: .utf8)) ?? "" }

  /// A command in a terminal at the other end.
  func session(_ command: [String]) throws -> PseudoTerminalSession {
    let user = String(cString: getpwuid(geteuid()).pointee.pw_name)
    // The server gives the program an environment of its own: what tests rely on is set there.
    let state =
      "XDG_STATE_HOME=\(folder.file("state")) XDG_CONFIG_HOME=\(folder.file("config-home")) LC_ALL=C.UTF-8"
    return try PseudoTerminalSession(
      "/usr/bin/ssh",
      [
        "-F", "none", "-tt", "-p", "\(port)", "-i", folder.file("user"), "-o", "IdentitiesOnly=yes",
        "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
        "\(user)@127.0.0.1", "env \(state) " + command.map { "'\($0)'" }.joined(separator: " "),
      ])
  }

  private static func freePort() throws -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw POSIXError(.EIO) }
    defer { close(descriptor) }
    var address = loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard bound else { throw POSIXError(.EADDRINUSE) }
    return UInt16(bigEndian: address.sin_port)
  }

  private var isListening: Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = Self.loopback(port: port)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  private static func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}
