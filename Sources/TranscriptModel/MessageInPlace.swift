/// A message where it lies in memory, valid during the call that it was handed out in.
///
/// In a loop over an array, or by an index, a message is copied for whoever looks at it: a reference to each of its texts is
/// taken and released, and the texts of a batch share the block that they were read from. That was a sixth of writing JSON.
public struct MessageInPlace {
    @usableFromInline let pointer: UnsafePointer<Message>

    @inlinable
    init(_ pointer: UnsafePointer<Message>) { self.pointer = pointer }

    /// The message itself: a copy.
    @inlinable public var message: Message { pointer.pointee }

    /// When it was sent: a copy, as is its end.
    @inlinable public var timestamp: Timestamp? { pointer.pointee.timestamp }
    /// When it ended, where it says so.
    @inlinable public var end: Timestamp? { pointer.pointee.end }

    /// What it has, if that is only a time, perhaps an end, a sender and a body; else nil. O(1).
    @inlinable @inline(__always)
    public var plain: PlainParts? { pointer.pointee.isPlainButForEnd ? PlainParts(pointer) : nil }

    /// What a message has that is plain but for its end: its times, and its texts as bytes in memory.
    public struct PlainParts {
        public let timestamp: Timestamp?
        public let end: Timestamp?
        public let senderName: UnsafeBufferPointer<UInt8>?
        public let senderID: UnsafeBufferPointer<UInt8>?
        public let body: UnsafeBufferPointer<UInt8>?

        @inlinable @inline(__always)
        init(_ pointer: UnsafePointer<Message>) {
            timestamp = pointer.pointee.timestamp
            end = pointer.pointee.end
            senderName = pointer.pointee.sender.name?.bytes
            senderID = pointer.pointee.sender.id?.bytes
            body = pointer.pointee.body?.bytes
        }
    }
}

extension Message {
    /// Calls `body` with this message where it lies.
    @inlinable @inline(__always)
    public func inPlace<Result>(_ body: (MessageInPlace) -> Result) -> Result {
        withUnsafePointer(to: self) { body(MessageInPlace($0)) }
    }
}

extension [Message] {
    /// Calls `body` with each message where it lies. O(n).
    @inlinable @inline(__always)
    public func forEachInPlace(_ body: (MessageInPlace) -> Void) {
        withUnsafeBufferPointer { messages in
            guard let base = messages.baseAddress else { return }
            for index in messages.indices { body(MessageInPlace(base + index)) }
        }
    }

    /// The same with the message after each; nil after the last. O(n).
    @inlinable @inline(__always)
    public func forEachInPlaceWithNext(_ body: (_ message: MessageInPlace, _ next: MessageInPlace?) -> Void) {
        withUnsafeBufferPointer { messages in
            guard let base = messages.baseAddress else { return }
            for index in messages.indices {
                let next = base + (index &+ 1)
                body(MessageInPlace(base + index), index &+ 1 < messages.count ? MessageInPlace(next) : nil)
            }
        }
    }
}
