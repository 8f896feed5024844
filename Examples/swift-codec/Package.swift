// swift-tools-version: 6.2
import PackageDescription

// A codec in a package of its own. Yours would say .package(url: …, from: …) where this says where chatconv is.
let package = Package(
    name: "swift-codec",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "IRCFormat", targets: ["IRCFormat"])
    ],
    dependencies: [
        .package(name: "chatconv", path: "../..")
    ],
    targets: [
        .target(
            name: "IRCFormat",
            dependencies: [
                .product(name: "TranscriptCoding", package: "chatconv"),
                .product(name: "TranscriptModel", package: "chatconv"),
            ]),
        // The chatconv command with one format more.
        .executableTarget(
            name: "chatconv-irc",
            dependencies: ["IRCFormat", .product(name: "ChatConvCommand", package: "chatconv")]),
        .testTarget(
            name: "IRCFormatTests",
            dependencies: [
                "IRCFormat", .product(name: "ChatConv", package: "chatconv"),
                .product(name: "ChatConvTesting", package: "chatconv"),
            ]),
    ]
)
