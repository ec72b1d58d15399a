import Glibc

/// Which program this is.
enum ProgramVersion {
  /// The version.
  static let text = "0.1.0"

  /// Program and version, as files record it.
  static let program = "txray \(text)"

  /// What `--version` says: version, commit and platform.
  static let full = "\(program) (\(Commit.text)) \(platform)"

  /// What tells this program from any other build: version, size and time of the executable.
  static var build: String {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return text }
    return "\(text) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }

  /// Processor and system that the program was made for.
  private static var platform: String {
    #if arch(x86_64)
      let processor = "x86_64"
    #elseif arch(arm64)
      let processor = "arm64"
    #else
      let processor = "unknown"
    #endif
    #if os(Linux)
      return "\(processor) Linux"
    #else
      return processor
    #endif
  }
}
