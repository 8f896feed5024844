import ChatConv

/// How a run ended, as the process's exit status. The numbers from 64 on are those of sysexits.h.
public enum ExitStatus: Int32, Sendable, Hashable, CaseIterable {
    case done = 0
    case answerIsNo = 1
    case usage = 64
    case malformedInput = 65
    case inputUnavailable = 66
    case unknownFormat = 69
    case defect = 70
    case outputUnavailable = 73
    case inputOutput = 74

    /// The status of a run that an error of this category ended.
    init(_ category: ConversionError.Category) {
        switch category {
        case .answerIsNo: self = .answerIsNo
        case .usage: self = .usage
        case .malformedInput, .limitExceeded: self = .malformedInput
        case .inputUnavailable: self = .inputUnavailable
        case .unknownFormat: self = .unknownFormat
        case .outputUnavailable: self = .outputUnavailable
        case .inputOutput: self = .inputOutput
        // Whoever closed the pipe has what they wanted: `| head`.
        case .outputClosed: self = .done
        case .defect: self = .defect
        }
    }

    /// What it means, as the help says it.
    var meaning: String {
        switch self {
        case .done: "done"
        case .answerIsNo: "the run worked, and its answer is no"
        case .usage: "wrong usage"
        case .malformedInput: "malformed input"
        case .inputUnavailable: "input missing or unreadable"
        case .unknownFormat: "unknown or undetected format"
        case .defect: "a bug in chatconv"
        case .outputUnavailable: "output cannot be created"
        case .inputOutput: "read or write error"
        }
    }
}
