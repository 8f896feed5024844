/// Words that are no names though they stand in names, and names that are words as well.
enum NameWords {
    /// Of a name made of nothing else, nobody is known; as a part of a name it is none.
    static let generic: Set<String> = words("""
        a i me you he she it we they my your our their and or the of in on an at by for to from with via is as be do go if no so up us
        and und et y e de di da du del della la le les el los das dos den der die van von zu zur bin ibn abu ben'
        mr mrs ms miss dr prof sir herr frau madame monsieur señor señora jr sr phd
        user users usuario assistant system bot human ai anonymous unknown nobody noone deleted account admin administrator moderator
        owner guest member members group team support service services help helpdesk info contact mail email office sales news newsletter
        list lists mailing announce announcement discuss discussion devel dev developer developers project noreply reply hello hi
        webmaster postmaster mailer daemon root test private public work home mobile phone chat channel room message messages person people
        name names customer client agent operator participant speaker sender everyone all here du ich sie wir ihr tú yo vous moi
        http https www com org net edu gov example localhost invalid
        """)

    /// Names that are common words: they are names where they begin with a capital letter.
    static let common: Set<String> = words("""
        will may mark bill art rose dawn hope joy faith sue pat drew miles chance grant chase wade guy rich long young king love day price
        can see main mine good best small little short gold silver stone wood woods hill lake field brook fox wolf bird fish page april june
        august summer autumn winter star sky sunny happy lucky jack jan mar bob rob nick max ray gene dale glen cliff heath reed sage ivy
        violet ruby pearl amber crystal penny melody harmony destiny trinity angel christian ash forest river rain storm frank earnest
        ernest victor major duke prince bishop pope green brown white black gray grey blue red west north east south street church cross
        bell ball cook baker miller carpenter mason potter hunter shepherd parker walker turner singer dean law lane ford banks waters
        wells moss marsh rice bean berry peach olive basil rosemary ginger candy sandy rusty dusty stormy buddy junior chip skip buck colt
        ram bud tab tad bea dot mike josh chuck dick peter harry tom sun son man lee ben ten new old great big
        """)

    private static func words(_ list: String) -> Set<String> { Set(list.split(whereSeparator: \.isWhitespace).map(String.init)) }
}
