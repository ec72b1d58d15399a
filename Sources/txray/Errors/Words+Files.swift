import Corpora
import Experiments
import Files
import Runs
import TensorFiles

func words(_ error: TensorFileError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .file(let error): return words(error)
  case .truncated(let path, let expected, let found):
    return (
      "\(path): the file ends at byte \(found) of \(expected): it was cut off; copy or make it again",
      .badData
    )
  case .trailingBytes(let path, let expected, let found):
    return (
      "\(path): \(found - expected) bytes too many after byte \(expected); the file is damaged", .badData
    )
  case .headerTooLarge(let path, let length, _):
    return ("\(path): not a safetensors file (its header would be \(length) bytes long)", .badData)
  case .badHeader(let path, let offset, let flaw):
    return ("\(path): not a safetensors file: at byte \(offset) of the header \(words(flaw))", .badData)
  case .unknownElementType(let path, let tensor, let found):
    return ("\(path): tensor \(tensor) has the unknown type \(found)", .badData)
  case .overlap(let path, let tensor, _, let found):
    return ("\(path): tensor \(tensor) overlaps another at byte \(found); the file is damaged", .badData)
  case .hole(let path, let tensor, let expected, _):
    return (
      "\(path): bytes from \(expected) up to tensor \(tensor) belong to none; the file is damaged", .badData
    )
  case .outOfRange(let path, let tensor, _, let end):
    return ("\(path): tensor \(tensor) ends at byte \(end), outside the file; the file is damaged", .badData)
  case .wrongByteCount(let path, let tensor, _, let found):
    return ("\(path): shape and type of tensor \(tensor) don't fit its \(found) bytes", .badData)
  case .missingTensor(let path, let tensor): return ("\(path): there is no tensor \(tensor)", .badData)
  case .wrongElementType(let path, let tensor, let expected, let found):
    let types = expected.map(\.rawValue).joined(separator: " or ")
    return ("\(path): tensor \(tensor) holds \(found.rawValue), but \(types) is needed", .badData)
  case .wrongShape(let path, let tensor, let expected, let found):
    return ("\(path): tensor \(tensor) has shape \(found), but \(expected) is needed", .badData)
  case .valueOutOfRange(let path, let tensor, let index):
    return ("\(path): number \(index) of tensor \(tensor) is out of range", .badData)
  case .pyTorch(let path, let offset, let flaw): return ("\(path): \(words(flaw, at: offset))", .badData)
  case .gguf(let path, let offset, let flaw): return ("\(path): \(words(flaw, at: offset))", .badData)
  }
}

func words(_ flaw: JSONFlaw) -> String {
  switch flaw {
  case .expected(let what): "\(what) is missing"
  case .endOfText: "it ends inside a value"
  case .textAfterEnd: "text follows the closing brace"
  case .badString: "stands a string that is not valid"
  case .badInteger: "stands a number that is no count"
  case .tooDeep: "values are nested too deeply"
  case .tooManyElements(let limit): "an array has more than \(limit) elements"
  case .duplicateKey(let name): "the name \(name) comes twice"
  case .missingKey(let key): "the key \(key) is missing"
  }
}

func words(_ error: FileError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .notFound(let path):
    let isRun = RunFolder.lastName(of: path) == RunFolder.settingsName
    return (
      "\(path): there is no such file" + (isRun ? "; a run is a folder with a run.toml" : ""), .notFound
    )
  case .isFolder(let path): return ("\(path): this is a folder; name a file", .badData)
  case .notARegularFile(let path): return ("\(path): this is not a regular file", .badData)
  case .sparse(let path, let bytes, let stored):
    return (
      "\(path): of its \(bytes) bytes only \(stored) are on the disk, all others would be zeros; copy it again",
      .badData
    )
  case .leavesFolder(let path, let folder):
    return (
      "\(path): a link leads out of \(folder); a run uses its own files only: put a copy in its place",
      .badData
    )
  case .io(let path, let operation, let code):
    return ("\(path): can't \(operation.rawValue) it: \(systemMessage(code))", status(code))
  case .corruptGzip(let path, let offset, let reason):
    let what =
      switch reason {
      case .truncated: "ends too early"
      case .damaged: "is damaged"
      case .bomb: "unpacks to more than \(ByteStream.expansionLimit) times its size, so it is not read on,"
      case .outOfMemory: "needs more memory than there is"
      }
    return ("\(path): the compressed data \(what) at byte \(offset); copy the file again", .badData)
  case .notUTF8(let path, let offset, let line):
    return ("\(path):\(line): byte \(offset) is not UTF-8; convert the text to UTF-8 (iconv)", .badData)
  case .carriageReturns(let path):
    return (
      "\(path): its lines end in CR alone, as old Macs wrote them; convert them to LF: tr '\\r' '\\n' <FILE >NEW",
      .badData
    )
  case .foreign(let path, let format): return ("\(path): \(words(format, path))", .badData)
  case .lineTooLong(let path, let line, let limit):
    return ("\(path):\(line): the line is longer than \(limit) bytes", .badData)
  case .tooLarge(let path, let limit):
    return ("\(path): the file is larger than \(limit) bytes", .badData)
  }
}

