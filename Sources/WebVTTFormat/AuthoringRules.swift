import SubtitleCues
import TextScanning
import TranscriptCoding

/// What the specification asks of who writes a file (W3C WebVTT, section 4), where a player reads it all the same.
///
/// The parser of section 6 never fails once it has seen the signature: it drops what it cannot read, which the reader
/// reports by itself, and takes much that section 4 forbids. That is what is looked for here, while a file is validated.
struct AuthoringRules {
    /// Something found, and where in what was looked at.
    struct Finding {
        var severity: Diagnostic.Severity = .warning
        var code: DiagnosticCode
        var message: String
        var help: String?
        var range: Range<Int>
    }

    private var regions: Set<String> = []
    /// The identifiers so far, by their hash values.
    private var identifiers: Set<Int> = []

    /// So many identifiers and regions are remembered, so that memory does not grow with the file.
    private static let mostIdentifiers = 1 << 17

    // MARK: The head

    /// Judges the lines right under the signature, up to the first blank line.
    func findings(inHeader header: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> [Finding] {
        let line = bytes.slice(header)
        let isPassedOver = line.starts(with: "STYLE") || line.starts(with: "REGION")
        return [
            Finding(
                severity: isPassedOver ? .warning : .note, code: .textInHeader,
                message: isPassedOver
                    ? "without a blank line before it, the block is part of the file's header and does not count"
                    : "the line after WEBVTT is not blank, so that what follows is passed over as a header",
                range: header)
        ]
    }

    /// Judges the settings of a region, which stand in `range`.
    mutating func findings(inRegion range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> [Finding] {
        let settings = bytes.slice(range)
        var findings = duplicates(in: settings, at: range.lowerBound)
        let id = RegionSettings(settings).id
        if id.isEmpty {
            findings.append(
                Finding(
                    code: .regionIdentifier, message: "the region has no id, so that no cue can name it",
                    range: range))
        } else if regions.contains(id) {
            findings.append(
                Finding(code: .regionIdentifier, message: "a region before has the id '\(id.prefix(40))' as well", range: range))
        } else if regions.count < Self.mostIdentifiers {
            regions.insert(id)
        }
        return findings
    }

    // MARK: Cues

    /// Judges a cue. `isApart` tells that a blank line, or nothing, stands before it.
    mutating func findings(in cue: Block, isApart: Bool, _ bytes: UnsafeBufferPointer<UInt8>) -> [Finding] {
        guard let timing = cue.timing, let line = cue.timingLine else { return [] }
        var findings: [Finding] = []
        if !isApart {
            findings.append(
                Finding(code: .noBlankLine, message: "no blank line separates the cue from what stands before it", range: cue.range))
        }
        if let identifier = cue.identifier, isRepeated(bytes.slice(identifier)) {
            let name = String(decoding: bytes.slice(identifier), as: UTF8.self)
            findings.append(
                Finding(
                    code: .duplicateIdentifier, message: "a cue before has the identifier '\(name.prefix(40))' as well",
                    range: identifier))
        }
        if let reason = Self.looseness(of: line, timing, bytes) {
            findings.append(Finding(severity: .note, code: .looseSyntax, message: reason, range: line))
        }
        if !timing.settings.isEmpty { findings += self.findings(inSettings: timing.settings, bytes) }
        let payload = bytes.slice(cue.payload)
        // Most texts have no markup.
        if payload.firstIndex(of: UInt8(ascii: "<"), from: 0) == nil, payload.firstIndex(of: UInt8(ascii: "&"), from: 0) == nil {
            return findings
        }
        var text = CueTextRules(payload, timing.times)
        for var finding in text.findings() {
            finding.range = finding.range.lowerBound + cue.payload.lowerBound..<finding.range.upperBound + cue.payload.lowerBound
            findings.append(finding)
        }
        return findings
    }

    private mutating func isRepeated(_ identifier: UnsafeBufferPointer<UInt8>) -> Bool {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(identifier))
        let hash = hasher.finalize()
        if identifiers.contains(hash) { return true }
        if identifiers.count < Self.mostIdentifiers { identifiers.insert(hash) }
        return false
    }

    private func findings(inSettings range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> [Finding] {
        let settings = bytes.slice(range)
        var findings = duplicates(in: settings, at: range.lowerBound)
        var region: SettingList.Word?
        var line: SettingList.Word?
        var other: CueSettings.Name?
        for word in SettingList(settings) {
            guard let name: CueSettings.Name = word.pair?.name.keyword() else { continue }
            if name == .region { region = word }
            if name == .line { line = line ?? word }
            if name == .line || name == .vertical || name == .size { other = other ?? name }
        }
        if let region, let finding = finding(inRegion: region, besides: other, at: range.lowerBound) { findings.append(finding) }
        if let line, !line.bytes.contains(UInt8(ascii: "%")), line.bytes.contains(UInt8(ascii: ".")) {
            findings.append(
                Finding(
                    severity: .note, code: .looseSyntax, message: "a line number is whole",
                    range: line.range(from: range.lowerBound)))
        }
        return findings
    }

    /// Judges the setting that names a region, of a cue that has another one beside it or not.
    private func finding(
        inRegion word: SettingList.Word, besides other: CueSettings.Name?, at start: Int
    ) -> Finding? {
        let range = word.range(from: start)
        if let other {
            return Finding(
                code: .ignoredSetting, message: "'region' is ignored in a cue that has '\(other.rawValue)'", range: range)
        }
        let region = String(decoding: word.pair?.value ?? word.bytes, as: UTF8.self)
        if regions.contains(region) || regions.count >= Self.mostIdentifiers { return nil }
        return Finding(
            code: .unknownRegion, message: "there is no region '\(region.prefix(40))' before this cue", range: range)
    }

    private func duplicates(in settings: UnsafeBufferPointer<UInt8>, at position: Int) -> [Finding] {
        var findings: [Finding] = []
        var names: Set<String> = []
        for word in SettingList(settings) {
            guard let pair = word.pair else { continue }
            let name = String(decoding: pair.name, as: UTF8.self)
            if names.insert(name).inserted { continue }
            findings.append(
                Finding(
                    code: .duplicateSetting, message: "the setting '\(name.prefix(40))' is there already",
                    range: word.range(from: position)))
        }
        return findings
    }

    /// How the line of a cue's times differs from what section 4 has.
    private static func looseness(
        of line: Range<Int>, _ timing: CueTiming, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> String? {
        let text = bytes.slice(line)
        // As nearly all are written.
        if text.plainTimecode(at: 0, separator: UInt8(ascii: ".")) != nil, text.starts(with: " --> ", at: 12),
            text.plainTimecode(at: 17, separator: UInt8(ascii: ".")) != nil, text.count == 29 || text[29] == 0x20
        {
            return nil
        }
        guard let arrow = text.indices.first(where: { text.starts(with: WebVTTSyntax.arrow, at: $0) }) else { return nil }
        func isSpace(_ index: Int) -> Bool { text.indices.contains(index) && (text[index] == 0x20 || text[index] == 0x09) }
        if !isSpace(arrow - 1) || !isSpace(arrow + 3) { return "a space belongs on either side of the arrow" }
        if isSpace(0) { return "the line of a cue's times starts with white space" }
        let end = text.slice(arrow + 3..<text.count)
        for time in [text.slice(0..<arrow), end.slice(end.trimmed(0..<end.count))] {
            if (time.firstIndex(of: UInt8(ascii: ":"), from: 0) ?? 2) < 2 { return "hours are two digits or more" }
        }
        if !timing.settings.isEmpty, !isSpace(timing.settings.lowerBound - line.lowerBound - 1) {
            return "a space belongs between the times and the settings"
        }
        return nil
    }
}
