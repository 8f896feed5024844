import Foundation
import TestSupport
import Testing

/// What two browsers for terminals show of the same HTML: they have to show the same lines.
@Suite("HTML as others show it")
struct BrowserTests {
    private static let w3m = Tool(name: "w3m")
    private static let lynx = Tool(name: "lynx")

    /// Pages as mail programs write them, without what browsers of the last century show and others hide.
    private static let pages = [
        "<html><head><title>no</title><style>p {}</style></head><body><p>Hello <b>Ben</b>,<br>see <a href='https://example.org/x'>the plan</a>.</p><p>Bye</p></body></html>",
        "<div dir=ltr>I agree.<div><br></div><div>bye</div></div><br><div class=gmail_quote>On Mon, Yan wrote:<br><blockquote class=gmail_quote><div>I hate it<p>really<blockquote>Why?<br>Because.</blockquote></div></blockquote></div>",
        "<ul><li>tea<ul><li>green<li>black &amp; strong</ul><li>milk</ul><ol start=3><li>x<ol><li>y</ol><li>z</ol>",
        "<dl><dt>tea<dd>a drink<dt>cup<dd>a vessel</dl><h1>Head</h1><h3>Line</h3>text <i>in</i> a <span>run</span> of <font color=red>words</font>",
        "<table><tr><th>Item<th>Price<tr><td>Tea<td>3.00 &euro;<tr><td>Milk<td>1.50 &euro;</table>", "<pre>\n  a\n    b\n</pre>after<pre>c &lt;d&gt;</pre>",
        "<p>Na&iuml;ve caf&#233; &ndash; &ldquo;quoted&rdquo; &hellip; &copy;&nbsp;2018 &frac12; &szlig; &Omega; 1 &lt; 2 &amp;&amp; 3 &gt; 2</p>",
        "a<!-- <p>hidden</p> --><script>document.write('<p>no</p>')</script><style>b { x: y }</style> b <img src=x alt='a picture'> c",
    ]

    /// The same, of which Lynx puts `five` and `six` on one line, and `none` on another.
    private static let othersForLynx = [
        "<center><div>one<div>two</div>three</div></center><address>four</address>five<form>six</form><p>seven<div>eight</div>",
        "<p>unclosed <b>bold <i>both</b> italic</i> none<p>next<li>item</p>",
    ]

    /// Lines without what marks and indents them: that is for each program to choose.
    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map { line in
            var words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            while let first = words.first, ["-", ">", "•", "□", "■", "*", "+", "o", "#", "★"].contains(first) { words.removeFirst() }
            return words.joined(separator: " ")
        }.filter { !$0.isEmpty }
    }

    private static func lines(shownBy browser: Tool, _ arguments: [String], _ page: String) throws -> [String] {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "page.html")
            try Data(("<meta charset=utf-8>" + page).utf8).write(to: file)
            return lines(try browser.run(arguments + [file.path]).output)
        }
    }

    private static func ownLines(_ page: String) -> [String] {
        lines(HTMLTextTests.text(page).replacing(" <https://example.org/x>", with: ""))
    }

    @Test("w3m shows the same lines", .enabled(if: w3m.isExpected, "w3m is not installed"), arguments: pages + othersForLynx)
    func asW3m(_ page: String) throws {
        let arguments = ["-dump", "-cols", "400", "-I", "UTF-8", "-O", "UTF-8", "-T", "text/html"]
        #expect(try Self.lines(shownBy: Self.w3m, arguments, page) == Self.ownLines(page))
    }

    @Test("Lynx shows the same lines", .enabled(if: lynx.isExpected, "lynx is not installed"), arguments: pages)
    func asLynx(_ page: String) throws {
        let arguments = ["-dump", "-nolist", "-width=400", "-assume_charset=utf-8", "-display_charset=utf-8", "-force_html"]
        #expect(try Self.lines(shownBy: Self.lynx, arguments, page) == Self.ownLines(page))
    }
}
