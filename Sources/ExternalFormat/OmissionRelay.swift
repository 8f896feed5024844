import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// Gathers what a program tells that it left out of the transcript, in lines on standard error:
///
///     omission: {"what":"remarks","count":2,"bytes":31,"line":3,"column":9,"offset":48}
///
/// Names are those of the loss report. Lines of one kind are added up.
struct OmissionRelay {
    private let kinds: [OmissionKind]
    private var omissions: [Omission] = []
    /// What is wrong with the first line that is not what it has to be.
    private(set) var problem: String?

    private static let mark = "omission: "
    /// More than any input has, and so little that no sum of what a program may print overflows.
    private static let most = 1e12

    /// - Parameter kinds: what the program has described.
    init(_ kinds: [OmissionKind]) { self.kinds = kinds }

    /// Takes a line where it tells of an omission. Returns whether it does.
    mutating func take(_ line: String) -> Bool {
        guard line.hasPrefix(Self.mark) else { return false }
        do throws(ExternalDescription.Problem) {
            omissions.add(try omission(String(line.dropFirst(Self.mark.utf8.count))))
        } catch {
            if problem == nil, case .invalid(let detail) = error { problem = detail }
        }
        return true
    }

    /// Hands over what was told since this was called last.
    mutating func takeOmissions() -> [Omission] {
        defer { omissions.removeAll() }
        return omissions
    }

    private func omission(_ json: String) throws(ExternalDescription.Problem) -> Omission {
        var decoder = ModelDecoder()
        let value: Value
        do throws(JSONFailure) { value = try decoder.value(Text(json)) } catch {
            throw .invalid("what stands behind 'omission: ' is no JSON: \(printable(error.message)) (byte \(error.offset))")
        }
        var object = try DescribedObject(value, "an omission")
        let what = try object.text("what")
        guard let kind = kinds.first(where: { $0.name == what }) else {
            throw .invalid("'\(printable(what))' is nothing that \"omits\" describes")
        }
        let count = try object.count("count", from: 1, to: Self.most) ?? 1
        guard let byteCount = try object.count("bytes", from: 0, to: Self.most) else { throw .invalid("an omission lacks \"bytes\"") }
        let place = try place(&object)
        try object.finish()
        return Omission(kind, count: count, byteCount: byteCount, at: place)
    }

    private func place(_ object: inout DescribedObject) throws(ExternalDescription.Problem) -> SourceLocation? {
        let line = try object.count("line", from: 1, to: Self.most)
        let column = try object.count("column", from: 1, to: Self.most)
        let offset = try object.count("offset", from: 0, to: Self.most)
        if line == nil, column == nil, offset == nil { return nil }
        guard let line, let column, let offset else { throw .invalid("\"line\", \"column\" and \"offset\" are told together or not at all") }
        return SourceLocation(byteOffset: offset, line: line, column: column)
    }
}
