import TensorFiles

/// What is wrong with a GGUF file, in a clause that follows its path.
func words(_ flaw: GGUFFlaw, at offset: Int) -> String {
  switch flaw {
  case .badMagic: "not a GGUF file: it doesn't begin with GGUF"
  case .unknownVersion(let version): "a GGUF file of version \(version); versions 2 and 3 are read"
  case .endOfHeader: "the file ends inside its header, after byte \(offset): it was cut off; copy it again"
  case .badText: "before byte \(offset) stands a text that is not UTF-8; the file is damaged"
  case .unknownValueType(let type):
    "before byte \(offset) stands a value of the unknown type \(type); the file is damaged"
  case .tooDeep: "lists are nested too deeply before byte \(offset)"
  case .duplicateName(let name): "the name \(name) comes twice"
  case .badAlignment(let alignment): "its alignment is \(alignment), which is no power of two up to 2^20"
  case .tooManyDimensions(let tensor): "tensor \(tensor) has more than 8 dimensions"
  case .badShape(let tensor): "the shape of tensor \(tensor) is no whole number of its blocks"
  case .outOfRange(let tensor):
    "tensor \(tensor) lies outside of the file: it was cut off; copy it again"
  }
}
