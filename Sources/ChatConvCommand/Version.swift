/// The version of chatconv (Semantic Versioning).
public let version = "0.1.0"
