/// The word lists behind ``EnglishTokenizer``, all in lower case.
package enum EnglishLexicon {
  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// Keep their period wherever they stand.
  static let abbreviations = words(
    """
    mr mrs ms dr prof messrs etc vs inc corp ltd jr sr blvd ave dept univ assn bros approx esp mt ft
    al eg ie cf ca dist reps sgt capt cmdr maj lt attn lbs yrs mins hrs conf ext arrv tel govt intl natl
    est pp asst thur thurs tues
    """)

  /// Keep their period if they start with a capital letter.
  static let capitalAbbreviations = words(
    """
    st gen col gov sen rep rev hon pres adm co rd jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed
    thu fri sat sun vol fig sec ch apt ste ph la va pa wa mass conn calif fla ariz
    """)

  /// Give up their period to the sentence that they end.
  static let finalAbbreviations = words("etc a.m p.m")

  /// Keep their period before a number.
  static let numberAbbreviations = words("no nos p art ver para")

  /// Stay joined to what follows their hyphen.
  static let prefixes = words(
    """
    e anti co ex extra inter intra mid micro mini mega multi neo non over post pre pro re semi sub super un
    ultra under socio psycho cross counter bi tri trans pseudo quasi proto hyper infra electro geo bio eco
    """)

  /// Stay joined to what stands before their hyphen.
  static let suffixes = words("wise esque ish less fold ness")

  /// Written with a slash, and one word.
  static let slashed = words("w/ w/o w/out l/c i/c b/t i/s a/c n/a")

  /// Endings of contractions, behind an apostrophe.
  package static let clitics = words("s m d ll re ve")

  /// Words that have lost their beginning, behind an apostrophe.
  static let clipped = words("em n cause til tis twas bout round")

  /// Contractions written without an apostrophe, and where to cut them.
  static let contractions: [String: [Int]] = [
    "cannot": [3], "gonna": [3], "wanna": [3], "gotta": [3], "dunno": [2, 3], "gimme": [3], "lemme": [3],
    "dont": [2], "wont": [2], "cant": [2], "didnt": [3], "doesnt": [4], "couldnt": [5], "wouldnt": [5],
    "shouldnt": [6], "isnt": [2], "arent": [3], "aint": [2], "wasnt": [3], "werent": [4], "havent": [4],
    "hasnt": [3], "hadnt": [3], "im": [1], "ive": [1], "youre": [3], "youve": [3], "youll": [3],
    "theyre": [4], "theyve": [4], "theyll": [4], "weve": [2], "hes": [2], "shes": [3], "thats": [4],
    "theres": [5], "whats": [4], "heres": [4], "itll": [2], "lets": [3], "c'mon": [1], "c’mon": [1],
    "arnt": [2],
  ]

  /// Units of measure that stand apart from their number.
  static let units = words(
    """
    am pm a.m p.m k m mm cm km kg mg ml lb lbs oz ft hh hz khz mhz ghz kb mb gb tb kw mw mwh kwh mph hr hrs
    min mins sec secs yr yrs percent x watt watts volt volts bn mil
    """)

  /// Last parts of hosts and files.
  static let lastNames = words(
    """
    com org net edu gov mil int info biz tv co uk us ca de fr it es nl ch jp cn au nz in eu io
    doc docx xls xlsx ppt pptx pdf txt jpg jpeg gif png bmp zip exe html htm php asp url mp3 mp4 avi mov csv
    """)

  /// Stand apart from an amount of money: `$` `5` `b`.
  static let amounts = words("b t k m")

  /// First parts of newsgroups.
  static let newsgroups = words("alt comp misc rec sci soc talk news ba humanities uk")

  /// Marks in names of mailboxes, hosts and files.
  static let nameMarks = Set("._-+%~".utf8)

  /// Marks behind an address that belong to the sentence.
  static let trailing = Set(".,;:!?'\"]}-".utf8)

  /// Characters that lines are drawn with.
  static let drawing = Set("-=*~_|<>+{}#^".utf8)

  /// Emoticons, longer ones first.
  static let emoticons: [[UInt8]] = {
    var all = [
      "->", "<-", "=>", ">=", "<=", "<3", "</3", "^_^", "-_-", "(:", "(=", ":'(", ":')", ">:(", "=D", "=P",
    ]
    for eyes in [":", ";", "="] {
      for nose in ["", "-", "o"] {
        for mouth in [")", "(", "D", "P", "p", "O", "/", "\\", "|", "]", "[", "*", "S", "))", "(("] {
          if nose == "o" && mouth != ")" || eyes == "=" && mouth == "*" { continue }
          all.append(eyes + nose + mouth)
        }
      }
    }
    return all.map { Array($0.utf8) }.sorted { $0.count > $1.count }
  }()
}
