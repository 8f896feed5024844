import ChatConv
import TestSupport
import Testing

@testable import XMLFormat

@Suite("What was meant by a name that is none of ours")
struct SuggestionTests {
    /// An element for each context that has attributes, with `@` where further ones go.
    private static let elements: [(context: Context, document: String)] = [
        (.transcript, ""), (.participant, "<participant @/>"), (.message, "<message @/>"),
        (.event, "<message><event action='a' @/></message>"), (.attachment, "<message><attachment type='file' @/></message>"),
        (.quote, "<message><quote @/></message>"), (.forwardedFrom, "<message><forwardedFrom @/></message>"),
        (.reaction, "<message><reaction emoji='a' @/></message>"),
        (.reactor, "<message><reaction emoji='a'><participant @/></reaction></message>"),
        (.edited, "<message><edited @/></message>"), (.revision, "<message><revision @/></message>"),
        (.char, "<message><body><char code='1' @/></body></message>"), (.text, "<message><body @/></message>"),
        (.array, "<metadata><array name='a' @/></metadata>"), (.null, "<metadata><null name='a' @/></metadata>"),
    ]

    private func diagnostics(_ document: String) throws -> [Diagnostic] {
        let recorder = DiagnosticRecorder()
        _ = try XMLFormat().read(Array(document.utf8), isLenient: true, diagnostics: recorder.log)
        return recorder.diagnostics
    }

    private func document(_ content: String, _ context: Context, attribute: String) -> String {
        let root = "<transcript xmlns='urn:chatconv:transcript:1' \(context == .transcript ? attribute : "")>"
        return "\(root)\(content.replacing("@", with: attribute))</transcript>"
    }

    @Test("The attributes that are listed for an element are those that are read", arguments: elements.indices)
    func attributes(_ index: Int) throws {
        let (context, content) = Self.elements[index]
        let listed = Set(Grammar.attributes(of: context).map(\.spelling))
        for name in Name.allCases.map(\.spelling) where !content.contains(" \(name)='") {
            let found = try diagnostics(document(content, context, attribute: "\(name)='1'"))
            #expect(found.contains { $0.code.id == "xml.unknown-attribute" } != listed.contains(name), "\(name)")
        }
    }

    @Test("A slip is told with what was meant, where that may stand", arguments: [
        ("<message sendr='Ann'/>", "did you mean 'sender'?"), ("<message><bdy/></message>", "did you mean <body>?"),
        ("<mesage/>", "did you mean <message>?"), ("<message><attachment typ='file'/></message>", "did you mean 'type'?"),
    ])
    func slips(_ content: String, _ help: String) throws {
        #expect(try diagnostics(document(content, .text, attribute: "")).first?.help == help)
    }

    @Test("What is near to nothing, or has its place elsewhere, is told without", arguments: [
        "<message from='Ann'/>", "<message typ='file'/>", "<message><sticker/></message>", "<bdy/>",
    ])
    func others(_ content: String) throws {
        let found = try #require(try diagnostics(document(content, .text, attribute: "")).first)
        #expect(found.code.id.hasPrefix("xml.unknown-") && found.help == nil)
    }
}
