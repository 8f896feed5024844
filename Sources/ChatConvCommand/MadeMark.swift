import ChatConv
import SystemPackage
import TranscriptCoding

/// What an output was made of, as far as its time does not tell: a fingerprint of the options, of the version of chatconv and of the
/// inputs' names, kept with the file as an extended attribute, `user.chatconv.made`, so that no file lies beside it.
///
/// Its value is `1`, sixteen hexadecimal digits, and `empty` where the output is meant to be: `1 0123456789abcdef`. A copy of the
/// file, or one on a file system without such attributes, has none, and its time and size have to do.
struct MadeMark: Sendable {
    static let attribute = "user.chatconv.made"

    private let value: String

    /// - Parameter recipe: what all outputs of a run are made by.
    init(_ recipe: Recipe, of inputs: [InputFile]) { value = "1 \(recipe.fingerprint(of: inputs))" }

    /// Whether an output that is there can be one that is made so.
    func fits(_ output: FilePath) -> Bool {
        let isEmpty = fileSize(output) == 0
        guard let found = attributeValue(Self.attribute, of: output) else { return !isEmpty }
        return found == bytes(isEmpty: isEmpty)
    }

    /// Marks an output that is whole.
    func set(on file: AtomicFile, isEmpty: Bool) { file.setAttribute(Self.attribute, bytes(isEmpty: isEmpty)) }

    private func bytes(isEmpty: Bool) -> [UInt8] { Array((value + (isEmpty ? " empty" : "")).utf8) }

    /// What decides what comes of an input.
    struct Recipe: Sendable {
        private let start: SHA256

        init(_ settings: Settings, to target: FormatDescriptor) {
            var hash = SHA256()
            let options = settings.formatOptions.map { "--\($0.name)=\($0.value ?? "")" }
            for part in ["chatconv \(version)", "to \(target.name)"] + settings.recipe + options { hash.add(part.utf8) }
            start = hash
        }

        /// The same for inputs of the same names, wherever they are: the command line may name their folder in many ways.
        fileprivate func fingerprint(of inputs: [InputFile]) -> String {
            var hash = start
            for input in inputs {
                let path = input.argument?.bytes ?? []
                hash.add(path.suffix(from: path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0))
            }
            return hash.finish().prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
}

extension SHA256 {
    /// Adds bytes and their end, so that no other two are the same one after the other.
    fileprivate mutating func add(_ bytes: some Sequence<UInt8>) {
        Array(bytes).withUnsafeBytes { update($0) }
        [UInt8(0)].withUnsafeBytes { update($0) }
    }
}
