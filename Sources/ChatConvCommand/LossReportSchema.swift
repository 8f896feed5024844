import ChatConv

/// The published schema of `--loss-report`.
enum LossReportSchema {
    /// What `chatconv schema` calls it.
    static let name = "loss-report"

    /// A JSON Schema (draft 2020-12), the same as `docs/schema/loss-report.schema.json`, which a test rewrites from it
    /// with UPDATE_FIXTURES=1.
    static var document: String {
        let kinds = Capability.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
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
                  "description": "One thing that the output's format does not hold and the transcript has.",
                  "type": "object",
                  "required": ["what"],
                  "properties": {
                    "what": { "enum": [KINDS] },
                    "header": { "const": true, "description": "The transcript itself has it, apart from its messages." },
                    "messages": { "type": "integer", "minimum": 1, "description": "How many messages have it." },
                    "firstMessage": { "type": "integer", "minimum": 1, "description": "The first of them, counted from 1." }
                  },
                  "dependentRequired": { "messages": ["firstMessage"], "firstMessage": ["messages"] },
                  "anyOf": [{ "required": ["header"] }, { "required": ["messages"] }]
                }
              }
            }

            """#.replacing("KINDS", with: kinds)
    }
}
