import ExternalFormat
import Foundation
import SystemPackage
import TestSupport

/// A program of `Examples/plugins`.
enum ExamplePlugin {
    static func format(_ name: String) throws -> ExternalFormat {
        let path = Places.repository.appending(path: "Examples/plugins/chatconv-format-\(name)").path
        return try ExternalFormat(
            ExternalProgram(at: FilePath(path)), limits: ExternalLimits(silence: 120, description: 120))
    }
}
