import Foundation
import Testing

/// Files that nobody here made, in miniature (each folder of Strangers says what it is): the right number, or the
/// message that helps.
@Suite struct StrangersTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Strangers")

  /// A command in a folder, and what it should say.
  struct Case: Sendable, CustomTestStringConvertible {
    let folder: String
    let arguments: String
    var input = ""
    let status: Int32
    var output: [String] = []
    var errors: [String] = []

    var testDescription: String { "\(folder): \(arguments)" }
  }

  private static let text = "--vocabulary v6.txt --corpus t.txt --documents line"

  private static let models: [Case] = [
    Case(
      folder: "attention_taken_for_head",
      arguments: "evaluate --checkpoint attn_classifier.pt --vocabulary v6.txt --corpus l.csv --label label",
      status: 65, errors: ["no place for attention.weight, attention.bias", "--ignore attention."]),
    Case(
      folder: "attention_taken_for_head",
      arguments: "activations --checkpoint attn_classifier.pt --ids -", input: "1 2 3\n", status: 0,
      errors: ["warning: attn_classifier.pt", "attention.weight, attention.bias, behind the encoder"]),
    Case(
      folder: "awd_lstm_layers", arguments: "evaluate --checkpoint awd_fastai.pth \(text)", status: 0,
      output: ["7.72"], errors: ["0.rnns.0, 0.rnns.1 are read as one encoder"]),
    Case(
      folder: "bad_advice_run_toml",
      arguments: "evaluate --checkpoint cls_ok.pt --vocabulary v6.txt --corpus lab12.csv --label label",
      status: 65, errors: ["their labels are 1, 2", "--positive-above"]),
    Case(
      folder: "layernorm_after_embedding",
      arguments: "activations --checkpoint layernorm_after_embedding.pt --ids -", input: "1 2 3\n",
      status: 65,
      errors: ["no place for ln.weight, ln.bias", "--ignore ln."]),
    Case(
      folder: "lstm_cell", arguments: "evaluate --checkpoint cell.pt \(text)", status: 0, output: ["6.59"]),
    Case(
      folder: "one_hot_char_rnn", arguments: "activations --checkpoint rnn.net --ids - --format json",
      input: "0 3 1\n", status: 0, output: ["\"site\":\"lstm.0\""], errors: ["one-hot vectors of 6"]),
    Case(
      folder: "one_hot_char_rnn",
      arguments: "activations --checkpoint rnn.net --vocabulary rnn.net --characters --text -",
      input: "a b.\n", status: 0, output: ["argmax"]),
    Case(
      folder: "safetensors_tied", arguments: "evaluate --checkpoint tied_word_lm.safetensors \(text)",
      status: 0,
      output: ["6.72"]),
    Case(
      folder: "safetensors_tied", arguments: "evaluate --checkpoint tied_fc.safetensors \(text)", status: 0,
      output: ["5.93"]),
    Case(
      folder: "safetensors_tied", arguments: "evaluate --checkpoint tied_lmhead_nobias.safetensors \(text)",
      status: 0, output: ["9.51"]),
    Case(
      folder: "two_class_head",
      arguments: "evaluate --checkpoint two_class.pt --vocabulary v6.txt --corpus l.csv --label label",
      status: 0,
      output: ["accuracy", "auc"]),
    Case(
      folder: "two_class_head",
      arguments: "evaluate --checkpoint five_class.pt --vocabulary v6.txt --corpus l.csv --label label",
      status: 0,
      output: ["macro F1"]),
    Case(
      folder: "two_layer_head", arguments: "evaluate --checkpoint model.pt \(text)", status: 65,
      errors: ["fc.weight, then output.weight", "--activation relu, tanh or none"]),
    Case(
      folder: "two_layer_head",
      arguments: "evaluate --checkpoint model.pt \(text) --activation relu --format json", status: 0,
      output: ["\"perplexity\":7.2927"],
      errors: ["above the vocabulary's 6 tokens", "with relu between"]),
    Case(
      folder: "weight_drop_raw", arguments: "evaluate --checkpoint awd_onelayer.pth \(text)", status: 0,
      output: ["8.54"], errors: ["0.rnns.0.module.weight_hh_l0 is a copy with dropout"]),
    Case(
      folder: "weight_drop_raw", arguments: "evaluate --checkpoint awd_rawonly.pth \(text)", status: 0,
      output: ["8.54"]),
  ]

  private static let texts: [Case] = [
    Case(
      folder: "del_token",
      arguments: "evaluate --checkpoint base.pt --vocabulary vocab.txt --corpus t.txt --documents line",
      status: 0,
      output: ["perplexity"]),
    Case(
      folder: "mostly_unknown",
      arguments: "evaluate --checkpoint base.pt --vocabulary v6.txt --corpus irish.txt --documents line",
      status: 0, errors: ["warning: irish.txt", "are not in the vocabulary, most often", "\"leabhar\""]),
    Case(
      folder: "no_unk",
      arguments: "evaluate --checkpoint base.pt --vocabulary v6nounk.txt --corpus t.txt --documents line",
      status: 0, output: ["perplexity"]),
    Case(
      folder: "no_unk",
      arguments: "activations --checkpoint base.pt --vocabulary v6nounk.txt --text -",
      input: "the film\nthe book\n", status: 65, errors: ["-:2: \"book\" is not in v6nounk.txt", "--unknown"]),
    Case(
      folder: "padded_vocabulary", arguments: "evaluate --checkpoint padded_vocab.pt \(text)", status: 0,
      output: ["perplexity"], errors: ["the embedding has 2 rows more than v6.txt has tokens"]),
    Case(
      folder: "space_token",
      arguments: "activations --checkpoint base.pt --vocabulary onlyspace.txt --characters --text -",
      input: "a b a", status: 0, output: ["argmax"]),
    Case(
      folder: "special_tokens_in_text",
      arguments: "activations --checkpoint base.pt --vocabulary v6.txt --text unk.txt --format json",
      status: 0,
      output: [
        "\"id\":3,", "\"id\":1,", "\"id\":5,", "\"id\":2,", "\"id\":4,",
      ]),
  ]

  private static let vocabularies = [
    "json.json", "json_array.json", "tsv.txt", "counts.txt", "trailingblank.txt", "vocab.pkl",
  ]
  .map { name in
    Case(
      folder: "vocabulary_formats",
      arguments: "evaluate --checkpoint base.pt --vocabulary \(name) --corpus t.txt --documents line",
      status: 0,
      output: ["perplexity"])
  }

  private static let foreign: [Case] =
    [
      ("lfs.pt", "a Git LFS pointer"), ("html.pt", "a web page (HTML)"), ("gguf.gguf", "GGUF"),
      ("model.safetensors.index.json", "an index of the files"),
    ].map { name, words in
      Case(
        folder: "not_a_checkpoint", arguments: "activations --checkpoint \(name) --ids -", input: "1\n",
        status: 65, errors: [words])
    }
    + [
      ("x.txt.bz2", "bzcat FILE"), ("x.txt.xz", "xzcat FILE"), ("x.txt.zst", "zstdcat FILE"),
      ("x.zip", "a zip archive; unpack it"),
    ].map { name, words in
      Case(
        folder: "other_compression",
        arguments: "evaluate --checkpoint base.pt --vocabulary v6.txt --corpus \(name)", status: 65,
        errors: [words])
    }

  @Test(arguments: models + texts + vocabularies + foreign)
  func isReadOrRefusedWithHelp(example: Case) throws {
    let folder = Self.folder.appendingPathComponent(example.folder).path
    let run = try CommandRun(
      list: [
        "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", folder, CommandRun.executable,
      ] + example.arguments.split(separator: " ").map(String.init), program: "/bin/sh", input: example.input)
    #expect(run.status == example.status, "\(run.errors)")
    for words in example.output { #expect(run.output.contains(words), "\(words) in: \(run.output)") }
    for words in example.errors { #expect(run.errors.contains(words), "\(words) in: \(run.errors)") }
  }

  /// word_language_model's text: one stream with a token after every line.
  @Test func aStreamEndsItsLinesAsTheOwnerReadIt() throws {
    let folder = Self.folder.appendingPathComponent("two_layer_head").path
    func tokens(_ arguments: String...) throws -> String {
      let run = try CommandRun(
        list: [
          "evaluate", "--checkpoint", "\(folder)/model.pt", "--vocabulary", "\(folder)/v6.txt", "--corpus",
          "\(folder)/t.txt", "--activation", "relu", "--format", "json",
        ] + arguments)
      #expect(run.errors.contains("say --documents stream --end-of-line '<eos>'") == arguments.isEmpty)
      return String(run.output.split(separator: "\"tokens\":").last ?? "")
    }
    // Eight words and two ends of lines, of which the first word isn't predicted; no second end after the last.
    #expect(try tokens("--documents", "stream", "--end-of-line", "<eos>") == "9}\n")
    _ = try tokens()
  }
}
