import Glibc

/// Standard output or standard error: the only place that writes to them.
enum StandardStream: Int32 {
  case output = 1
  case error = 2

  /// Prepares the three standard streams. One that was closed is opened in a way that makes it unusable:
  /// otherwise the next file opened would take its place, and results would be written into that file. A
  /// reader that goes away then causes an error, not a signal, and so does a file that is larger than allowed.
  /// A parent's worker thread may have started the program with signals blocked: those that end it are unblocked.
  static func prepare() {
    for descriptor in [STDIN_FILENO, rawValue(.output), rawValue(.error)]
    where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    var ending = sigset_t()
    sigemptyset(&ending)
    for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM] { sigaddset(&ending, number) }
    pthread_sigmask(SIG_UNBLOCK, &ending, nil)
  }

  private static func rawValue(_ stream: StandardStream) -> Int32 { stream.rawValue }

  /// Writes all of a text.
  ///
  /// - Throws: `OutputError`.
  func write(_ safe: TerminalSafe) throws(OutputError) {
    var bytes = Array(safe.text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes = bytes.dropFirst(count)
        continue
      }
      switch count < 0 ? errno : ENOSPC {
      case EINTR: continue
      case EAGAIN:
        // Another process that shares it has made it non-blocking.
        var waiting = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, -1)
      case EPIPE: throw .readerGone
      case let code: throw .unwritable(code: code)
      }
    }
  }

  /// Whether it is a terminal.
  var isTerminal: Bool { isatty(rawValue) == 1 }

  /// The columns of the terminal; nil where it is none.
  var columns: Int? {
    var size = winsize()
    guard ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

/// Why results could not be written.
enum OutputError: Error, Equatable {
  /// The operating system refused; `code` is its `errno`.
  case unwritable(code: Int32)
  /// The program that read them has ended, as `head` does.
  case readerGone
}
