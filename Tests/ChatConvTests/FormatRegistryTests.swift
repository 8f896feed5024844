import ChatConv
import Testing
import ToyFormat

@Suite struct FormatRegistryTests {
    @Test func aFormatOfTheProgramsOwnIsFoundByNameAliasAndExtension() throws {
        var registry = FormatRegistry.builtIn
        try registry.add(ToyFormat())
        #expect(registry.format(named: "toy") != nil)
        #expect(registry.format(named: "tabs") != nil)
        #expect(registry.formats(forExtension: "TOY").map(\.descriptor.name) == ["toy"])
    }

    @Test(arguments: [("toy", ["other"]), ("tabs", []), ("other", ["toy"])])
    func aNameThatIsTakenIsRefused(name: String, aliases: [String]) throws {
        var registry = FormatRegistry()
        try registry.add(ToyFormat())
        let error = #expect(throws: ConversionError.self) { try registry.add(ToyFormat(name: name, aliases: aliases)) }
        #expect(error?.code == .formatNameTaken)
        #expect(registry.formats.count == 1)
    }

    @Test(arguments: ["", "Toy", "a b", "-a", "é"])
    func aNameThatCannotBeWrittenOnACommandLineIsRefused(name: String) {
        var registry = FormatRegistry()
        let error = #expect(throws: ConversionError.self) { try registry.add(ToyFormat(name: name, aliases: [])) }
        #expect(error?.code == .invalidFormatName)
    }

    @Test(arguments: [("tyo", "did you mean toy?"), ("tab", "did you mean tabs?"), ("spreadsheet", "the formats are toy and tabs")])
    func anUnknownNameIsAnsweredWithTheNearest(name: String, help: String) throws {
        var registry = FormatRegistry()
        try registry.add(ToyFormat())
        let error = #expect(throws: ConversionError.self) { try registry.requireFormat(named: name) }
        #expect(error?.category == .unknownFormat)
        #expect(error?.diagnostic.help == help)
    }

    @Test func builtInNamesAndOptionsDoNotCollide() throws {
        var registry = FormatRegistry()
        for format in FormatRegistry.builtIn.formats { try registry.add(format) }
        #expect(registry.formats.count == FormatRegistry.builtIn.formats.count)
    }
}
