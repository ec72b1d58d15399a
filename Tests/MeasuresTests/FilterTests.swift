import Foundation
import NeuronPreferences
import SyntheticRuns
import Testing

@testable import Measures

/// Conditions on neurons: how they are read, what is wrong with those that can't be, and whom they pick.
@Suite struct FilterTests {
  private let context = FilterContext(
    MeasureContext(shown: 2, pair: StagePair(from: 1, to: 2), stages: 5), tags: ["NN", "NNS", "IN"],
    sites: ["blocks.0.mlp", "blocks.10.mlp"], lists: ["copulas"])

  private func term(_ text: String) throws -> Filter.Term {
    let filter = try #require(try Filter(text, in: context))
    #expect(filter.terms.count == 1)
    return filter.terms[0]
  }

  @Test func numbersAreComparedAtTheStageShownOrTheOnesNamed() throws {
    #expect(try term("mass<1.5") == .init(.measure(.mass(2), .below, 1.5)))
    #expect(try term("wins2>=300") == .init(.measure(.wins(1), .atLeast, 300)))
    #expect(try term("wins@2>=300") == term("wins2>=300"))
    #expect(try term("q<.05") == .init(.measure(.rate(StagePair(from: 1, to: 2)), .below, 0.05)))
    #expect(try term("moved1-5>.1") == .init(.measure(.moved(StagePair(from: 0, to: 4)), .above, 0.1)))
    #expect(try term("tag-share>.5") == .init(.measure(.tagShare(2), .above, 0.5)))
    #expect(try term("tagmoved>.5") == .init(.measure(.tagMoved(StagePair(from: 1, to: 2)), .above, 0.5)))
    #expect(try term("!wins<3") == .init(.measure(.wins(2), .below, 3), isNegated: true))
    #expect(try term("wins!=3") == .init(.measure(.wins(2), .notEqual, 3)))
  }

