import Corpora
import Testing

/// The conventions of UD English, one example each; words are separated by `|` in what is expected.
@Suite struct EnglishTokenizerTests {
  @Test(arguments: [
    // Contractions and possessives.
    ("I don't think it's theirs.", "I|do|n't|think|it|'s|theirs|."),
    ("You CAN’T, we’ll see", "You|CA|N’T|,|we|’ll|see"),
    ("cannot gonna dunno Dont im", "can|not|gon|na|du|n|no|Do|nt|i|m"),
    ("the students' books, O'Brien's car", "the|students|'|books|,|O'Brien|'s|car"),
    ("in the 60's and '90s", "in|the|60's|and|'90s"),
    ("get 'em, rock 'n roll, lovin' it", "get|'em|,|rock|'n|roll|,|lovin'|it"),
    // Hyphens and slashes.
    ("a well-known, state-of-the-art film", "a|well|-|known|,|state|-|of|-|the|-|art|film"),
    ("e-mail my co-worker in mid-July", "e-mail|my|co-worker|in|mid-July"),
    ("non-fiction clock-wise", "non-fiction|clock-wise"),
    ("and/or w/o he/she", "and|/|or|w/o|he|/|she"),
    // Periods.
    ("Mr. Smith of the U.S. met Dr. Wu.", "Mr.|Smith|of|the|U.S.|met|Dr.|Wu|."),
    ("at 5 p.m. on Sept. 3, No. 7, etc.", "at|5|p.m.|on|Sept.|3|,|No.|7|,|etc|."),
    ("Acme Inc. and J. R. Doe Jr., e.g. here", "Acme|Inc.|and|J.|R.|Doe|Jr.|,|e.g.|here"),
    ("Wait... what?! No!!! the end.I know", "Wait|...|what|?!|No|!!!|the|end|.|I|know"),
    // Numbers.
    ("$5.50, 1,000,000 and 50%", "$|5.50|,|1,000,000|and|50|%"),
    ("at 10:30am, 5 km, 35mm, the 21st, 1990s", "at|10:30|am|,|5|km|,|35|mm|,|the|21st|,|1990s"),
    ("on 9/11/2001, 1/2 cup, 1999-2003", "on|9/11/2001|,|1|/|2|cup|,|1999|-|2003"),
    ("call 713-853-3989 or 555-1234", "call|713-853-3989|or|555-1234"),
    ("US$10 #1 +3 .5", "US$|10|#|1|+3|.5"),
    // Addresses, files, emoticons.
    ("see http://a.b/c?d=e-f, www.x.org.", "see|http://a.b/c?d=e-f|,|www.x.org|."),
    ("(mail jo.doe@x-y.com) <me@a.net>", "(|mail|jo.doe@x-y.com|)|<|me@a.net|>"),
    ("read my report.doc on example.com/page!", "read|my|report.doc|on|example.com/page|!"),
    ("nice :) sad :-( <3 so-so ;)", "nice|:)|sad|:-(|<3|so|-|so|;)"),
    ("note: (see 3:1) a:b", "note|:|(|see|3:1|)|a|:|b"),
    // Quotes and other marks.
    ("\"Yes,\" he said -- 'no'...", "\"|Yes|,|\"|he|said|--|'|no|'|..."),
    ("“Oui” — ‘non’ … ``hm''", "“|Oui|”|—|‘|non|’|…|``|hm|''"),
    ("AT&T and R&D, black&white", "AT&T|and|R&D|,|black|&|white"),
    ("<<note>> *so* ----> a_b", "<<|note|>>|*|so|*|---->|a_b"),
    // Beyond ASCII.
    ("naïve café, 漢字 ok", "naïve|café|,|漢字|ok"),
    ("hi 👍🏽👩‍👩‍👧❤️🇩🇪!", "hi|👍🏽|👩‍👩‍👧|❤️|🇩🇪|!"),
  ])
  func conventions(text: String, words: String) {
    #expect(Document(text: text, tokenization: .english).words.joined(separator: "|") == words)
  }

  @Test func whiteSpaceModeCutsNowhereElse() {
    let document = Document(text: "don't <unk> , U.S.\u{A0}x\n", tokenization: .whitespace)
    #expect(document.words == ["don't", "<unk>", ",", "U.S.", "x"])
  }
}
