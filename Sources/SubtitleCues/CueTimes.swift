/// From when to when a cue is shown, in milliseconds from the file's start.
public struct CueTimes: Sendable, Hashable {
    public var start: Int
    public var end: Int

    public init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }
}
