import Files

/// A file that `torch.save` wrote: a zip archive, or the pickle stream from before PyTorch 1.6.
///
/// The pickle inside is read and never run. Opening verifies every tensor against the file and touches no
/// tensor data; stored data stays in the mapping.
public final class PyTorchFile: Sendable {
  /// How the file is laid out.
  public enum Layout: String, Sendable {
    /// Since PyTorch 1.6.
    case zip = "PyTorch zip archive"
    /// Before.
    case legacy = "PyTorch legacy pickle"
  }

  /// The path it was opened by.
  public var path: String { file.path }
  /// How the file is laid out.
  public let layout: Layout
  /// The model's tensors, named as `state_dict()` names them, in its order.
  public let tensors: [PyTorchTensor]
  /// Tensors beside the model, such as the state of an optimiser, named by their full path.
  public let besides: [PyTorchTensor]
  /// Tensors of kinds that are not read here (sparse, quantized), with what rebuilds them.
  public let unread: [String: String]
  /// Keys that lead from the outermost value to the model: `["state_dict"]`, or empty.
  public let wrapper: [String]
  /// Settings that stand beside the tensors, by path.
  public let remarks: [String: String]
  /// Names of Python classes and functions in the pickle that are not PyTorch's own rebuilding. None was
  /// imported or called.
  public let foreignNames: [String]

  let file: MappedFile
  let storages: [PyTorchStorage]
  private let indices: [String: Int]

  /// Opens the file at `path`.
  ///
  /// - Throws: ``TensorFileError``, mostly ``TensorFileError/pyTorch(path:offset:flaw:)``.
  public convenience init(path: String) throws(TensorFileError) {
    try self.init(try MappedFile.open(path))
  }

  init(_ file: MappedFile) throws(TensorFileError) {
    self.file = file
    do throws(PyTorchFailure) {
      let content: PyTorchContent
      if FileSignature(file.bytes) == .zip {
        layout = .zip
        content = try PyTorchContent(zip: file)
      } else {
        layout = .legacy
        content = try PyTorchContent(legacy: file)
      }
      (tensors, besides, storages) = (content.tensors, content.besides, content.storages)
      (unread, wrapper, remarks) = (content.model.unread, content.model.wrapper, content.model.remarks)
      foreignNames = content.foreignNames
      var indices: [String: Int] = [:]
      for (place, tensor) in content.tensors.enumerated() {
        guard indices.updateValue(place, forKey: tensor.name) == nil else {
          throw PyTorchFailure(offset: content.offset, flaw: .duplicateTensor(name: tensor.name))
        }
      }
      self.indices = indices
    } catch {
      throw .pyTorch(path: file.path, offset: error.offset, flaw: error.flaw)
    }
  }

  /// The model's tensor of that name, or nil. O(1).
  public func tensor(named name: String) -> PyTorchTensor? { indices[name].map { tensors[$0] } }
}
