public import TextScanning
public import TranscriptModel

extension OutputBuffer {
    /// Appends the UTF-8 of `text`. A literal is taken as a `StaticString`, which costs no storage.
    @_disfavoredOverload
    @inlinable @inline(__always)
    public mutating func append(_ text: Text) {
        text.withUTF8 { append($0) }
    }

    /// Appends `YYYY-MM-DD`.
    public mutating func append(_ date: CalendarDate) {
        appendTwoDigits(Int(date.year) / 100)
        appendTwoDigits(Int(date.year))
        append(UInt8(ascii: "-"))
        appendTwoDigits(Int(date.month))
        append(UInt8(ascii: "-"))
        appendTwoDigits(Int(date.day))
    }
}
