public import TranscriptModel

/// A file that is attached to a message and still in the input that the message was read from.
public protocol AttachedFile: Sendable {
    /// Writes what it holds, piece by piece. Returns what is wrong with it, if something is.
    func copy(into destination: any ByteDestination) throws(ConversionError) -> AttachedFileDamage?
}

/// What is wrong with the content of an attached file: it came through as far as it can be made out.
public struct AttachedFileDamage: Sendable {
    public let diagnostic: Diagnostic
    public let omission: Omission

    public init(_ diagnostic: Diagnostic, _ omission: Omission) {
        self.diagnostic = diagnostic
        self.omission = omission
    }
}

/// The files that are attached to a message, for who writes them into a folder: whoever reads last, behind all filters, so that
/// messages that are left out leave no files, and nothing is written twice.
public struct AttachedFiles: Sendable {
    /// The folder that the reader was told to have them written into.
    public let folder: String
    /// One for each attachment of the message, in their order.
    public let files: [any AttachedFile]
    /// What the reader left out of the message's record besides them.
    public var otherOmissions: [Omission]

    public init(_ files: [any AttachedFile], into folder: String, besides otherOmissions: [Omission]) {
        self.files = files
        self.folder = folder
        self.otherOmissions = otherOmissions
    }
}

extension Message {
    /// The files that are attached to it, where its reader was told to hand them on.
    public var attachedFiles: AttachedFiles? { (source as? any RecordSource)?.attachedFiles }

    /// Forgets that files are attached to it: they have been written, and are no longer left out.
    ///
    /// - Parameter damages: what was wrong with some.
    public mutating func forgetAttachedFiles(_ damages: [AttachedFileDamage] = []) {
        guard let files = attachedFiles else { return }
        var omissions = files.otherOmissions
        for damage in damages { omissions.add(damage.omission) }
        details.source = omissions.isEmpty ? nil : OmittingRecord(omissions, of: self)
    }
}
