// A program that converts or adds a format imports this module alone: the model, the contract, filters,
// compression and the buffer that writers append to come with it.
@_exported public import TextScanning
@_exported public import TranscriptCoding
@_exported public import TranscriptCompression
@_exported public import TranscriptFilters
@_exported public import TranscriptModel
