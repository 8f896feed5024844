import ChatConv
import Synchronization

/// Reads inputs only to know the names in them, before any of them is anonymized: a name in one transcript may be said in
/// another.
struct NameGathering {
    let registry: FormatRegistry
    let settings: Settings

    /// The names in all inputs that can be read. What is wrong with the others is said when they are converted.
    func names(in inputs: [InputFile], _ streams: CommandStreams, threads: Int) throws(ConversionError) -> KnownNames {
        let gathered = Gathered()
        // Threads have no standard input: it is kept before them.
        if let input = inputs.first(where: \.isStandardInput) { _ = try input.open(streams) }
        let batch = BatchRun(streams, threads: threads, jobs: inputs.count, bytes: nil)
        _ = try batch.run(inputs.count) { streams in
            return { index, _ in
                if let names = try? self.names(in: inputs[index].open(streams), fileName: inputs[index].fileName) {
                    gathered.add(names)
                }
                return .converted
            }
        }
        return gathered.names
    }

    func names(in source: any ByteSource, fileName: String?) throws(ConversionError) -> KnownNames {
        var known = KnownNames()
        let input = try registry.open(source, fileName: fileName, as: settings.from, charset: settings.charset)
        let options = try registry.route(settings.formatOptions, from: input.format, to: nil, ignoringOthers: true)
        var reader = try input.makeReader(
            ReadingSettings(options: options.reader, limits: settings.limits, isLenient: settings.isLenient))
        known.add(try reader.readHeader())
        var batch: [Message] = []
        var hasMore = true
        while hasMore {
            batch.removeAll(keepingCapacity: true)
            hasMore = try reader.readMessages(into: &batch)
            for message in batch { known.add(message) }
        }
        return known
    }

    private final class Gathered: Sendable {
        private let all = Mutex(KnownNames())

        var names: KnownNames { all.withLock { $0 } }

        func add(_ names: KnownNames) { all.withLock { $0.add(names) } }
    }
}
