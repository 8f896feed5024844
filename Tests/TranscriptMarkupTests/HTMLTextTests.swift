import TestSupport
import TextScanning
import Testing
import TranscriptMarkup

@Suite("The text that HTML shows")
struct HTMLTextTests {
    static func text(_ html: String) -> String { text(Array(html.utf8)) }

    static func text(_ html: [UInt8]) -> String {
        var output = OutputBuffer()
        html.withUnsafeBufferPointer { HTMLText.append($0, to: &output) }
        return output.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    private func expect(_ html: String, _ expected: String) {
        #expect(Self.text(html) == (expected.isEmpty ? "" : expected + "\n"))
    }

    @Test(
        "Lines and paragraphs",
        arguments: [
            ("<p>a</p><p>b</p>", "a\n\nb"), ("a<br>b<br/>c", "a\nb\nc"), ("a<br><br>b", "a\n\nb"), ("<div>a</div><div>b</div>", "a\nb"),
            ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"), ("<div>a<br></div><div>b</div>", "a\nb"),
            ("<div>a</div><div>&nbsp;</div><div>b</div>", "a\n\nb"), ("a\n  b", "a b"), ("<b>a</b> <i>b</i>", "a b"),
            ("<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>b</p>", "a\n\nb"),
            ("<p style='margin:0in;margin-bottom:.0001pt'>a</p><p style='margin:0'>b</p>", "a\nb"),
            ("<p style='margin:0 0 10px'>a</p><p style='margin-bottom:1em;margin-top:0'>b</p>", "a\n\nb"),
            ("<h1>a</h1>b", "a\n\nb"), ("a<hr>b", "a\n---\nb"), ("a&nbsp;&nbsp; b", "a   b"), ("<p>a<p>b", "a\n\nb"),
            ("a <b> b</b>", "a b"), ("<p> a </p>", "a"), ("a<span hidden>x</span>b", "ab"), ("\u{A0}a\u{A0}b", "a b"), ("", ""), ("a", "a"),
            ("<p>a</p>&nbsp;<p></p>", "a"), ("<html><body>a</body></html><html><body>b</body></html>", "a\nb"),
        ])
    func lines(_ html: String, _ expected: String) { expect(html, expected) }

    @Test(
        "What is quoted is marked on each line, and nothing else is",
        arguments: [
            ("<p>I agree.</p><blockquote><p>I hate it</p><p>really</p></blockquote><p>bye</p>", "I agree.\n\n> I hate it\n>\n> really\n\nbye"),
            ("a<blockquote>b<blockquote>c</blockquote>d</blockquote>e", "a\n\n> b\n>\n> > c\n>\n> d\n\ne"),
            ("<blockquote>a<br>b<br><br>c</blockquote>", "> a\n> b\n>\n> c"), ("<ul><li><blockquote>a</blockquote></ul>", "-\n\n  > a"),
            ("<table><tr><td><blockquote>a<br>b</blockquote></table>", "> a\n> b"),
            ("<blockquote style='margin:0 0 0 40px;border:none;padding:0px'>a</blockquote>", "  a"),
            ("<blockquote type=cite style='border:none'>a</blockquote>", "> a"),
            ("<blockquote class=gmail_quote style='border-left:1px solid'>a<p>b</blockquote>c", "> a\n>\n> b\n\nc"),
            ("<blockquote><font>a</blockquote>b</font>c", "> a\n\nbc"), ("<q>a</q>", "\"a\""),
            ("<blockquote><pre>a\n b</pre></blockquote>", "> a\n>  b"), ("<blockquote>&nbsp;<p>a</blockquote>", "> a"),
            ("<blockquote>a<div>&nbsp;</div></blockquote>b", "> a\n>\n\nb"),
        ])
    func quotes(_ html: String, _ expected: String) { expect(html, expected) }

    @Test(
        "Lists, and lists in lists",
        arguments: [
            ("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc"), ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
            ("<ul><li>a<ul><li>b<li>c</ul><li>d</ul>", "- a\n  - b\n  - c\n- d"), ("<ol start=9><li>a<li>b<br>c</ol>", "9. a\n10. b\n    c"),
            ("<ol type=a><li>x<li value=27>y<li>z</ol>", "a. x\naa. y\nab. z"), ("<ol type=I><li>x<li value=1999>y</ol>", "I. x\nMCMXCIX. y"),
            ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b"), ("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "- a\n  - b\n- c"),
            ("<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a\n   - b\n2. c"), ("<ul style='list-style:none'><li>a<li>b</ul>", "a\nb"),
            ("<li>a", "- a"), ("<ul><li><ul><li>a</ul></ul>", "- - a"), ("<dl><dt>a<dd>b<dd>c</dl>", "a\n  b\n  c"),
            ("<ol type=i><li value=99999>x</ol>", "99999. x"), ("<ol start=99999999999999999999><li>x</ol>", "1. x"),
        ])
    func lists(_ html: String, _ expected: String) { expect(html, expected) }

