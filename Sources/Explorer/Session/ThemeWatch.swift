import Glibc

/// When a theme's file was changed last, so that a change shows at once.
struct ThemeWatch: Equatable {
  private let path: String?
  private let seconds: Int
  private let nanoseconds: Int
  private let bytes: Int

  /// Looks at the file now; one without a file never changes.
  init(path: String?) {
    var status = stat()
    self.path = path
    let isThere = path.map { stat($0, &status) == 0 } ?? false
    seconds = isThere ? status.st_mtim.tv_sec : 0
    nanoseconds = isThere ? status.st_mtim.tv_nsec : 0
    bytes = isThere ? Int(status.st_size) : 0
  }

  /// Whether the file has been changed since; a file that is gone has not.
  var hasChanged: Bool {
    let now = ThemeWatch(path: path)
    return now != self && now.bytes > 0
  }
}
