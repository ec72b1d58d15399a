import Glibc

/// Why a file could not be read or written. Offsets are bytes from 0, of the text after decompression unless
/// said otherwise; lines count from 1.
public enum FileError: Error, Equatable, Sendable {
  /// No file stands at the path.
  case notFound(path: String)
  /// The path names a folder.
  case isFolder(path: String)
  /// The path names a device, a pipe or a socket.
  case notARegularFile(path: String)
  /// A file of that size of which the disk holds next to nothing; all the rest would be read as zeros.
  case sparse(path: String, bytes: Int, stored: Int)
  /// The way to the file leads out of the folder that it has to be in, by a symbolic link or `..`.
  case leavesFolder(path: String, folder: String)
  /// The operating system refused; `code` is its `errno`.
  case io(path: String, operation: FileOperation, code: Int32)
  /// Compressed data that is damaged or ends early; `offset` counts compressed bytes.
  case corruptGzip(path: String, offset: Int, reason: GzipFault)
  /// The bytes are not UTF-8.
  case notUTF8(path: String, byteOffset: Int, line: Int)
  /// The text's lines end in CR alone.
  case carriageReturns(path: String)
  /// The file is of a kind that is not read here.
  case foreign(path: String, format: ForeignFormat)
  /// A line is longer than any that is read.
  case lineTooLong(path: String, line: Int, limit: Int)
  /// The file is larger than any honest one of its kind.
  case tooLarge(path: String, limit: Int)
}

extension FileError {
  /// A file that couldn't be opened; `code` is `errno`.
  static func opening(_ path: String, code: Int32) -> FileError {
    code == ENOENT || code == ENOTDIR ? .notFound(path: path) : .io(path: path, operation: .open, code: code)
  }
}

/// The step at which the operating system refused.
public enum FileOperation: String, Sendable, CaseIterable {
  case open, create, status, map, read, write, synchronize, rename, lock, remove
}

/// What is wrong with compressed data.
public enum GzipFault: Error, Sendable, Equatable, CaseIterable {
  /// The data ends inside a member.
  case truncated
  /// A checksum, length or code that cannot be.
  case damaged
  /// It unpacks to more than ``ByteStream/expansionLimit`` times its size.
  case bomb
  /// zlib could not get memory.
  case outOfMemory
}
