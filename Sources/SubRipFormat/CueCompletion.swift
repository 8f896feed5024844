import SubtitleCues
import TranscriptCoding
import TranscriptModel

/// Messages as cues give them back: each with an end, on the file's own clock.
struct CueCompletion: MessageCompletion {
    private var queue: CueQueue
    private var placement: Placement

    init(_ options: SubRipWriterOptions) {
        queue = CueQueue(options.cues.duration)
        placement = Placement(options.cues.epoch)
    }

    mutating func append(_ message: Message, _ take: (Message) -> Void) {
        let place = placement.place(message.timestamp, end: message.end)
        queue.append(message, start: place.start, end: place.end) { take(Self.completed($0)) }
    }

    mutating func finish(_ take: (Message) -> Void) {
        queue.release { take(Self.completed($0)) }
    }

    private static func completed(_ cue: CueQueue.Cue) -> Message {
        Message(
            timestamp: CueClock.standard.timestamp(at: cue.times.start), sender: cue.message.sender,
            body: cue.message.body ?? "", end: CueClock.standard.timestamp(at: min(cue.times.end, CueClock.latest)))
    }
}
