import CUTF8

/// The version of simdjson, which checks UTF-8: the one that this was compiled with, as it tells no other.
package var simdjsonVersion: String { String(cString: chatconv_simdjson_version()).filter { $0 != "\"" } }
