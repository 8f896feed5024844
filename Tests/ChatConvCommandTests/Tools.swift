import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Outside programs that tests need. Where they are required, as in continuous integration, one that is absent counts as
/// there, so that the test fails instead of being skipped.
enum Tools {
    static func has(_ program: String) -> Bool {
        if let required = getenv("CHATCONV_REQUIRE_TOOLS"), String(cString: required) == "1" { return true }
        return ChildProcess.has(program)
    }
}
