/// Activations of consecutive tokens of one document, at every site of a source. Valid only during the call
/// that brings it.
public struct ActivationChunk {
  /// Which document, as an index into those that were given.
  public let document: Int
  /// Which of its tokens.
  public let tokens: Range<Int>
  private let sites: [SiteActivations]

  /// A chunk with the activations of `tokens` at each site, in the order of the source's sites.
  public init(document: Int, tokens: Range<Int>, sites: [SiteActivations]) {
    self.document = document
    self.tokens = tokens
    self.sites = sites
  }

  /// What the tokens' activations are at a site, numbered as in the source's list.
  public func activations(site: Int) -> SiteActivations { sites[site] }
}

/// Activations at one site: `[tokens, width]`, rows `stride` floats apart.
public struct SiteActivations {
  /// The first token's activation of neuron 0.
  public let start: UnsafePointer<Float>
  /// Neurons of the site.
  public let width: Int
  /// Floats from one token to the next, at least `width`.
  public let stride: Int

  /// Activations that lie at `start`.
  public init(start: UnsafePointer<Float>, width: Int, stride: Int) {
    precondition(stride >= width)
    self.start = start
    self.width = width
    self.stride = stride
  }

  /// One token's activations, counted from the chunk's first token. The caller keeps to the chunk's tokens.
  public func row(_ token: Int) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: start + token * stride, count: width)
  }
}
