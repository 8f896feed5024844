// swift-tools-version: 6.2
import PackageDescription

/// One rule for every target: Swift 6 mode, explicit existentials, and imports that state what they re-export.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// What is shipped can be optimized while the tests of it, which take long to compile that way, are not: `make test` asks for that,
/// since the suite then runs in a third of the time. Nobody who depends on this package is asked to allow unsafe flags.
let shipped = strict + (Context.environment["CHATCONV_OPTIMIZED"] == "1" ? [.unsafeFlags(["-O"])] : [])

/// What every format and everything above stands on.
let contract: [Target.Dependency] = ["TextScanning", "TranscriptModel", "TranscriptCoding"]
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

/// Where simdjson's files are told from. Not on Linux, where compilers find them anyway: it asks for a macro of its own, which
/// the package manager refuses with a warning, and which only matters to those who parse with it.
#if os(Linux)
    let simdjsonFlags: String? = nil
#else
    let simdjsonFlags: String? = "simdjson"
#endif

let package = Package(
    name: "chatconv",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "chatconv", targets: ["chatconv"]),
        .library(name: "ChatConv", targets: ["ChatConv"]),
        .library(name: "ChatConvTesting", targets: ["ChatConvTesting"]),
        .library(name: "ChatConvCommand", targets: ["ChatConvCommand"]),
        .library(name: "ExternalFormat", targets: ["ExternalFormat"]),
        .library(name: "TranscriptCoding", targets: ["TranscriptCoding"]),
        .library(name: "TranscriptModel", targets: ["TranscriptModel"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-system", from: "1.6.0")
    ],
    targets: [
        // One function of a library in C++, for Swift that speaks C.
        .systemLibrary(
            name: "CSimdjson", pkgConfig: simdjsonFlags, providers: [.apt(["libsimdjson-dev"]), .brew(["simdjson"])]),
        .target(name: "CUTF8", dependencies: ["CSimdjson"], linkerSettings: [.linkedLibrary("simdjson")]),

        // What every layer stands on: bytes in memory, and the transcript they mean.
        .target(name: "TextScanning", dependencies: ["CUTF8"], swiftSettings: shipped),
        .target(name: "TranscriptModel", swiftSettings: shipped),

        // The contract between formats and the rest, and the JSON notation of the model that formats share.
        .target(
            name: "TranscriptCoding", dependencies: ["TextScanning", "TranscriptModel", system], swiftSettings: shipped),
        .target(name: "TranscriptJSON", dependencies: contract, swiftSettings: shipped),

        // Markup that several formats have in them: HTML and the names of its characters.
        .target(name: "TranscriptMarkup", dependencies: ["TextScanning"], swiftSettings: shipped),

        // One target a format family; none knows another.
        .systemLibrary(
            name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
        .target(name: "JSONFormat", dependencies: contract + ["TranscriptJSON"], swiftSettings: shipped),
        .target(name: "MarkdownFormat", dependencies: contract + ["TranscriptJSON", "CLibYAML"], swiftSettings: shipped),
        .target(name: "MboxFormat", dependencies: contract + ["TranscriptJSON", "TranscriptMarkup"], swiftSettings: shipped),
        .target(name: "XMLFormat", dependencies: contract + ["CLibXML2"], swiftSettings: shipped),
        // What subtitle formats share: cues, their times, their clock.
        .target(name: "SubtitleCues", dependencies: contract, swiftSettings: shipped),
        .target(name: "SubRipFormat", dependencies: contract + ["SubtitleCues"], swiftSettings: shipped),
        .target(
            name: "WebVTTFormat", dependencies: contract + ["TranscriptJSON", "TranscriptMarkup", "SubtitleCues"], swiftSettings: shipped),

        // Compressed files, by the system's libraries.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .target(name: "TranscriptCompression", dependencies: contract + ["CZlib", "CZstd"], swiftSettings: shipped),

        // What stands between reader and writer: messages are chosen and changed as they pass.
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),
        .target(name: "TranscriptFilters", dependencies: contract + ["CPCRE2"], swiftSettings: shipped),

        // Programs in any language as formats; they speak JSON Lines.
        .systemLibrary(name: "CPipe"),
        .target(
            name: "ExternalFormat", dependencies: contract + ["TranscriptJSON", "JSONFormat", "CPipe", system],
            swiftSettings: shipped),

        // Of files: extended attributes, and putting them on the disk.
        .systemLibrary(name: "CFileAttributes"),
        .systemLibrary(name: "CFileSync"),

        // What a program imports, what a codec's author tests with, and the command.
        .target(
            name: "ChatConv",
            dependencies: contract + [
                "TranscriptCompression", "TranscriptFilters", "JSONFormat", "MarkdownFormat", "MboxFormat",
                "SubRipFormat", "WebVTTFormat", "XMLFormat", "CFileAttributes", "CFileSync", system,
            ],
            swiftSettings: shipped),
        .target(name: "ChatConvTesting", dependencies: contract + ["ChatConv"], swiftSettings: shipped),
        // What of the C library Swift does not see: the arguments without /proc, the settings of malloc.
        .target(name: "CProcess"),
        .target(
            name: "ChatConvCommand",
            dependencies: contract + ["TranscriptJSON", "ChatConv", "ChatConvTesting", "ExternalFormat", "CProcess", system],
            swiftSettings: shipped),
        .executableTarget(name: "chatconv", dependencies: ["ChatConvCommand"], swiftSettings: shipped),

        // Tests: one target for each target they test, and what they share.
        .target(
            name: "TestSupport", dependencies: contract + ["TranscriptJSON"], path: "Tests/TestSupport",
            swiftSettings: strict),
        // A format of the tests' own, as an embedding program would bring one along.
        .target(
            name: "ToyFormat", dependencies: contract + ["ChatConv"], path: "Tests/ToyFormat", swiftSettings: strict),
        .testTarget(name: "TextScanningTests", dependencies: ["TextScanning"], swiftSettings: strict),
        .testTarget(name: "TranscriptMarkupTests", dependencies: ["TextScanning", "TranscriptMarkup", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "TranscriptModelTests", dependencies: ["TranscriptModel"], swiftSettings: strict),
        .testTarget(name: "TranscriptCodingTests", dependencies: contract + ["TestSupport"], swiftSettings: strict),
        .testTarget(name: "TranscriptJSONTests", dependencies: contract + ["TranscriptJSON"], swiftSettings: strict),
        .testTarget(
            name: "JSONFormatTests", dependencies: contract + ["TranscriptJSON", "JSONFormat", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "MarkdownFormatTests",
            dependencies: contract + ["MarkdownFormat", "TranscriptJSON", "ChatConvTesting", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "MboxFormatTests",
            dependencies: contract + [
                "MboxFormat", "TranscriptJSON", "JSONFormat", "MarkdownFormat", "ChatConv", "ChatConvTesting", "TestSupport",
                "chatconv",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "XMLFormatTests",
            dependencies: contract + [
                "XMLFormat", "JSONFormat", "MarkdownFormat", "ChatConv", "ChatConvTesting", "TestSupport", "chatconv",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "TranscriptFiltersTests", dependencies: contract + ["TranscriptFilters", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "TranscriptCompressionTests", dependencies: contract + ["TranscriptCompression"], swiftSettings: strict),
        .testTarget(name: "SubtitleCuesTests", dependencies: contract + ["SubtitleCues"], swiftSettings: strict),
        .testTarget(
            name: "SubRipFormatTests",
            dependencies: contract + [
                "SubRipFormat", "SubtitleCues", "WebVTTFormat", "JSONFormat", "MarkdownFormat", "ChatConvTesting",
                "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "WebVTTFormatTests",
            dependencies: contract + [
                "WebVTTFormat", "SubtitleCues", "TranscriptJSON", "JSONFormat", "MarkdownFormat", "ChatConvTesting",
                "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ExternalFormatTests",
            dependencies: contract + ["ExternalFormat", "ChatConv", "TestSupport", system], swiftSettings: strict),
        .testTarget(
            name: "ConversionTests", dependencies: ["ChatConv", "ChatConvTesting", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "ChatConvTests",
            dependencies: contract + ["ChatConv", "ChatConvTesting", "TestSupport", "ToyFormat", system],
            swiftSettings: strict),
        .testTarget(
            name: "ChatConvCommandTests",
            dependencies: contract + ["ChatConv", "ChatConvCommand", "ExternalFormat", "TestSupport", "ToyFormat", "chatconv", system],
            swiftSettings: strict),
        .testTarget(
            name: "ChatConvTestingTests", dependencies: contract + ["ChatConvTesting"], swiftSettings: strict),
    ]
)
