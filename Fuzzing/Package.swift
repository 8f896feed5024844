// swift-tools-version: 6.2
import PackageDescription

// A package of its own: it is only built with the fuzzer's instrumentation, by `make fuzz`.
let package = Package(
    name: "chatconv-fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "chatconv", path: "..")],
    targets: [
        .executableTarget(
            name: "chatconv-fuzz",
            dependencies: [
                .product(name: "ChatConv", package: "chatconv"), .product(name: "ChatConvTesting", package: "chatconv"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny")])
    ]
)
