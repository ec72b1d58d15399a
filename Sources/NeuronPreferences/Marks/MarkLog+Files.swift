import Glibc

extension MarkLog {
  /// Takes in what was appended since; returns whether anything was. A file that was replaced or cut is
  /// read again from its start. O(bytes appended).
  @discardableResult
  public mutating func refresh() throws(MarksError) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      guard errno == ENOENT || errno == ENOTDIR else { throw failure("open") }
      let hadEvents = !events.isEmpty
      reset()
      return hadEvents
    }
    defer { close(descriptor) }
    return try read(descriptor)
  }

  /// Keeps an event: appends its line with one write under a lock, and syncs it to disk.
  ///
  /// - Throws: ``MarksError/readOnly(path:)``, or ``MarksError/io(path:operation:code:)``, e.g. when the
  ///   disk is full; the file is then as it was.
  public mutating func append(_ event: MarkEvent) throws(MarksError) {
    try append([event])
  }

  /// Keeps several events, all or none.
  public mutating func append(_ events: [MarkEvent]) throws(MarksError) {
    guard !events.isEmpty else { return }
    let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw [EACCES, EPERM, EROFS].contains(errno) ? .readOnly(path: path) : failure("open")
    }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      if errno != EINTR { throw failure("lock") }
    }
    // Closing the descriptor unlocks.
    let size = lseek(descriptor, 0, SEEK_END)
    guard size >= 0 else { throw failure("seek") }
    var bytes: [UInt8] = []
    if size > 0 {
      var last: UInt8 = 0
      guard pread(descriptor, &last, 1, size - 1) == 1 else { throw failure("read") }
      // A writer was killed in the middle of a line: end it, so that ours is one of its own.
      if last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
    }
    for event in events { bytes += Array(event.line.utf8) + [UInt8(ascii: "\n")] }
    let written = write(descriptor, bytes, bytes.count)
    guard written == bytes.count, fsync(descriptor) == 0 else {
      let error = written >= 0 && written < bytes.count ? failure("write", ENOSPC) : failure("write")
      ftruncate(descriptor, size)
      throw error
    }
    _ = try read(descriptor)
  }

  private func failure(_ operation: String, _ code: Int32 = errno) -> MarksError {
    .io(path: path, operation: operation, code: code)
  }

  private mutating func read(_ descriptor: Int32) throws(MarksError) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("status") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw failure("open", EINVAL) }
    let size = Int(status.st_size)
    if UInt64(status.st_ino) != fileNumber || size < consumed {
      reset()
      fileNumber = UInt64(status.st_ino)
    }
    guard size > consumed else { return false }
    let known = events.count
    var bytes = [UInt8](repeating: 0, count: size - consumed)
    var filled = 0
    while filled < bytes.count {
      let (start, wanted) = (filled, bytes.count - filled)
      let count = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress.map { $0 + start }, wanted, off_t(consumed + start))
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure("read") }
      if count == 0 { break }
      filled += count
    }
    bytes.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0[..<filled])) }
    return events.count != known
  }
}