    @Test(
        "Links show where they lead, unless they say it",
        arguments: [
            ("<a href='https://example.org/a'>here</a> b", "here <https://example.org/a> b"),
            ("<a href='https://example.org/'>https://example.org</a>", "https://example.org"),
            ("<a href='https://example.org/'>example.org</a>", "example.org"), ("<a href='mailto:a@b.c'>a@b.c</a>", "a@b.c"),
            ("<a href='#x'>a</a><a name=x>b</a>", "ab"), ("<a href='javascript:alert(1)'>a</a>", "a"), ("<a href>a</a>", "a"),
            ("<a href='http://x/?a=1&copy=2&amp;b=3'>a</a>", "a <http://x/?a=1&copy=2&b=3>"),
            ("<a href=' http://x/a b\n>'>a</a>", "a <http://x/a%20b%3E>"), ("<a href=http://x/><img src=y></a>", "<http://x/>"),
            ("<a href=http://x/><img src=y alt='a picture'></a>", "a picture <http://x/>"),
            ("<a href=http://x/><p>a</p><p>b</p></a>c", "a\n\nb <http://x/>\n\nc"), ("<p><a href=http://x/>a<div>b</div></a>", "a\n\nb <http://x/>"),
            ("<a href=http://x/>a<a href=http://y/>b</a>", "a <http://x/>b <http://y/>"), ("<a href=http://x/ style=display:none>a</a>b", "b"),
            ("<a href=http://x/>a", "a <http://x/>"), ("<a href='data:text/plain,x'>a</a>", "a"),
        ])
    func links(_ html: String, _ expected: String) { expect(html, expected) }

    @Test(
        "What is hidden stays hidden",
        arguments: [
            "<div style='display:none'>x</div>", "<div style=\"DISPLAY : none !important\">x</div>", "<p hidden>x</p>", "<!-- x -->",
            "<!--[if mso]><p>x</p><![endif]-->", "<style>x</style>", "<script>x</script>", "<script>if (a</b) '<p>x'</script>",
            "<title>x</title>", "<template>x</template>", "<span style='font-size:0px'>x</span>", "<div style='max-height:0;overflow:hidden'>x</div>",
            "<div style='visibility:hidden'>x</div>", "<div style='opacity:0'>x</div>", "<xml><o:p>x</o:p></xml>", "<iframe>x</iframe>",
            "<div style='display:none'><p>x<ul><li>x<blockquote>x</div>", "<!doctype html>", "<?xml x?>", "</x y>", "<![if !mso]>", "<!-->",
            "<!--->", "<noframes><p>x</noframes>", "<img alt=x style=display:none>", "<input value=x>", "<head><title>x</title></head>",
        ])
    func hidden(_ html: String) {
        expect("a" + html + "b", "ab")
        expect("<div>a" + html + "b</div>", "ab")
    }

    @Test("What a style around it hides by its size is shown where it has one")
    func size() {
        expect("<div style='font-size:0'>x<div style='font-size:13px'>a</div>x</div>", "a")
        expect("<div style='opacity:0.5;font-size:10px;display:block;max-height:0'>a</div>", "a")
        expect("<!--[if !mso]><!-->a<!--<![endif]-->", "a")
        expect("<noscript>a</noscript><textarea>b &amp;\n c</textarea><xmp><b></xmp>", "a\nb &\n c\n\n<b>")
    }

