import ChatConv

/// The Swift packages that chatconv is built with, as `Package.resolved` has them: a test holds the two together.
let packageVersions = [LibraryVersion("swift-system", "1.8.1")]
