public import TranscriptModel

extension Transcript {
    /// A transcript that is as small as can be found and for which `fails` is still true: messages and parts left out,
    /// texts shortened to single characters, times made plain.
    ///
    /// The result depends on nothing but the transcript and `fails`, which is called at most `steps` times, and less
    /// often for long transcripts: one of `n` messages counts for 1 + n/32. When `fails` is not true of this transcript,
    /// nothing is promised of the result.
    public func shrunk(steps: Int = 5000, while fails: (Transcript) -> Bool) -> Transcript {
        var smallest = self
        var remaining = steps
        var last: Transcript?
        while last != smallest, remaining > 0 {
            last = smallest
            smallest.simplify { candidate in
                guard remaining > 0 else { return false }
                remaining -= 1 + candidate.messages.count / 32
                return fails(candidate)
            }
        }
        return smallest
    }
}
