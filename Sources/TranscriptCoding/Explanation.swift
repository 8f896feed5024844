/// What there is to know of a diagnostic code: why it matters, an input that has the problem, and the same without it.
/// `chatconv validate --explain`, the documentation and the tests are all made from it.
public struct Explanation: Sendable {
    /// Why it matters and what to do, as sentences.
    public let text: String
    /// A whole input that has the problem.
    public let fails: Example
    /// An input that does not have it.
    public let passes: Example
    /// The limits under which the first example has the problem.
    public let limits: Limits

    public init(_ text: String, fails: Example, passes: Example, limits: Limits = Limits()) {
        self.text = text
        self.fails = fails
        self.passes = passes
        self.limits = limits
    }

    /// The bytes of an input, and the name of the file they are in where that matters.
    public struct Example: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
        public let bytes: [UInt8]
        public let fileName: String?

        public init(_ bytes: [UInt8], fileName: String? = nil) {
            self.bytes = bytes
            self.fileName = fileName
        }

        public init(_ text: String, fileName: String? = nil) { self.init(Array(text.utf8), fileName: fileName) }

        public init(stringLiteral value: String) { self.init(value) }
    }
}
