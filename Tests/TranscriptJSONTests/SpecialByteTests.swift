import Testing
import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

@Suite("Finding what strings escape")
struct SpecialByteTests {
    @Test("Every character is found or passed at every place among others", arguments: 0..<0x180 as Range<UInt32>)
    func everywhere(_ value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        for place in 0..<35 {
            for filler in ["a", " ", "!", "#", "é", "]", "["] {
                let text = String(repeating: filler, count: place) + String(Character(scalar)) + "\u{1F}" + filler
                var message = Message()
                var decoder = ModelDecoder()
                let json = rendered { $0.appendJSON(Message(sender: Sender(name: Text(text)), body: Text(text))) }
                try decoder.apply(Text(json), to: &message)
                #expect(message.body == Text(text) && message.sender.name == Text(text))
            }
        }
    }
}
