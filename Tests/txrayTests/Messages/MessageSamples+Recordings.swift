import NeuronPreferences
import Recordings
import TensorFiles

extension MessageSamples {
  static let recordings: [any Error] = [
    RecordingError.file(.truncated(path: "rank0.safetensors", expected: 4096, found: 100)),
    RecordingError.notARecording(path: "model.safetensors", format: "txray.checkpoint"),
    RecordingError.unsupportedVersion(path: "rank0.safetensors", found: "9", supported: 1),
    RecordingError.badMetadata(path: "rank0.safetensors", key: "sites", found: nil),
    RecordingError.inconsistent(path: "rank0.safetensors", tensor: "document.starts", index: 7),
    RecordingError.notOfOneRecording(what: .checkpoint, a: "rank0.safetensors", b: "rank1.safetensors"),
    RecordingError.documentTwice(document: 7, path: "rank1.safetensors"),
    RecordingError.policyNotRecorded(path: "rank0.safetensors", policy: .top(3), available: [.max1]),
  ]
}
