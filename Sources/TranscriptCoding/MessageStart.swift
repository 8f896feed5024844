/// Where a message starts in the input.
///
/// Messages know nothing of where they stood: who converts does not ask, and who validates has to point at them. A reader
/// notes the start of each message that it adds to the batch, in the same order, with `InputBuffer.markMessage`; where no
/// input is validated that costs a comparison. A reader that notes nothing is validated too, without places.
public enum MessageStart: Sendable, Hashable {
    /// In bytes from the start of the input; the byte is still in memory when the batch is handed over.
    case byte(Int)
    /// At the last `<` before a byte, for readers that know of a tag only where it ends: looked for where somebody asks. Both
    /// bytes are still in memory when the batch is handed over.
    case tag(before: Int)
    /// A place that was looked up while its byte was in memory, for readers that move on before a batch is whole. Indirect,
    /// because it is many times larger than the other, and far less common.
    indirect case place(SourceLocation)
}