/// What a file is that isn't read here, and what to do.
private func words(_ format: ForeignFormat, _ path: String) -> String {
  func unpack(_ name: String, _ program: String) -> String {
    "compressed with \(name); unpack it, or pipe a text in: \(program) FILE | txray … --corpus -"
  }
  return switch format {
  case .gitLFSPointer: "a Git LFS pointer, not the file itself; fetch it with git lfs pull"
  case .html: "a web page (HTML), probably an error that was saved; download the file again"
  case .gguf: "a GGUF file: it holds a transformer, not a recurrent model"
  case .hdf5: "an HDF5 file (Keras), which is not read here; save its weights as safetensors"
  case .onnx:
    "an ONNX model, which is not read here; save the PyTorch model it was exported from as safetensors"
  case .numpy: "a NumPy array, which is not read here; save named tensors as safetensors"
  case .pdf: "a PDF document; extract its text first, for example with pdftotext"
  case .bzip2: unpack("bzip2", "bzcat")
  case .xz: unpack("xz", "xzcat")
  case .zstandard: unpack("zstd", "zstdcat")
  case .gzip: "compressed with gzip; unpack it with gunzip"
  case .zip: "a zip archive; unpack it and name the file in it that is meant"
  case .sevenZip: "a 7z archive; unpack it and name the file in it that is meant"
  case .tar: "a tar archive; unpack it and name the file in it that is meant"
  case .shardIndex:
    "an index of the files that a model is stored in, in JSON; name the folder it lies in, or one of those files"
  case .json: "a text in JSON, not a file of tensors"
  }
}

func words(_ error: CorpusError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .empty(let path): return ("\(path): there are no words in it", .badData)
  case .badRecord(let path, let line, let reason): return ("\(path):\(line): \(words(reason))", .badData)
  case .missingColumn(let path, let column, let available):
    return ("\(path): there is no column \"\(column)\"; it has \(listed(available))", .badData)
  case .duplicateToken(let path, let line, let token, let first):
    return ("\(path):\(line): the token \"\(token)\" stands already in line \(first)", .badData)
  case .emptyToken(let path, let line):
    return ("\(path):\(line): an empty line; a token stands in each", .badData)
  case .spaceInToken(let path, let line, let token):
    return ("\(path):\(line): the token \"\(token)\" has a space in it; one token a line", .badData)
  case .noUnknownToken(let path, let token):
    return ("\(path): there is no token \"\(token)\" for unknown words in it", .badData)
  case .unknownWord(let path, let vocabulary, let line, let word):
    return (
      "\(path):\(line): \"\(word)\" is not in \(vocabulary), which has no token for unknown words; say with --unknown "
        + "which token stands for them", .badData
    )
  case .badVocabulary(let path):
    return ("\(path): neither a list of tokens in JSON nor an object of tokens with numbers from 0", .badData)
  case .badTagger(let path, let offset):
    return ("\(path): not a tagger, or a damaged one (byte \(offset)); train it again", .badData)
  case .textsDiffer(let path, let offset):
    return ("\(path): character \(offset) of a word is a control character; remove it", .badData)
  }
}

func words(_ fault: RecordFault) -> String {
  switch fault {
  case .tooLong(let limit): "the record is longer than \(limit) bytes"
  case .unclosedQuote: "a quote is not closed"
  case .textAfterQuote(let column): "text follows a closing quote in column \(column)"
  case .fieldCount(let expected, let found): "\(found) fields where there should be \(expected)"
  case .notAnObject: "not a JSON object"
  case .malformedJSON(let column): "not JSON from column \(column) on"
  case .notText(let column): "\"\(column)\" is not text"
  case .notANumber(let column, let value): "\"\(column)\" is no number: \"\(value)\""
  case .tagCount(let words, let tags): "\(words) words but \(tags) tags"
  case .badWord(let column, let value): "\"\(value)\" in \"\(column)\" is no word"
  case .conlluColumns(let found): "\(found) columns where CoNLL-U has 10"
  case .conlluID(let id): "\"\(id)\" is no CoNLL-U word number"
  case .conlluForm: "the word is empty"
  }
}

func words(_ error: WinnerTableError) -> (String, FailureReport.ExitStatus) {
  switch error {
  case .neuronOutOfRange(let path, let line, let neuron, let neurons):
    (
      "\(path): line \(line) names neuron \(neuron), but there are \(grouped(neurons)); "
        + "is --neurons right?", .badData
    )
  case .nothingToImport(let path, let rows):
    (
      "\(path): none of its \(grouped(rows)) rows says which neuron won; it should be a table that the published "
        + "code wrote", .badData
    )
  case .unfitSite(let name):
    ("\"\(name)\" can't name a layer: no blanks, colons or commas, as in lstm.0", .usage)
  }
}
