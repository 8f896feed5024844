import ChatConv

/// What a command line asks for.
struct Settings: Sendable {
    /// Inputs, or what else the command takes: a format's name, a command's name.
    var operands: [Argument] = []
    var from: String?
    var to: String?
    var output: Argument?
    var overwrites = false
    /// Whether files are put on the disk before they get their names, so that a power cut takes none that has its name.
    var isDurable = true
    /// How outputs are compressed; nil for what their names tell.
    var compression: Compression?
    /// The options that decide what comes of an input, as they were given.
    var recipe: [String] = []
    /// Whether an output that is newer than its input stays, and an older one is replaced.
    var onlyNewer = false
    /// Which files in folders are taken.
    var selection = FileSelection()
    /// How many files are converted at a time; nil for as many as there are processors.
    var jobs: Int?
    var isLenient = false
    var isQuiet = false
    var printsJSON = false
    /// Whether `info` tells a digest of what a transcript says.
    var showsDigest = false
    /// Whether outputs are read back and compared before they get their names.
    var verifies = false
    /// Whether a conversion that loses anything is none.
    var refusesLoss = false
    /// In what two transcripts may differ and be equal.
    var ignoredParts: Set<IgnoredPart> = []
    /// Whether a run that leaves no message fails.
    var failsIfEmpty = false
    /// Names of losses that it may have all the same.
    var allowedLosses: [String] = []
    /// Where to write what was lost.
    var lossReport: Argument?
    /// Whether what is converted into another format takes along how its records were spelled.
    var keepsSpelling = true
    var printsManual = false
    var charset: String?
    var limits = Limits()
    var filters = FilterSettings()
    /// Whether several inputs become one output, and whether what one has already is left out of the others.
    var merges = false
    var removesDuplicates = false
    var split: SplitRule?
    var anonymizes = false
    var anonymizationKey = ""
    /// The file that holds the key.
    var anonymizationKeyFile: Argument?
    /// Where to write what was replaced and left out.
    var anonymizationReport: Argument?
    /// Which programs may run as formats, and how.
    var external = ExternalSettings()
    /// How many transcripts the contract is judged by, and the seed of the first; the default where nil.
    var transcriptCount: Int?
    var seed: UInt64?
    /// Options that belong to formats. Which ones they belong to is known when the formats are.
    var formatOptions: [GivenOption] = []
    var validation = ValidateSettings()
    /// Set by --help and --version, which end the parsing.
    var asksForHelp = false
    var asksForVersion = false
    /// Whether the versions of libraries are asked for as well.
    var isVerbose = false

    /// Whether outputs say what they were made of. Scratch work need not, and what names are taken out of depends on all inputs.
    var marksOutputs: Bool { isDurable && !anonymizes }

    /// Whether nothing at all was given.
    var isEmpty: Bool {
        operands.isEmpty && from == nil && to == nil && output == nil && !overwrites && !isLenient && !isQuiet
            && charset == nil && formatOptions.isEmpty && !verifies && !refusesLoss && lossReport == nil
    }
}

/// An option of a format as it was given; no value where none was.
struct GivenOption: Sendable {
    var name: String
    var value: String?
}
