/// What a reader knows of the record that a message was read from: what it left out of it, and where it stands.
///
/// It travels with the message and is no part of it: two messages are equal whatever they were read from, and no format
/// writes it down. `TranscriptCoding` says what there is to know (`RecordSource`); the model only carries it.
public protocol SourceRecord: AnyObject, Sendable {}

/// A reference to a record that comparing and hashing pass over.
struct SourceReference: Sendable, Hashable {
    var record: (any SourceRecord)?

    static func == (left: SourceReference, right: SourceReference) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
}