    @Test(
        "Cells stand beside each other",
        arguments: [
            ("<table><tr><td>a<td>b<tr><td>c<td>d</table>e", "a\tb\nc\td\n\ne"), ("<table><tr><th><p>a</p></th><td><p>b</p></td></tr></table>", "a\tb"),
            ("<table><tr><td>a<br>b</td><td>c</td></tr></table>", "a\nb\tc"), ("<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>", "a\n\nb\n\nc"),
            ("<table><tr><td>&nbsp;</td></tr><tr><td>a</td></tr></table>", "a"),
            ("<table><tr><td><p>a</p></td></tr><tr><td><p>b</p></td></tr></table>", "a\n\nb"),
            ("<table><tr><td><table><tr><td>a<td>b</table><td>c</table>", "a\tb\tc"), ("<td>a</td><td>b</td>", "a\tb"),
            ("<table><caption>a</caption><tr><td>b</table>", "a\nb"), ("<table><tr><td>a</tr></td><tr><td>b</table>", "a\nb"),
        ])
    func tables(_ html: String, _ expected: String) { expect(html, expected) }

    @Test(
        "Characters by their names and numbers",
        arguments: [
            ("&amp;&lt;&gt;&quot;&apos;", "&<>\"'"), ("&eacute;&#233;&#xe9;&#XE9;", "éééé"), ("&nope; & &; &#; &#x;", "&nope; & &; &#; &#x;"),
            ("&hellip;&star;&lbrace;&NotEqualTilde;", "…☆{≂̸"), ("&copy 1 &copyx &notit;", "© 1 ©x ¬it;"), ("&#147;a&#148; &#128;", "“a” €"),
            ("&#0;&#xD800;&#x110000;", "\u{FFFD}\u{FFFD}\u{FFFD}"), ("&CounterClockwiseContourIntegral;", "∳"), ("a&Tab;&NewLine;b&#32;c", "a b c"),
            ("<img alt='&lt;a&gt; &copy=1'>", "<a> &copy=1"),
        ])
    func references(_ html: String, _ expected: String) { expect(html, expected) }

    @Test(
        "Malformed HTML",
        arguments: [
            ("1 < 2 <3", "1 < 2 <3"), ("a<", "a<"), ("a</", "a</"), ("a<b", "a"), ("<a href='x>y'>a</a>", "a <x%3Ey>"), ("<p title=\"x>a", "a"),
            ("</p></div></b>a", "a"), ("<b><i>a</b>b</i>c", "abc"), ("<div><span>a</div>b", "a\nb"), ("<b =x \"y' z=>a", "a"), ("a\0b", "ab"),
            ("<pre>\na\n  b</pre>", "a\n  b"), ("<div style='white-space:pre-wrap'>a\n\n b</div>", "a\n\n b"), ("<plaintext><b>", "<b>"),
            ("<p>a</p", "a"), ("<style>x", ""), ("<!-- x", ""), ("a<!x", "a"), ("<P>a</P ><P >b", "a\n\nb"), ("<p/>a", "a"),
            ("<pre>a\r\nb</pre>", "a\nb"), ("<o:p>a</o:p>", "a"), ("<span><span hidden><span>x</span>x</span>a</span>", "a"),
        ])
    func malformed(_ html: String, _ expected: String) { expect(html, expected) }

    @Test("Whatever is repeated takes time in proportion, and nesting no stack")
    func hostile() {
        let count = 20_000
        for piece in [
            "<div>", "<b>", "</b>", "<table>", "<td>", "<a href=x>", "<blockquote>", "<ul><li>", "<p>", "<p a='>", "<p a=\">'", "<!--", "<!---", "&amp",
            "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "<i></b>", "<style", "<title><", "<x y ", "</x y", "<br>", "<a href=x><p>", "<option>", "<![", "<svg><title>",
        ] {
            let html = String(repeating: piece, count: count) + "<p>END"
            #expect(Self.text(html).utf8.count <= 40 * html.utf8.count)
        }
        let deep = String(repeating: "<div>", count: count) + "deep" + String(repeating: "</div>", count: count) + "END"
        #expect(Self.text(deep) == "deep\nEND\n")
        let attributes = "<p " + (0..<count).map { "a\($0)=1 " }.joined() + ">END"
        #expect(Self.text(attributes) == "END\n")
        let unmatched = "<i>" + String(repeating: "<b>", count: count) + String(repeating: "</i>", count: count) + "END"
        #expect(Self.text(unmatched) == "END\n")
    }
}
