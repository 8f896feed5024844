import Foundation

/// Waits until something is so, however long a busy machine takes: a test that waits for a number of seconds fails where it has
/// them not. Whoever waits for what never comes is ended along with the whole run, after ten minutes at the latest.
///
/// - Returns: whether it is so.
@discardableResult
public func waitUntil(_ isSo: () -> Bool) -> Bool {
    for _ in 0..<300_000 {
        if isSo() { return true }
        Thread.sleep(forTimeInterval: 0.002)
    }
    return isSo()
}
