import Glibc

extension ProgramVersion {
  /// What tells this program from any other build: version, size and time of the executable.
  static var build: String {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return text }
    return "\(text) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }
}
