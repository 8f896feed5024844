import ChatConv
import ChatConvTesting

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The reader that is fuzzed: that of the format which `CHATCONV_FUZZ_FORMAT` names.
private let contract: FormatContract = {
    let name = getenv("CHATCONV_FUZZ_FORMAT").map { String(cString: $0) } ?? ""
    guard let format = FormatRegistry.builtIn.format(named: name) else {
        let names = FormatRegistry.builtIn.formats.map(\.descriptor.name).joined(separator: ", ")
        fatalError("CHATCONV_FUZZ_FORMAT must be one of \(names)")
    }
    return FormatContract(format)
}()

/// Reads one input, whole, in chunks and leniently, and writes and reads back what it gave. What has a plain
/// form that is read at one go is read in two ways as well.
private func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    let name = contract.format.descriptor.name
    if let fault = contract.fault(inReading: input) { fatalError("\(name): \(fault)") }
    let differentialFault =
        switch name {
        case "xml": PlainMessagesOfXML.fault(in: input)
        case "markdown": PlainFrontMatter.fault(in: input)
        default: nil as String?
        }
    if let differentialFault { fatalError("\(name): \(differentialFault)") }
    return 0
}

private typealias TestOneInput = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?

@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<Arguments>, _ test: TestOneInput
) -> CInt

/// What the package manager takes for the entry point of an executable without a main file.
@_cdecl("chatconv_fuzz_main")
func fuzz(_ count: CInt, _ arguments: Arguments) -> CInt {
    var count = count
    var arguments = arguments
    return runFuzzer(&count, &arguments) { testOneInput($0, $1) }
}
