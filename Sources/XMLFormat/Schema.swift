extension XMLFormat {
    /// The grammar of what the writer writes and the reader reads: RELAX NG (ISO/IEC 19757-2) in its XML syntax, the
    /// same as `docs/schema/transcript.rng`.
    public static let relaxNG = #"""
    <?xml version="1.0" encoding="UTF-8"?>
    <!--
      The grammar of chatconv's XML transcripts: RELAX NG (ISO/IEC 19757-2). transcript.rnc beside it is the same in
      compact syntax, which is easier to read. docs/formats/xml.md says what the parts mean.
    -->
    <grammar ns="urn:chatconv:transcript:1" xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
      <start>
        <ref name="transcript"/>
      </start>
      <define name="transcript">
        <element name="transcript">
          <ref name="foreignAttributes"/>
          <optional>
            <attribute name="kind">
              <choice>
                <value type="string" datatypeLibrary="">direct</value>
                <value type="string" datatypeLibrary="">group</value>
                <value type="string" datatypeLibrary="">channel</value>
                <value type="string" datatypeLibrary="">broadcast</value>
                <value type="string" datatypeLibrary="">meeting</value>
              </choice>
            </attribute>
          </optional>
          <interleave>
            <optional>
              <ref name="id"/>
            </optional>
            <optional>
              <ref name="title"/>
            </optional>
            <zeroOrMore>
              <ref name="participant"/>
            </zeroOrMore>
            <optional>
              <ref name="metadata"/>
            </optional>
            <optional>
              <ref name="extensions"/>
            </optional>
            <zeroOrMore>
              <ref name="foreign"/>
            </zeroOrMore>
          </interleave>
          <zeroOrMore>
            <ref name="message"/>
          </zeroOrMore>
        </element>
      </define>
      <define name="participant">
        <element name="participant">
          <optional>
            <attribute name="isSelf">
              <ref name="boolean"/>
            </attribute>
          </optional>
          <optional>
            <attribute name="role">
              <choice>
                <value type="string" datatypeLibrary="">owner</value>
                <value type="string" datatypeLibrary="">admin</value>
                <value type="string" datatypeLibrary="">moderator</value>
                <value type="string" datatypeLibrary="">member</value>
                <value type="string" datatypeLibrary="">guest</value>
                <value type="string" datatypeLibrary="">bot</value>
              </choice>
            </attribute>
          </optional>
          <interleave>
            <optional>
              <ref name="id"/>
            </optional>
            <optional>
              <ref name="displayName"/>
            </optional>
            <zeroOrMore>
              <ref name="alias"/>
            </zeroOrMore>
            <optional>
              <ref name="extensions"/>
            </optional>
          </interleave>
        </element>
      </define>
      <define name="message">
        <element name="message">
          <ref name="foreignAttributes"/>
          <optional>
            <ref name="timestamp"/>
          </optional>
          <optional>
            <attribute name="end">
              <ref name="time"/>
            </attribute>
          </optional>
          <optional>
            <attribute name="deleted">
              <ref name="boolean"/>
            </attribute>
          </optional>
          <optional>
            <attribute name="generatedBy">
              <choice>
                <value type="string" datatypeLibrary="">human</value>
                <value type="string" datatypeLibrary="">template</value>
                <value type="string" datatypeLibrary="">system</value>
                <value type="string" datatypeLibrary="">bot</value>
              </choice>
            </attribute>
          </optional>
          <interleave>
            <optional>
              <ref name="id"/>
            </optional>
            <optional>
              <ref name="sender"/>
            </optional>
            <optional>
              <ref name="senderID"/>
            </optional>
            <optional>
              <ref name="replyTo"/>
            </optional>
            <optional>
              <ref name="event"/>
            </optional>
            <optional>
              <ref name="body"/>
            </optional>
            <zeroOrMore>
              <ref name="attachment"/>
            </zeroOrMore>
            <optional>
              <ref name="quote"/>
            </optional>
            <optional>
              <ref name="forwardedFrom"/>
            </optional>
            <zeroOrMore>
              <ref name="reaction"/>
            </zeroOrMore>
            <optional>
              <ref name="edited"/>
            </optional>
            <zeroOrMore>
              <ref name="revision"/>
            </zeroOrMore>
            <optional>
              <ref name="extensions"/>
            </optional>
            <zeroOrMore>
              <ref name="foreign"/>
            </zeroOrMore>
          </interleave>
        </element>
      </define>
      <define name="event">
        <element name="event">
          <interleave>
            <ref name="action"/>
            <optional>
              <ref name="actor"/>
            </optional>
            <optional>
              <ref name="actorID"/>
            </optional>
          </interleave>
        </element>
      </define>
      <define name="attachment">
        <element name="attachment">
          <attribute name="type">
            <choice>
              <value type="string" datatypeLibrary="">image</value>
              <value type="string" datatypeLibrary="">video</value>
              <value type="string" datatypeLibrary="">audio</value>
              <value type="string" datatypeLibrary="">file</value>
              <value type="string" datatypeLibrary="">link</value>
              <value type="string" datatypeLibrary="">sticker</value>
              <value type="string" datatypeLibrary="">place</value>
              <value type="string" datatypeLibrary="">contact</value>
              <value type="string" datatypeLibrary="">poll</value>
            </choice>
          </attribute>
          <optional>
            <attribute name="size">
              <ref name="integer"/>
            </attribute>
          </optional>
          <optional>
            <attribute name="state">
              <choice>
                <value type="string" datatypeLibrary="">present</value>
                <value type="string" datatypeLibrary="">omitted</value>
                <value type="string" datatypeLibrary="">missing</value>
              </choice>
            </attribute>
          </optional>
          <interleave>
            <optional>
              <ref name="url"/>
            </optional>
            <optional>
              <ref name="path"/>
            </optional>
            <optional>
              <ref name="title"/>
            </optional>
            <optional>
              <ref name="mediaType"/>
            </optional>
            <optional>
              <ref name="extensions"/>
            </optional>
          </interleave>
        </element>
      </define>
      <define name="quote">
        <element name="quote">
          <optional>
            <ref name="timestamp"/>
          </optional>
          <interleave>
            <optional>
              <ref name="sender"/>
            </optional>
            <optional>
              <ref name="senderID"/>
            </optional>
            <optional>
              <ref name="body"/>
            </optional>
            <zeroOrMore>
              <ref name="attachment"/>
            </zeroOrMore>
          </interleave>
        </element>
      </define>
      <define name="forwardedFrom">
        <element name="forwardedFrom">
          <optional>
            <ref name="timestamp"/>
          </optional>
          <interleave>
            <optional>
              <ref name="sender"/>
            </optional>
            <optional>
              <ref name="senderID"/>
            </optional>
            <optional>
              <ref name="messageID"/>
            </optional>
            <optional>
              <ref name="transcriptTitle"/>
            </optional>
          </interleave>
        </element>
      </define>
      <define name="reaction">
        <element name="reaction">
          <optional>
            <attribute name="count">
              <ref name="integer"/>
            </attribute>
          </optional>
          <interleave>
            <ref name="emoji"/>
            <zeroOrMore>
              <ref name="reactor"/>
            </zeroOrMore>
          </interleave>
        </element>
      </define>
      <define name="reactor">
        <element name="participant">
          <interleave>
            <optional>
              <ref name="name"/>
            </optional>
            <optional>
              <ref name="id"/>
            </optional>
          </interleave>
        </element>
      </define>
      <define name="edited">
        <element name="edited">
          <optional>
            <ref name="timestamp"/>
          </optional>
        </element>
      </define>
      <define name="revision">
        <element name="revision">
          <optional>
            <ref name="timestamp"/>
          </optional>
          <interleave>
            <optional>
              <ref name="body"/>
            </optional>
            <zeroOrMore>
              <ref name="attachment"/>
            </zeroOrMore>
          </interleave>
        </element>
      </define>
      <!-- A body is always an element. The other texts are attributes where an attribute can hold them, else elements. -->
      <define name="body">
        <element name="body">
          <ref name="content"/>
        </element>
      </define>
      <define name="alias">
        <element name="alias">
          <ref name="content"/>
        </element>
      </define>
      <define name="action">
        <choice>
          <attribute name="action"/>
          <element name="action">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <define name="actor">
        <choice>
          <attribute name="actor"/>
          <element name="actor">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <define name="actorID">
        <choice>
          <attribute name="actorID"/>
          <element name="actorID">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <define name="displayName">
        <choice>
          <attribute name="displayName"/>
          <element name="displayName">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <define name="emoji">
        <choice>
          <attribute name="emoji"/>
          <element name="emoji">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <define name="id">
        <choice>
          <attribute name="id"/>
          <element name="id">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <define name="mediaType">
        <choice>
          <attribute name="mediaType"/>
          <element name="mediaType">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <define name="messageID">
        <choice>
          <attribute name="messageID"/>
          <element name="messageID">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <define name="name">
        <choice>
          <attribute name="name"/>
          <element name="name">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <define name="path">
        <choice>
          <attribute name="path"/>
          <element name="path">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <define name="replyTo">
        <choice>
          <attribute name="replyTo"/>
          <element name="replyTo">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <define name="sender">
        <choice>
          <attribute name="sender"/>
          <element name="sender">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <define name="senderID">
        <choice>
          <attribute name="senderID"/>
          <element name="senderID">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <define name="title">
        <choice>
          <attribute name="title"/>
          <element name="title">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <define name="transcriptTitle">
        <choice>
          <attribute name="transcript"/>
          <element name="transcript">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <define name="url">
        <choice>
          <attribute name="url"/>
          <element name="url">
            <ref name="content"/>
          </element>
        </choice>
      </define>
      <!-- White space counts. A character that XML 1.0 cannot hold is <char code="8"/>. -->
      <define name="content">
        <mixed>
          <zeroOrMore>
            <ref name="char"/>
          </zeroOrMore>
        </mixed>
      </define>
      <define name="char">
        <element name="char">
          <attribute name="code">
            <data type="unsignedInt">
              <param name="pattern">[0-9]+</param>
              <param name="maxInclusive">1114111</param>
            </data>
          </attribute>
        </element>
      </define>
      <!-- Named values, in order: the name is an attribute, or a key element before the value. -->
      <define name="metadata">
        <element name="metadata">
          <ref name="members"/>
        </element>
      </define>
      <define name="extensions">
        <element name="extensions">
          <ref name="members"/>
        </element>
      </define>
      <define name="members">
        <zeroOrMore>
          <choice>
            <ref name="namedValue"/>
            <group>
              <element name="key">
                <ref name="content"/>
              </element>
              <ref name="value"/>
            </group>
          </choice>
        </zeroOrMore>
      </define>
      <define name="namedValue">
        <choice>
          <element name="null">
            <ref name="valueName"/>
          </element>
          <element name="boolean">
            <ref name="valueName"/>
            <ref name="boolean"/>
          </element>
          <element name="number">
            <ref name="valueName"/>
            <ref name="number"/>
          </element>
          <element name="string">
            <ref name="valueName"/>
            <ref name="content"/>
          </element>
          <element name="array">
            <ref name="valueName"/>
            <zeroOrMore>
              <ref name="value"/>
            </zeroOrMore>
          </element>
          <element name="object">
            <ref name="valueName"/>
            <ref name="members"/>
          </element>
        </choice>
      </define>
      <define name="valueName">
        <attribute name="name"/>
      </define>
      <define name="value">
        <choice>
          <element name="null">
            <empty/>
          </element>
          <element name="boolean">
            <ref name="boolean"/>
          </element>
          <element name="number">
            <ref name="number"/>
          </element>
          <element name="string">
            <ref name="content"/>
          </element>
          <element name="array">
            <zeroOrMore>
              <ref name="value"/>
            </zeroOrMore>
          </element>
          <element name="object">
            <ref name="members"/>
          </element>
        </choice>
      </define>
      <define name="boolean">
        <choice>
          <value type="string" datatypeLibrary="">true</value>
          <value type="string" datatypeLibrary="">false</value>
        </choice>
      </define>
      <define name="integer">
        <data type="long">
          <param name="pattern">-?[0-9]+</param>
        </data>
      </define>
      <!-- RFC 8259, section 6, as it was written. -->
      <define name="number">
        <data type="string">
          <param name="pattern">-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+\-]?[0-9]+)?</param>
        </data>
      </define>
      <!-- With a date: RFC 3339, the zone may be absent, or named in brackets (RFC 9557). Without: since the start. -->
      <define name="timestamp">
        <attribute name="timestamp">
          <ref name="time"/>
        </attribute>
      </define>
      <define name="time">
        <choice>
          <data type="string">
            <param name="pattern">[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?)?(Z|[+\-][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?(\[[A-Za-z0-9_+\-/]+\])?</param>
          </data>
          <data type="string">
            <param name="pattern">[0-9]{2,8}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?</param>
          </data>
        </choice>
      </define>
      <!-- Content of other namespaces: kept as extensions. -->
      <define name="foreign">
        <element>
          <anyName>
            <except>
              <nsName/>
              <nsName ns=""/>
            </except>
          </anyName>
          <ref name="anything"/>
        </element>
      </define>
      <define name="foreignAttributes">
        <zeroOrMore>
          <attribute>
            <anyName>
              <except>
                <nsName/>
                <nsName ns=""/>
              </except>
            </anyName>
          </attribute>
        </zeroOrMore>
      </define>
      <define name="anything">
        <zeroOrMore>
          <choice>
            <attribute>
              <anyName/>
            </attribute>
            <text/>
            <element>
              <anyName/>
              <ref name="anything"/>
            </element>
          </choice>
        </zeroOrMore>
      </define>
    </grammar>

    """#

    /// The same grammar for an element by itself, whichever it is: so a validator can judge one after the other.
    static var relaxNGOfParts: String {
        var grammar = relaxNG
        if let range = grammar.firstRange(of: #"<ref name="transcript"/>"#) {
            let refs = parts.map { #"<ref name="\#($0)"/>"# }.joined()
            grammar.replaceSubrange(range, with: "<choice>\(refs)</choice>")
        }
        return grammar
    }

    /// The definitions that are elements, all but `foreign`. Those that can be attributes as well have the content of `body`.
    private static let parts = [
        "transcript", "message", "participant", "reactor", "event", "attachment", "quote", "forwardedFrom", "reaction",
        "edited", "revision", "body", "alias", "char", "metadata", "extensions", "namedValue", "value",
    ]
}
