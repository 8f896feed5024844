import ChatConvTesting
import JSONFormat
import MarkdownFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel
import XMLFormat

@Suite("What is written is read back")
struct RoundTripTests {
    @Test("XML keeps the contract that every format has to keep")
    func contract() {
        var contract = FormatContract(XMLFormat(), transcripts: 150, seed: 1)
        contract.rivals = [MarkdownFormat(), JSONDocumentFormat(), JSONLinesFormat()]
        contract.delivery = .atOnce
        contract.samples = [
            FormatSample(
                "made by hand",
                """
                <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
                <!-- kept by hand -->
                <t:transcript xmlns:t="urn:chatconv:transcript:1" xmlns:x="urn:example:x" x:version="3">
                  <t:metadata><t:string name="title">a &amp; b</t:string></t:metadata>
                  <x:note>n</x:note>
                  <t:message timestamp="2019-03-07T08:15:00" sender="Ada"><t:body><![CDATA[<hi>]]> there</t:body></t:message>
                </t:transcript>
                """)
        ]
        for failure in contract.failures() { Issue.record("\(failure)") }
    }

    @Test("A text comes back through any place, whatever it is")
    func texts() throws {
        for text in AwkwardTexts.bodies + AwkwardTexts.names {
            var message = Message(sender: Sender(name: text, id: text), body: text)
            message.details.extensions = [text: .string(text)]
            let transcript = Transcript(header: TranscriptHeader(id: text, title: text), messages: [message])
            let written = try XMLFormat().write(transcript)
            for chunk in [Int.max, 1, 5] {
                #expect(try XMLFormat().read(written, chunk: chunk) == transcript, "\(text.debugDescription)")
            }
        }
    }

    @Test("An attribute holds a text as long as one may be, and an element what is longer", arguments: [1023, 1024, 1025, 100_000])
    func lengths(_ length: Int) throws {
        let name = Text(String(repeating: "é", count: length / 2) + (length % 2 == 1 ? "x" : ""))
        let transcript = Transcript(messages: [Message(sender: Sender(name: name))])
        let written = try XMLFormat().write(transcript)
        #expect(String(decoding: written, as: UTF8.self).contains("<sender>") == (length > 1024))
        #expect(try XMLFormat().read(written) == transcript)
    }
}
