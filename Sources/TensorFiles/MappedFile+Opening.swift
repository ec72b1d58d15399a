import Files

extension MappedFile {
  /// Maps a file, with what goes wrong as this target's error.
  static func open(_ path: String) throws(TensorFileError) -> MappedFile {
    do throws(FileError) {
      return try MappedFile(path: path)
    } catch {
      throw .file(error)
    }
  }
}
