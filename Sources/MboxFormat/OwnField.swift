import TextScanning
import TranscriptCoding
import TranscriptModel

/// The field that holds what a mail cannot say of its message: JSON, so written that every mail program leaves it be.
///
///     X-Chatconv: {"reactions":[{"emoji":"+1","count":2}],
///      "generatedBy":"bot"}
///     X-Chatconv: base64 eyJyZWFjdGlvbnMiOlt7ImVtb2ppIjoi8J+YgCJ9XX0=
///
/// The first form is JSON of printable ASCII, folded at blanks that are put behind commas outside its strings, where
/// JSON does not mind them. What has other characters, two blanks in a row or a string that fits no line is base64.
enum OwnField {
    private static let base64Mark: StaticString = "base64"

    /// Appends the field with `json`, an object on one line, as its value.
    static func append(_ json: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        output.append(MboxSyntax.ownField)
        output.append(": ")
        if isLegible(json) {
            appendFolded(json, to: &output)
        } else {
            output.append(base64Mark)
            output.append("\n ")
            Base64.encode(json, lineBreak: "\n ", to: &output)
        }
        output.append(MboxSyntax.lineFeed)
    }

    /// Appends the field that has nothing to say but the time of a message: that it has no zone, which no mail can say.
    static func append(_ timestamp: Timestamp, to output: inout OutputBuffer) {
        output.append(MboxSyntax.ownField)
        output.append(": {\"timestamp\":\"")
        output.append(timestamp)
        output.append("\"}\n")
    }

    /// The time in a field that has nothing to say but that it has no zone, as the above writes it; nil for any other field.
    static func onlyTime(_ value: UnsafeBufferPointer<UInt8>) -> (date: CalendarDate, secondsOfDay: Int)? {
        let opening: StaticString = "{\"timestamp\":\""
        let start = opening.utf8CodeUnitCount
        guard value.count == start + 21, value.starts(with: opening), value.starts(with: "\"}", at: start + 19) else { return nil }
        let time = value.slice(start..<start + 19)
        guard time[4] == UInt8(ascii: "-"), time[7] == UInt8(ascii: "-"), time[10] == UInt8(ascii: "T"),
            time[13] == UInt8(ascii: ":"), time[16] == UInt8(ascii: ":"), let century = twoDigits(time[0], time[1]),
            let year = twoDigits(time[2], time[3]), let month = twoDigits(time[5], time[6]),
            let day = twoDigits(time[8], time[9]), let hours = twoDigits(time[11], time[12]), hours < 24,
            let minutes = twoDigits(time[14], time[15]), minutes < 60, let seconds = twoDigits(time[17], time[18]),
            seconds < 60, let date = CalendarDate(year: century * 100 + year, month: month, day: day)
        else { return nil }
        return (date, hours * 3600 + minutes * 60 + seconds)
    }

    private static func isLegible(_ json: UnsafeBufferPointer<UInt8>) -> Bool {
        var previous: UInt8 = 0
        var piece = 0
        var scan = StringScan()
        for byte in json {
            guard byte >= 0x20, byte < 0x7F, !(byte == MboxSyntax.space && previous == byte) else { return false }
            scan.take(byte)
            piece = scan.isComma(byte) ? 0 : piece + 1
            if piece > 900 { return false }
            previous = byte
        }
        return true
    }

    private static func appendFolded(_ json: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        var column = MboxSyntax.ownField.utf8CodeUnitCount + 2
        var start = 0
        var scan = StringScan()
        for index in json.indices {
            scan.take(json[index])
            guard scan.isComma(json[index]) || index == json.count - 1 else { continue }
            let piece = json.slice(start..<index + 1)
            if start > 0, column + piece.count > MboxSyntax.preferredLine {
                output.append("\n ")
                column = 1
            }
            output.append(piece)
            column += piece.count
            start = index + 1
        }
    }

    /// Knows whether a place in JSON is inside a string.
    private struct StringScan {
        private var isInside = false
        private var isEscaped = false

        mutating func take(_ byte: UInt8) {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = isInside
            } else if byte == UInt8(ascii: "\"") {
                isInside.toggle()
            }
        }

        func isComma(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ",") && !isInside }
    }

    /// The JSON in a field's value, which may be folded; nil where it is base64 and damaged, or not UTF-8.
    static func json(_ value: UnsafeBufferPointer<UInt8>) -> Text? {
        var output = OutputBuffer(capacity: value.count)
        if value.starts(with: base64Mark) {
            let start = base64Mark.utf8CodeUnitCount
            if Base64.append(value.slice(start..<value.count), to: &output) != nil { return nil }
        } else {
            output.appendWithoutLineEnds(value)
        }
        return output.withBytes { CharsetDecoder.isUTF8($0) ? Text(copying: $0) : nil }
    }
}
