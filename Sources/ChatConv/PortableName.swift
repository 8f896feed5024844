/// What the names of files can be on all systems: those of Windows and FAT have more rules than others (Microsoft, "Naming
/// Files, Paths, and Namespaces").
package enum PortableName {
    /// Whether names can have this byte: none of `/`, `<>:"\\|?*`, and no control character.
    package static func canHold(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7F && !Self.special.contains(byte)
    }

    private static let special = Array("/<>:\"\\|?*".utf8)

    /// Whether a name is that of a device, in any case and with any extension.
    package static func isReserved(_ name: String) -> Bool {
        let stem = name.prefix { $0 != "." }.uppercased()
        if devices.contains(stem) { return true }
        return ["COM", "LPT"].contains { stem.hasPrefix($0) } && stem.count == 4 && (stem.last.map { ports.contains($0) } ?? false)
    }

    private static let devices: Set<String> = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
    /// The digits, and three that look like some.
    private static let ports = "0123456789¹²³"
}
