/// A part of a collection: some of its document blocks, at some of its sites.
public struct CollectionShard: Hashable, Sendable {
  /// Which part of the text, from 0.
  public let text: Int
  /// Into how many parts the text is divided.
  public let textCount: Int
  /// Which part of the sites, from 0.
  public let sites: Int
  /// Into how many parts the sites are divided.
  public let siteCount: Int

  /// The whole of a collection.
  public static let whole = CollectionShard(text: 0, of: 1)

  /// Part `text` of the text, at part `sites` of the sites.
  public init(text: Int, of textCount: Int, sites: Int = 0, of siteCount: Int = 1) {
    precondition((0..<textCount).contains(text) && (0..<siteCount).contains(sites))
    self.text = text
    self.textCount = textCount
    self.sites = sites
    self.siteCount = siteCount
  }

  /// Part `number`, from 0, of all parts, those of one part of the sites one after the other.
  public init(number: Int, textCount: Int, siteCount: Int) {
    self.init(text: number % textCount, of: textCount, sites: number / textCount, of: siteCount)
  }

  /// The part of a list of `count` sites: stretches of about one length, of which none is empty while there are as many
  /// sites as parts.
  public func places(of count: Int) -> Range<Int> {
    count * sites / siteCount..<count * (sites + 1) / siteCount
  }
}
