import CLibXML2
import TextScanning

/// What an error is about: libxml2 tells how far it has read, which is behind that.
extension SyntaxError {
    private enum Subject {
        /// What is at the place, or missing there.
        case place
        /// A reference that ends there.
        case reference
        /// An end tag that ends there.
        case endTag
        /// The last attribute or tag of this name before it.
        case name(String)
    }

    private var subject: Subject {
        switch xmlParserErrors(UInt32(bitPattern: code)) {
        case XML_ERR_ENTITYREF_SEMICOL_MISSING, XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY, XML_ERR_INVALID_CHARREF,
            XML_ERR_INVALID_DEC_CHARREF, XML_ERR_INVALID_HEX_CHARREF:
            .reference
        case XML_ERR_INVALID_CHAR: libraryMessage.hasPrefix("xmlParseCharRef") ? .reference : .place
        case XML_ERR_TAG_NAME_MISMATCH: .endTag
        case XML_ERR_ATTRIBUTE_WITHOUT_VALUE: .name(first ?? "")
        case XML_ERR_ATTRIBUTE_REDEFINED, XML_NS_ERR_UNDEFINED_NAMESPACE: .name(prefixedName)
        case XML_NS_ERR_ATTRIBUTE_REDEFINED: .name(first ?? "")
        default: .place
        }
    }

    /// Where what the error is about stands in the bytes before the place that libxml2 tells, and those right behind it; nil
    /// where that is the place itself, or too long ago.
    func range(in bytes: UnsafeBufferPointer<UInt8>, before place: Int) -> Range<Int>? {
        let end = min(max(place, 0), bytes.count)
        let before = bytes.slice(0..<end)
        switch subject {
        case .place: return nil
        case .reference: return before.lastIndex(of: UInt8(ascii: "&")).map { $0..<end }
        case .endTag:
            return before.lastIndex(of: UInt8(ascii: "<")).map { $0..<end + bytes.slice(end..<bytes.count).countOfTagEnd }
        case .name(let name):
            guard let tag = before.lastIndex(of: UInt8(ascii: "<")) else { return nil }
            return before.lastRange(of: name, from: tag + 1)
        }
    }

    /// The same error, said of the `&` where that is what a name was to follow.
    func saidOfAmpersand(in bytes: UnsafeBufferPointer<UInt8>, before place: Int) -> SyntaxError {
        guard code == Int32(XML_ERR_NAME_REQUIRED.rawValue), place > 0, place <= bytes.count,
            bytes[place - 1] == UInt8(ascii: "&")
        else { return self }
        var copy = self
        copy.code = Int32(XML_ERR_ENTITYREF_SEMICOL_MISSING.rawValue)
        return copy
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where a name stands for the last time at or after `start`. O(count).
    fileprivate func lastRange(of name: String, from start: Int) -> Range<Int>? {
        let wanted = Array(name.utf8)
        guard !wanted.isEmpty else { return nil }
        var index = count - wanted.count
        while index >= start {
            if slice(index..<index + wanted.count).elementsEqual(wanted) { return index..<index + wanted.count }
            index -= 1
        }
        return nil
    }
}
