import Files
import Glibc

extension MarkLog {
  /// The most bytes of marks that are read: some 300,000 events.
  public static let sizeLimit = 64 << 20

  /// Takes in what was appended since; returns whether anything was. A file that was replaced or cut is
  /// read again from its start. O(bytes appended).
  ///
  /// - Throws: ``MarksError/file(_:)``.
  @discardableResult
  public mutating func refresh() throws(MarksError) -> Bool {
    let before = events.count
    do throws(FileError) {
      let tail = try FileTail(path, from: consumed, of: fileNumber, limit: Self.sizeLimit)
      if tail.start == 0 { reset() }
      fileNumber = tail.fileNumber
      let known = events.count
      tail.bytes.withUnsafeBytes { take($0) }
      return events.count != known || before > 0 && known == 0
    } catch .notFound {
      reset()
      return before > 0
    } catch {
      throw .file(error)
    }
  }

  /// Keeps an event: appends its line with one write under a lock, and syncs it to disk.
  ///
  /// - Throws: ``MarksError/readOnly(path:)``, or ``MarksError/file(_:)``, e.g. when the disk is full; the file is then
  ///   as it was.
  public mutating func append(_ event: MarkEvent) throws(MarksError) {
    try append([event])
  }

  /// Keeps several events, all or none.
  public mutating func append(_ events: [MarkEvent]) throws(MarksError) {
    guard !events.isEmpty else { return }
    do throws(FileError) {
      try AppendedLines.append(events.map(\.line), to: path)
    } catch .io(_, .open, let code) where [EACCES, EPERM, EROFS].contains(code) {
      throw .readOnly(path: path)
    } catch {
      throw .file(error)
    }
    try refresh()
  }
}
