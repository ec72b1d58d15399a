/// What is wrong with a GGUF file.
public enum GGUFFlaw: Error, Equatable, Sendable {
  /// The file doesn't begin with `GGUF`.
  case badMagic
  /// Only versions 2 and 3 are read.
  case unknownVersion(UInt32)
  /// The file ends inside its header.
  case endOfHeader
  /// A text is not UTF-8.
  case badText
  /// A value of metadata has a type that doesn't exist.
  case unknownValueType(UInt32)
  /// Lists stand in lists too deeply.
  case tooDeep
  /// A key of metadata, or a tensor's name, occurs twice.
  case duplicateName(String)
  /// The alignment is no power of two, or larger than any honest one.
  case badAlignment(Int)
  /// A tensor has more dimensions than any has.
  case tooManyDimensions(tensor: String)
  /// A tensor's extents can't be multiplied, or its rows are no whole number of blocks.
  case badShape(tensor: String)
  /// A tensor's data begins or ends outside of the file, or off the alignment.
  case outOfRange(tensor: String)
}
