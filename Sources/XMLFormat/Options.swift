public import TranscriptCoding

/// There is one way to write a transcript as XML and one way to read it, so there is nothing to choose.
public typealias XMLOptions = NoOptions
