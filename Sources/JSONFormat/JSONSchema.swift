/// The published schema of the JSON that is written and read here.
public enum JSONSchema {
    /// A JSON Schema (draft 2020-12) for documents, and under `$defs` for the lines of JSON Lines. It is the same as
    /// `docs/schema/transcript.schema.json`, which a test rewrites from it with UPDATE_FIXTURES=1.
    public static let document = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "chatconv transcript, version 1",
          "description": "One conversation's record. A JSON document is $defs/document. In JSON Lines the first line is $defs/header and every other line $defs/message. Absent members are unknown or have their default; readers take null for absent. Members not named here are kept as extensions.",
          "$ref": "#/$defs/document",
          "$defs": {
            "document": {
              "description": "A whole transcript. Members may come in any order; chatconv first lets a reader stream.",
              "$ref": "#/$defs/headerMembers",
              "properties": {
                "messages": {
                  "type": "array",
                  "items": { "$ref": "#/$defs/message" }
                }
              },
              "required": ["chatconv", "messages"]
            },
            "header": {
              "description": "The first line of JSON Lines: a document without its messages.",
              "$ref": "#/$defs/headerMembers",
              "properties": { "messages": false },
              "required": ["chatconv"]
            },
            "headerMembers": {
              "type": "object",
              "properties": {
                "chatconv": {
                  "description": "The version of this notation.",
                  "const": 1
                },
                "kind": {
                  "enum": ["direct", "group", "channel", "broadcast", "meeting"]
                },
                "id": {
                  "description": "The source's own identifier of the conversation.",
                  "type": "string"
                },
                "title": { "type": "string" },
                "participants": {
                  "description": "Those that the source lists; senders need not be among them.",
                  "type": "array",
                  "items": { "$ref": "#/$defs/participant" }
                },
                "metadata": {
                  "description": "What the source says of the whole, in its order.",
                  "type": "object"
                },
                "extensions": { "$ref": "#/$defs/extensions" }
              }
            },
            "participant": {
              "type": "object",
              "properties": {
                "id": {
                  "description": "The source's own name for the participant, unique in the transcript.",
                  "type": "string"
                },
                "displayName": { "type": "string" },
                "aliases": {
                  "type": "array",
                  "items": { "type": "string" }
                },
                "isSelf": {
                  "description": "Whether this is the person whose archive it is.",
                  "type": "boolean"
                },
                "role": {
                  "enum": ["owner", "admin", "moderator", "member", "guest", "bot"]
                },
                "extensions": { "$ref": "#/$defs/extensions" }
              }
            },
            "message": {
              "description": "One thing said, or one thing that happened.",
              "type": "object",
              "properties": {
                "chatconv": false,
                "id": { "type": "string" },
                "timestamp": { "$ref": "#/$defs/timestamp" },
                "end": {
                  "description": "When it ended, where that is known.",
                  "$ref": "#/$defs/timestamp"
                },
                "sender": { "$ref": "#/$defs/sender" },
                "event": {
                  "description": "What happened, when nothing was said.",
                  "type": "object",
                  "properties": {
                    "action": { "type": "string" },
                    "actor": { "$ref": "#/$defs/sender" }
                  },
                  "required": ["action"]
                },
                "body": {
                  "description": "The text. Empty is a text; absent is none.",
                  "type": "string"
                },
                "attachments": { "$ref": "#/$defs/attachments" },
                "replyTo": {
                  "description": "The id of the message that this one answers.",
                  "type": "string"
                },
                "quote": {
                  "description": "What is replied to, as it was then.",
                  "type": "object",
                  "properties": {
                    "timestamp": { "$ref": "#/$defs/timestamp" },
                    "sender": { "$ref": "#/$defs/sender" },
                    "body": { "type": "string" },
                    "attachments": { "$ref": "#/$defs/attachments" }
                  }
                },
                "forwardedFrom": {
                  "type": "object",
                  "properties": {
                    "sender": { "$ref": "#/$defs/sender" },
                    "timestamp": { "$ref": "#/$defs/timestamp" },
                    "messageID": { "type": "string" },
                    "transcript": {
                      "description": "The title of the transcript that it came from.",
                      "type": "string"
                    }
                  }
                },
                "reactions": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "emoji": { "type": "string" },
                      "participants": {
                        "type": "array",
                        "items": { "$ref": "#/$defs/sender" }
                      },
                      "count": {
                        "description": "How many reacted in all; absent where the source only lists who.",
                        "$ref": "#/$defs/integer"
                      }
                    },
                    "required": ["emoji"]
                  }
                },
                "edited": {
                  "description": "That the message was changed after it was sent; when, where that is known.",
                  "anyOf": [
                    { "type": "boolean" },
                    { "$ref": "#/$defs/timestamp" }
                  ]
                },
                "revisions": {
                  "description": "Earlier states, oldest first.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "timestamp": { "$ref": "#/$defs/timestamp" },
                      "body": { "type": "string" },
                      "attachments": { "$ref": "#/$defs/attachments" }
                    }
                  }
                },
                "deleted": {
                  "description": "Whether this marks the place of a message that was deleted.",
                  "type": "boolean"
                },
                "generatedBy": {
                  "enum": ["human", "template", "system", "bot"]
                },
                "extensions": { "$ref": "#/$defs/extensions" }
              }
            },
            "sender": {
              "type": "object",
              "properties": {
                "name": {
                  "description": "The name as shown on this message. Empty is a name; absent is none.",
                  "type": "string"
                },
                "id": {
                  "description": "The id of a participant.",
                  "type": "string"
                }
              }
            },
            "attachments": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "type": {
                    "enum": ["image", "video", "audio", "file", "link", "sticker", "place", "contact", "poll"]
                  },
                  "url": { "type": "string" },
                  "path": {
                    "description": "A path relative to the transcript's file.",
                    "type": "string"
                  },
                  "title": { "type": "string" },
                  "mediaType": { "type": "string" },
                  "size": {
                    "description": "In bytes.",
                    "$ref": "#/$defs/integer"
                  },
                  "state": {
                    "enum": ["present", "omitted", "missing"]
                  },
                  "extensions": { "$ref": "#/$defs/extensions" }
                },
                "required": ["type"]
              }
            },
            "timestamp": {
              "description": "A local date and time with what is known of its zone (RFC 3339, RFC 9557), or hours, minutes and seconds since the transcript's start.",
              "type": "string",
              "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?)?(Z|[+-][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?(\\[[A-Za-z0-9_+/-]+\\])?|[0-9]{2,}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?)$"
            },
            "integer": {
              "type": "integer",
              "minimum": -9223372036854775808,
              "maximum": 9223372036854775807
            },
            "extensions": {
              "description": "What the source says that the notation has no member for, under format:name.",
              "type": "object"
            }
          }
        }

        """#
}
