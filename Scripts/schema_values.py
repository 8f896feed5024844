"""Values of the published JSON Schema of the notation, for the programs here that generate transcripts."""

import json
import pathlib
import random

SCHEMA = json.loads((pathlib.Path(__file__).parent.parent / "docs/schema/transcript.schema.json").read_text())


class SchemaValues:
    """Makes values of the schema's types. Who inherits says which strings and times there are, and how often a member is there."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def string(self, name):
        """A string for the member `name`."""
        raise NotImplementedError

    def timestamp(self):
        raise NotImplementedError

    def extensions(self):
        raise NotImplementedError

    def frequency(self, member, depth):
        """How often the optional `member` is there, from 0 to 1."""
        raise NotImplementedError

    def transcript(self):
        value = self.value({"$ref": "#/$defs/document"}, "document", 0)
        return {"chatconv": 1, **{name: member for name, member in value.items() if name != "chatconv"}}

    def value(self, schema, name, depth):
        choose = self.random
        if "$ref" in schema:
            return self.referenced(schema, name, depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return choose.choice(schema["enum"])
        if "anyOf" in schema:
            return self.value(choose.choice(schema["anyOf"]), name, depth)
        match schema.get("type"):
            case "string":
                return self.string(name)
            case "boolean":
                return choose.random() < 0.5
            case "integer":
                return choose.choice([0, 1, 17, schema.get("maximum", 9)])
            case "array":
                most = 8 if name == "messages" else 2
                return [self.value(schema["items"], name, depth + 1) for _ in range(choose.randint(0, most))]
            case "object":
                return self.object(schema, depth) if "properties" in schema else self.extensions()
        raise ValueError(schema)

    def referenced(self, schema, name, depth):
        target = schema["$ref"].rsplit("/", 1)[1]
        if target == "timestamp":
            return self.timestamp()
        own = {key: value for key, value in schema.items() if key not in ("$ref", "description")}
        base = SCHEMA["$defs"][target]
        if own:
            base = {**base, **own, "properties": {**self.properties(base), **own.get("properties", {})}}
        return self.value(base, target if target not in ("headerMembers", "attachments") else name, depth)

    def properties(self, schema):
        if "$ref" in schema:
            return self.properties(SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]])
        return schema.get("properties", {})

    def object(self, schema, depth):
        required = schema.get("required", [])
        result = {}
        for member, own in schema["properties"].items():
            if own is not False and (member in required or self.random.random() < self.frequency(member, depth)):
                result[member] = self.value(own, member, depth + 1)
        return result
