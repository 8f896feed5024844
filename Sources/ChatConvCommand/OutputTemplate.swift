import ChatConv
import TranscriptCoding

/// Where the parts of a transcript go: a path with names in braces, `out/{year}/{date}.md`.
///
/// What a part's name brings into a path cannot lead anywhere else, and is a name on every system: a slash, a control
/// character, what Windows and FAT have no room for, a dot at its start, a dot or blank at its end, and the first letter of a
/// name that Windows keeps for a device are written as in URLs.
struct OutputTemplate: Sendable {
    fileprivate enum Piece: Sendable {
        case bytes([UInt8])
        case field(Field)
    }

    /// What can stand in braces.
    enum Field: String, Sendable, CaseIterable {
        /// Whatever the parts are told apart by: `2018-01-23`, `2018-01`, `2018`, a sender's name, `0001`.
        case part
        case date, year, month, day
        case sender
        case number

        /// Whether parts by this rule have the field.
        fileprivate func exists(for rule: SplitRule) -> Bool {
            switch (self, rule) {
            case (.part, _), (.year, .day), (.year, .month), (.year, .year), (.month, .day), (.month, .month): true
            case (.date, .day), (.day, .day), (.sender, .sender), (.number, .count): true
            default: false
            }
        }
    }

    private let pieces: [Piece]
    private let rule: SplitRule

    /// Reads a template; one without braces is a folder, in which each part is named after what it holds.
    ///
    /// - Throws: `usage` when a name in braces is none that parts by this rule have.
    init(_ path: Argument, for rule: SplitRule, suffix: String) throws(ConversionError) {
        self.rule = rule
        var pieces = try Self.pieces(of: path.bytes, for: rule)
        if pieces.allSatisfy(\.isFixed) {
            pieces += [.bytes([UInt8(ascii: "/")]), .field(.part), .bytes(Array(".\(suffix)".utf8))]
        }
        self.pieces = pieces
    }

    /// The path of a part.
    func path(of part: SplitPart) -> Argument {
        var bytes: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .bytes(let fixed): bytes += fixed
            case .field(let field): bytes += Self.escaped(text(of: field, in: part))
            }
        }
        return Argument(bytes: bytes)
    }

    private static func pieces(of path: [UInt8], for rule: SplitRule) throws(ConversionError) -> [Piece] {
        var pieces: [Piece] = []
        var rest = path[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "{")), let close = rest[open...].firstIndex(of: UInt8(ascii: "}")) {
            let name = String(decoding: rest[(open + 1)..<close], as: UTF8.self)
            guard let field = Field(rawValue: name), field.exists(for: rule) else {
                let fields = Field.allCases.filter { $0.exists(for: rule) }.map { "{\($0.rawValue)}" }
                throw ConversionError(
                    .usage, .invalidOption, "'{\(name)}' is nothing that these parts have", help: "they have \(list(fields))")
            }
            pieces += [.bytes(Array(rest[..<open])), .field(field)]
            rest = rest[(close + 1)...]
        }
        return pieces + [.bytes(Array(rest))]
    }

    private func text(of field: Field, in part: SplitPart) -> [UInt8] {
        switch (part, field) {
        case (.date(nil), _): return Array("undated".utf8)
        case (.date(let date?), .year): return Self.digits(Int(date.year), 4)
        case (.date(let date?), .month): return Self.digits(Int(date.month), 2)
        case (.date(let date?), .day): return Self.digits(Int(date.day), 2)
        case (.date(let date?), _): return name(of: date)
        case (.sender(let name), _): return name.map { $0.withUTF8 { Array($0) } } ?? Array("nobody".utf8)
        case (.number(let number), _): return Self.digits(number, 4)
        }
    }

    private func name(of date: CalendarDate) -> [UInt8] {
        let year = Self.digits(Int(date.year), 4)
        let hyphen = [UInt8(ascii: "-")]
        if rule == .year { return year }
        let month = year + hyphen + Self.digits(Int(date.month), 2)
        return rule == .month ? month : month + hyphen + Self.digits(Int(date.day), 2)
    }

    private static func digits(_ number: Int, _ width: Int) -> [UInt8] {
        let digits = Array(String(number).utf8)
        return [UInt8](repeating: UInt8(ascii: "0"), count: max(0, width - digits.count)) + digits
    }

    /// What cannot be in a name, or means something at its start or end, as `%2F`. An empty name is `%`, and a long one is cut.
    private static func escaped(_ name: [UInt8]) -> [UInt8] {
        if name.isEmpty { return [UInt8(ascii: "%")] }
        let isDevice = PortableName.isReserved(String(decoding: name, as: UTF8.self))
        var result: [UInt8] = []
        for (index, byte) in name.enumerated() {
            let isLast = index == name.count - 1
            let isAtEdge = byte == UInt8(ascii: ".") && (index == 0 || isLast) || byte == UInt8(ascii: " ") && isLast
            if !PortableName.canHold(byte) || byte == UInt8(ascii: "%") || isAtEdge || index == 0 && isDevice {
                let digits = Array(String(byte, radix: 16, uppercase: true).utf8)
                result += [UInt8(ascii: "%")] + (digits.count < 2 ? [UInt8(ascii: "0")] : []) + digits
            } else {
                result.append(byte)
            }
        }
        // Names of files are at most 255 bytes on most systems; a character is not cut.
        guard result.count > 200 else { return result }
        var end = 200
        while end > 0, result[end] & 0xC0 == 0x80 { end -= 1 }
        return Array(result[..<end])
    }
}

extension OutputTemplate.Piece {
    fileprivate var isFixed: Bool {
        if case .bytes = self { true } else { false }
    }
}
