import ChatConv

/// The published schema of `--loss-report`.
enum LossReportSchema {
    /// What `chatconv schema` calls it.
    static let name = "loss-report"

    /// A JSON Schema (draft 2020-12), the same as `docs/schema/loss-report.schema.json`, which a test rewrites from it
    /// with UPDATE_FIXTURES=1.
    static var document: String {
        let kinds = Capability.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        let groups = LossGroup.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        return #"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "title": "chatconv loss report, version 1",
              "description": "What each conversion of a run lost, as --loss-report writes it.",
              "type": "object",
              "required": ["chatconvLossReport", "conversions"],
              "properties": {
                "chatconvLossReport": { "const": 1 },
                "conversions": { "type": "array", "items": { "$ref": "#/$defs/conversion" } }
              },
              "$defs": {
                "conversion": {
                  "type": "object",
                  "required": ["to", "messages", "losses"],
                  "oneOf": [{ "$ref": "#/$defs/source" }, { "required": ["inputs"] }],
                  "not": { "required": ["output", "outputs"] },
                  "properties": {
                    "inputs": {
                      "description": "The inputs, where they were merged.",
                      "type": "array", "minItems": 2, "items": { "$ref": "#/$defs/source" }
                    },
                    "output": { "type": "string", "description": "The output's path; absent for standard output." },
                    "outputs": {
                      "description": "The outputs' paths, where the transcript was split.",
                      "type": "array", "minItems": 2, "items": { "type": "string" }
                    },
                    "to": { "type": "string", "description": "The output's format." },
                    "messages": { "type": "integer", "minimum": 0, "description": "How many messages were read." },
                    "losses": { "type": "array", "items": { "$ref": "#/$defs/loss" } }
                  }
                },
                "source": {
                  "type": "object",
                  "required": ["input", "from"],
                  "properties": {
                    "input": { "type": "string", "description": "The input's name; <stdin> for standard input." },
                    "from": { "type": "string", "description": "The input's format." }
                  }
                },
                "loss": {
                  "description": "One thing that the input has and the output has not.",
                  "type": "object",
                  "required": ["what", "stage", "group"],
                  "properties": {
                    "what": { "type": "string", "description": "Its name, for --allow-loss." },
                    "stage": {
                      "enum": ["reading", "writing"],
                      "description": "reading: the reader leaves it out of the transcript. writing: the output's format does not hold it."
                    },
                    "group": { "enum": [GROUPS], "description": "What it has in common with others, also for --allow-loss." },
                    "header": { "const": true, "description": "The transcript itself has it, apart from its messages." },
                    "messages": { "type": "integer", "minimum": 1, "description": "How many messages have it." },
                    "firstMessage": { "type": "integer", "minimum": 1, "description": "The first of them, counted from 1." },
                    "count": { "type": "integer", "minimum": 1, "description": "How many there were; of a message, there may be several." },
                    "bytes": { "type": "integer", "minimum": 0, "description": "How many bytes of the input they took." },
                    "line": { "type": "integer", "minimum": 1, "description": "The line where the first of them stands, in its input." },
                    "column": { "type": "integer", "minimum": 1, "description": "The same on its line, in characters." },
                    "offset": { "type": "integer", "minimum": 0, "description": "The same in bytes from the start of the input." }
                  },
                  "dependentRequired": {
                    "messages": ["firstMessage"], "firstMessage": ["messages"], "count": ["bytes"], "bytes": ["count"],
                    "line": ["column", "offset", "count"], "column": ["line"], "offset": ["line"]
                  },
                  "if": { "properties": { "stage": { "const": "writing" } } },
                  "then": { "properties": { "what": { "enum": [KINDS] }, "count": false } },
                  "else": { "required": ["count"] },
                  "anyOf": [{ "required": ["header"] }, { "required": ["messages"] }]
                }
              }
            }

            """#.replacing("KINDS", with: kinds).replacing("GROUPS", with: groups)
    }
}
