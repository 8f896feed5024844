import TextScanning
import TranscriptCoding
import TranscriptModel

// A format for these tests alone, whose records are copied: a line a message, `NAME`, a tab, `TEXT`, and perhaps another tab and
// a remark, which the model has no place for. It is written against what the modules show to everybody.

/// What is wrong with a copying format on purpose.
enum CopyingFault: CaseIterable {
    case copiesWhatWasChanged, copiesNothing, copiesAnotherExtent
}

extension OmissionKind {
    fileprivate static let remarks = OmissionKind("remarks", .description, "what stands behind the text of a line")
}

struct CopyingFormat: TranscriptFormat {
    var fault: CopyingFault?

    static let line = DiagnosticCode("copying.line", "the line is no message")

    var descriptor: FormatDescriptor {
        FormatDescriptor(
            name: "copying", extensions: ["copying"], mediaTypes: [], summary: "a format for tests that copies records",
            capabilities: [.senderNames, .bodies, .messagesWithoutTime], omissions: [.remarks], copiesRecords: true,
            diagnostics: [Self.line])
    }

    func probe(_ prefix: ProbePrefix) -> ProbeResult {
        prefix.bytes.contains(0x09) ? ProbeResult(.likely, "a tab") : .no
    }

    func makeReader(_ input: InputBuffer, options: NoOptions) -> any TranscriptReader { CopyingReader(input: input, fault: fault) }
    func makeWriter(options: NoOptions) -> any TranscriptWriter { CopyingWriter(fault: fault) }
}

/// Where a line stands, and the message that it was read as.
private final class CopiedLine: RecordSource {
    let omissions: [Omission]
    let file: RecordFile
    let extent: Range<Int>
    private let message: Message
    private let copiesAll: Bool

    init(_ message: Message, _ omissions: [Omission], _ file: RecordFile, _ extent: Range<Int>, copiesAll: Bool) {
        (self.message, self.omissions, self.file, self.extent) = (message, omissions, file, extent)
        self.copiesAll = copiesAll
    }

    func isWrittenWhole(for message: Message) -> Bool { copiesAll || message == self.message }
}

private struct CopyingReader: TranscriptReader {
    let input: InputBuffer
    let fault: CopyingFault?

    func readHeader() -> TranscriptHeader { TranscriptHeader() }

    func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        while batch.count < MessageBatch.preferredCount {
            if !batch.isEmpty, input.withUnread({ !$0.contains(0x0A) }) { return true }
            while input.withUnread({ !$0.contains(0x0A) }), try input.fill() {}
            if input.unreadCount == 0 { break }
            let length = input.withUnread { $0.firstIndex(of: 0x0A) ?? $0.count }
            batch.append(try message(length))
            input.consume(length + 1)
        }
        return !batch.isEmpty
    }

    private func message(_ length: Int) throws(ConversionError) -> Message {
        let tabs = input.withUnread { bytes in bytes[..<length].indices.filter { bytes[$0] == 0x09 } }
        guard let first = tabs.first else {
            throw ConversionError(.malformedInput, CopyingFormat.line, "there is no tab", at: input.location(of: 0..<length))
        }
        let end = tabs.dropFirst().first ?? length
        let name = String(input.text(0..<first))
        var message = Message(
            sender: Sender(name: name == "~" ? nil : unescaped(name)), body: unescaped(String(input.text(first + 1..<end))))
        let omissions = end == length ? [] : [Omission(.remarks, byteCount: length - end, at: input.location(at: end))]
        if let file = input.recordFile {
            let start = input.location(at: 0).byteOffset
            let extent = start + (fault == .copiesAnotherExtent ? 1 : 0)..<start + min(length + 1, input.unreadCount)
            message.details.source = CopiedLine(
                message, omissions, file, extent, copiesAll: fault == .copiesWhatWasChanged)
        } else {
            message.omit(omissions)
        }
        return message
    }

    private func unescaped(_ text: String) -> Text {
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                switch scalar {
                case "n": result.append("\n")
                case "t": result.append("\t")
                case "\\", "~": result.append(scalar)
                default: result.append(contentsOf: ["\\", scalar])
                }
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                result.append(scalar)
            }
        }
        if isEscaped { result.append("\\") }
        return Text(String(result))
    }
}

private struct CopyingWriter: TranscriptWriter {
    let fault: CopyingFault?

    func begin(_ header: TranscriptHeader, into output: inout OutputBuffer) {}

    func write(_ messages: [Message], into output: inout OutputBuffer) throws(ConversionError) {
        for message in messages {
            if fault != .copiesNothing, let line = message.source as? CopiedLine, line.isWrittenWhole(for: message) {
                try line.file.append(line.extent, to: &output)
                continue
            }
            let name = message.sender.name.map { String($0) == "~" ? "\\~" : escaped($0) } ?? "~"
            output.append(utf8: "\(name)\t\(escaped(message.body ?? Text()))\n")
        }
    }

    func finish(into output: inout OutputBuffer) {}

    private func escaped(_ text: Text) -> String {
        var result = String.UnicodeScalarView()
        for scalar in String(text).unicodeScalars {
            switch scalar {
            case "\n": result.append(contentsOf: ["\\", "n"])
            case "\t": result.append(contentsOf: ["\\", "t"])
            case "\\": result.append(contentsOf: ["\\", "\\"])
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
