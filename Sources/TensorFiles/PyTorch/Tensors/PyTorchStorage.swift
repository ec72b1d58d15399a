/// A block of numbers that tensors are windows on, found in the file and of the right size.
struct PyTorchStorage: Sendable {
  /// PyTorch's name for it: a number, in a legacy file an address.
  let key: String
  let elementType: ElementType
  /// Number of elements.
  let count: Int
  let place: Place

  enum Place: Sendable {
    /// Bytes of the file as they are.
    case mapped(Range<Int>)
    /// A compressed entry of a zip archive.
    case deflated(ZipEntry)
  }
}

extension ElementType {
  /// The type of a storage class (`torch.FloatStorage`) or of an element (`torch.float32`).
  init?(pyTorchName name: String) {
    switch name {
    case "torch.FloatStorage", "torch.float32", "torch.cuda.FloatStorage": self = .float32
    case "torch.DoubleStorage", "torch.float64", "torch.cuda.DoubleStorage": self = .float64
    case "torch.HalfStorage", "torch.float16", "torch.cuda.HalfStorage": self = .float16
    case "torch.BFloat16Storage", "torch.bfloat16", "torch.cuda.BFloat16Storage": self = .bfloat16
    case "torch.LongStorage", "torch.int64", "torch.cuda.LongStorage": self = .int64
    case "torch.IntStorage", "torch.int32", "torch.cuda.IntStorage": self = .int32
    case "torch.ShortStorage", "torch.int16", "torch.cuda.ShortStorage": self = .int16
    case "torch.CharStorage", "torch.int8", "torch.cuda.CharStorage": self = .int8
    case "torch.ByteStorage", "torch.uint8", "torch.cuda.ByteStorage": self = .uint8
    case "torch.BoolStorage", "torch.bool", "torch.cuda.BoolStorage": self = .bool
    case "torch.ComplexFloatStorage", "torch.complex64": self = .complex64
    // Bytes; the tensor itself tells its element type then.
    case "torch.storage.UntypedStorage", "torch.UntypedStorage": self = .uint8
    case "torch.uint16": self = .uint16
    case "torch.uint32": self = .uint32
    case "torch.uint64": self = .uint64
    case "torch.float8_e4m3fn": self = .float8E4M3
    case "torch.float8_e5m2": self = .float8E5M2
    default: return nil
    }
  }
}