  @Test func wordsAreComparedWholeOrInPart() throws {
    let pair = StagePair(from: 1, to: 2)
    #expect(try term("tag=nn|NNS") == .init(.tag(TextPattern("NN|NNS", isWhole: true), stage: 2)))
    #expect(try term("tag1!=IN") == .init(.tag(TextPattern("IN", isWhole: true), stage: 0), isNegated: true))
    #expect(try term("tag~NN") == .init(.tag(TextPattern("NN", isWhole: false), stage: 2)))
    #expect(try term("tag=noun") == term("class=noun"))
    #expect(try term("class=noun|mixed") == .init(.tagClass([.nouns, nil], stage: 2)))
    #expect(try term("state=lostwins|forgotten") == .init(.verdict(pair, [.lostWins, .forgotten])))
    #expect(
      try term("token~film|movie") == .init(.token(TextPattern("film|movie", isWhole: false), stage: nil)))
    #expect(try term("token4=film") == .init(.token(TextPattern("film", isWhole: true), stage: 3)))
    #expect(try term("film") == term("token~film"))
    #expect(try term("note~\"a copula\"") == .init(.note(TextPattern("a copula", isWhole: false))))
    #expect(try term("!mark") == term("unmarked"))
    #expect(try term("note") == .init(.note(nil)))
    #expect(try term("site=blocks.*.mlp") == .init(.site(TextPattern("blocks.*.mlp", isWhole: true))))
    #expect(try Filter("  ", in: context) == nil)
  }

  @Test(arguments: [
    (
      "mass<1 tagshre>.5", "tagshre>.5", 8,
      FilterError.Reason.unknownField("tagshre", suggestion: "tag-share")
    ),
    ("wins9>1", "wins9>1", 1, .stages(.noSuchStage("9", count: 5))),
    ("moved2>1", "moved2>1", 1, .stages(.notAPair("2"))),
    ("mass<", "mass<", 1, .missingValue(field: "mass")),
    ("mass<x", "mass<x", 1, .notANumber(field: "mass", value: "x")),
    ("mass<nan", "mass<nan", 1, .notANumber(field: "mass", value: "nan")),
    (
      "mass~1", "mass~1", 1, .wrongSign(field: "mass", sign: "~", allowed: [">=", "<=", "!=", "=", ">", "<"])
    ),
    ("tag>NN", "tag>NN", 1, .wrongSign(field: "tag", sign: ">", allowed: ["=", "!=", "~"])),
    ("mark=1", "mark=1", 1, .wrongSign(field: "mark", sign: "=", allowed: [])),
    (
      "tag=NNZ", "tag=NNZ", 1,
      .unknownValue(field: "tag", value: "NNZ", suggestion: "NNS", known: ["NN", "NNS", "IN"])
    ),
    ("a note~\"b", "note~b", 3, .openQuote),
    ("mark or", "or", 6, .nothingBesideOr), ("or mark", "or", 1, .nothingBesideOr),
    ("mark or or note", "or", 9, .nothingBesideOr),
  ])
  func whatIsWrongIsSaidWithItsPlace(text: String, term: String, column: Int, reason: FilterError.Reason) {
    do throws(FilterError) {
      _ = try Filter(text, in: context)
      Issue.record("\(text) was read")
    } catch {
      guard case .unknownValue(let field, let value, _, let known) = reason else {
        #expect(error == FilterError(term: term, column: column, reason: reason))
        return
      }
      guard case .unknownValue(field, value, _, known) = error.reason else {
        Issue.record("\(error)")
        return
      }
      #expect(error.term == term && error.column == column)
    }
  }

  /// Whatever is typed is read or refused.
  @Test func nothingThatIsTypedIsTooMuch() {
    let pieces = [
      "mass", "tag", "@", "9", "-", "<", ">=", "!", "~", "=", "|", "*", "\"", " ", "é", "state", ".", "1",
    ]
    var state: UInt64 = 7
    for _ in 0..<20_000 {
      var text = ""
      for _ in 0..<8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += pieces[Int(state >> 33) % pieces.count]
      }
      _ = try? Filter(text, in: context)
      for candidate in FilterCompletion.candidates(for: text, in: context) {
        #expect(candidate.text.hasSuffix(candidate.word))
      }
    }
  }

  private func source() throws -> MeasureSource {
    let stages = try SyntheticRun.labels.map { name in
      let path = "\(SyntheticRun.taggedFolder)/snapshots/\(name).safetensors"
      return Stage(label: name, snapshot: try Snapshot(path: path))
    }
    let pair = StagePair(from: 1, to: 2)
    var marks = MarkedNeurons()
    marks.apply(MarkChange(row: 4, kind: .mark))
    marks.apply(MarkChange(row: 5, kind: .note("a copula, it seems")))
    marks.apply(MarkChange(row: 6, kind: .mark, list: "copulas"))
    return MeasureSource(
      stages: stages,
      comparisons: [
        ComparedPair(pair): try Comparison(ComparedPair(pair), stages: stages, permutations: 19),
        ComparedPair(pair, by: .tag): try Comparison(ComparedPair(pair, by: .tag), stages: stages),
      ], marks: marks)
  }

  private func rows(_ text: String, _ source: MeasureSource) throws -> [Int] {
    let context = FilterContext(source.stages, shown: 2, pair: StagePair(from: 1, to: 2), lists: ["copulas"])
    let filter = try #require(try Filter(text, in: context))
    return (0..<SyntheticRun.neuronCount).filter(filter.predicate(FilterSources(source)))
  }

  @Test func conditionsPickWhatTheySay() throws {
    let source = try source()
    let all = Array(0..<SyntheticRun.neuronCount)
    let last = source.stages[2]
    #expect(try rows("wins>400", source) == all.filter { last.wins($0) > 400 })
    #expect(
      try rows("mark", source) == [4] && rows("note", source) == [5] && rows("note~COPULA", source) == [5])
    #expect(try rows("list=copulas", source) == [6])
    #expect(try rows("site=lstm.*", source) == all && rows("site=gru.*", source).isEmpty)
    #expect(try rows("state=forgotten", source) == [3, 17])
    let tag = try #require(try last.strongestTag(0)).name
    let ofTag = try all.filter { try last.strongestTag($0)?.name == tag }
    #expect(try rows("tag=\(tag)", source) == ofTag)
    let other = try all.filter { row in try last.strongestTag(row).map { $0.name != tag } ?? false }
    #expect(try rows("tag!=\(tag)", source) == other, "a neuron without tags has no other one")
    #expect(try rows("tag-share>.2", source) == all.filter { (try last.strongestTag($0)?.share ?? 0) > 0.2 })
    let films = try rows("token~film|comedy", source)
    #expect(
      try Set(films) == Set(rows("token~film", source) + rows("token~comedy", source)) && !films.isEmpty)
    let moved = try rows("tag-moved>0", source)
    #expect(!moved.isEmpty && moved.allSatisfy { last.wins($0) >= FeatureKind.tag.minimumSupport })
    #expect(
      try rows("mark or note", source) == [4, 5] && rows("mark or list=copulas or note", source) == [4, 5, 6])
    #expect(try rows("mark or wins>400 !list=copulas", source).contains(4))
    #expect(
      try rows("wins>400 !mark or mark", source) == Set(rows("wins>400", source)).union([4]).sorted())
    #expect(try rows("wins>400 !mark", source) == rows("wins>400", source).filter { $0 != 4 })
  }

  /// Stages under two policies, as conditions look at them: wins where they are counted, preferences where these are judged.
  @Test func eachConditionLooksWhereItsSubjectIsCountedOrJudged() throws {
    let folder = try SyntheticRun.copy(tagged: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try SyntheticRun.addFirings(to: folder)
    let pair = StagePair(from: 1, to: 2)
    func source(_ files: String) throws -> MeasureSource {
      let stages = try SyntheticRun.labels.map { name in
        Stage(label: name, snapshot: try Snapshot(path: "\(folder)/snapshots/\(files)\(name).safetensors"))
      }
      let compared = ComparedPair(pair)
      return MeasureSource(
        stages: stages,
        comparisons: [compared: try Comparison(compared, stages: stages, permutations: 99)],
        marks: MarkedNeurons())
    }
    let (counted, judged) = (try source(""), try source("firings/"))
    let context = FilterContext(judged.stages, shown: 2, pair: pair)
    func rows(_ text: String, _ sources: FilterSources) throws -> [Int] {
      let filter = try #require(try Filter(text, in: context))
      return (0..<SyntheticRun.neuronCount).filter(filter.predicate(sources))
    }
    let both = FilterSources(counted: counted, judged: judged)
    for text in ["wins<300", "mass>=40", "length<9", "mean<.5", "change<0", "state=forgotten|lostwins"] {
      #expect(try Filter(text, in: context)?.bases == [.wins])
      #expect(try rows(text, both) == rows(text, FilterSources(counted)), "\(text)")
    }
    for text in ["moved>.1", "q<=.05", "distance>.5", "state=moved", "tag-share>.5", "token~film"] {
      #expect(try Filter(text, in: context)?.bases == [.preferences])
      #expect(try rows(text, both) == rows(text, FilterSources(judged)), "\(text)")
    }
    #expect(
      try rows("state=forgotten", FilterSources(judged)).isEmpty && !rows("state=forgotten", both).isEmpty)
    let (wins, moved) = (try rows("wins<300", both), try rows("moved>.1", both))
    #expect(try rows("wins<300 moved>.1", both) == wins.filter(moved.contains))
    #expect(
      try Set(rows("state=forgotten|moved", both))
        == Set(rows("state=forgotten", both)).union(rows("state=moved", both)))
  }

  @Test func whatIsTypedIsCompleted() {
    func words(_ text: String) -> [String] { FilterCompletion.candidates(for: text, in: context).map(\.word) }
    #expect(words("tag") == ["tag-share", "tag-moved"])
    #expect(words("mass<1 !ta") == ["!tag", "!tag-share", "!tag-moved"])
    #expect(words("tag=N") == ["tag=NN", "tag=NNS"])
    #expect(words("tag2=IN|N") == ["tag2=IN|NN", "tag2=IN|NNS"])
    #expect(words("state=f") == ["state=forgotten"])
    #expect(words("class=p") == ["class=prep", "class=pron", "class=part", "class=punct"])
    #expect(words("list=") == ["list=copulas"] && words("mass<").isEmpty)
    #expect(
      FilterCompletion.candidates(for: "mass<1 site=blocks.1", in: context).map(\.text)
        == ["mass<1 site=blocks.10.mlp"])
    #expect(FilterCompletion.candidates(for: "tag=IN", in: context).isEmpty)
    #expect(FilterCompletion.candidates(for: "tag=NN", in: context).first?.summary == "noun, plural: films")
  }

  @Test func patternsFit() {
    func fits(_ pattern: String, _ text: String, isWhole: Bool = true) -> Bool {
      TextPattern(pattern, isWhole: isWhole).matches(text)
    }
    #expect(fits("film", "Film") && !fits("film", "films") && fits("film", "a films", isWhole: false))
    #expect(fits("blocks.*.mlp", "blocks.10.mlp") && !fits("blocks.*.mlp", "blocks.1.mlp.in"))
    #expect(fits("a*b*c", "aXbXbXc") && !fits("a*b*c", "aXbX") && fits("*", "") && fits("**a", "a"))
    #expect(fits("x|film|y", "film") && !fits("x|y", "film"))
    #expect(fits("|", "a|b", isWhole: false) && !fits("|", "ab", isWhole: false))
  }
}
