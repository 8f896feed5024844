package import TranscriptCoding
package import TranscriptModel

/// The extensions in which formats keep how a file spells its records, which is no part of what a transcript says
/// (`FormatDescriptor.spellingExtensions`).
package struct Spelling: Sendable {
    private let names: Set<Text>

    /// - Parameter target: a format whose own spelling is not meant.
    package init(of formats: [any TranscriptFormat], but target: FormatDescriptor? = nil) {
        var names: Set<Text> = []
        for format in formats { names.formUnion(format.descriptor.spellingExtensions) }
        self.names = names.subtracting(target?.spellingExtensions ?? [])
    }

    package func removed(from header: TranscriptHeader) -> TranscriptHeader {
        var header = header
        header.extensions = removed(from: header.extensions)
        for index in header.participants.indices {
            header.participants[index].extensions = removed(from: header.participants[index].extensions)
        }
        return header
    }

    package func removed(from message: Message) -> Message {
        if message.isPlainButForEnd { return message }
        var message = message
        var details = message.details
        details.extensions = removed(from: details.extensions)
        for index in details.attachments.indices {
            details.attachments[index].extensions = removed(from: details.attachments[index].extensions)
        }
        message.details = details
        return message
    }

    private func removed(from extensions: Members) -> Members {
        extensions.contains { names.contains($0.name) } ? Members(extensions.filter { !names.contains($0.name) }) : extensions
    }
}

extension ReadingSettings {
    /// Has the reader keep no spelling, and leaves out what a transcript took along of other formats' spelling. A file that becomes
    /// one in its own format keeps its own.
    package mutating func dropSpelling(
        of formats: [any TranscriptFormat], writing target: FormatDescriptor, from source: FormatDescriptor
    ) {
        keepsSpelling = false
        if source.name != target.name || target.spellingExtensions.isEmpty {
            droppedSpelling = Spelling(of: formats, but: target)
        }
    }
}

/// Takes them out of what passes.
struct SpellingRemoval: MessageFilter {
    let spelling: Spelling

    mutating func change(_ header: inout TranscriptHeader) { header = spelling.removed(from: header) }

    mutating func filter(_ messages: inout [Message]) -> Bool {
        for index in messages.indices where !messages[index].isPlainButForEnd {
            messages[index] = spelling.removed(from: messages[index])
        }
        return true
    }
}
