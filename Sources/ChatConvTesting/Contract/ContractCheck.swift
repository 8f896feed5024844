/// One thing that every format has to keep. The raw value says it as a phrase.
public enum ContractCheck: String, Sendable, Hashable, CaseIterable {
    /// Reading what was written gives the same transcript.
    case readingBack = "reading back what was written"
    /// Writing what was read back gives the same bytes again.
    case writingAgain = "writing again what was read back"
    /// How messages are divided over the calls of a writer does not show in its output.
    case writerCalls = "writing in other portions"
    /// The same bytes give the same result, however a source divides them.
    case chunks = "reading in other chunks"
    /// A reader hands over at least one and at most `MessageBatch.preferredCount` messages at a time.
    case batches = "reading in batches"
    /// A format recognises what it wrote and its samples, and no rival claims them.
    case detection = "detection"
    /// An input that ends too early is read, or refused with its place.
    case truncation = "reading an input that was cut short"
    /// A damaged input is read, or refused with its place; what was read can be written.
    case damage = "reading an input that was damaged"
    /// What a file holds is in the transcript, or the reader tells that it leaves it out, or refuses the file.
    case omissions = "telling what is left out"
    /// A format that copies records gives them again byte for byte, and not where they were changed.
    case copying = "copying records"
    /// A message is handed over before a reader waits for more.
    case liveInput = "reading an input that is still being written"
    /// What passes a limit is refused, not held.
    case limits = "keeping to the limits"
    /// A sample is read, and what was read is written and read back; a byte-exact one gives its bytes again.
    case samples = "reading a sample"
}
