import Testing

extension Tag {
    /// It waits, or uses threads or other processes: `make flaky` repeats it, also on a busy machine.
    @Tag static var concurrent: Self
}
