// A program that converts imports this module alone: the model and the contract come with it.
@_exported public import TranscriptCoding
@_exported public import TranscriptModel
