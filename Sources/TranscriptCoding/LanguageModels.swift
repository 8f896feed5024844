/// Letters of a Latin alphabet that ASCII has not: they stand alone among letters that it has.
struct AccentModel: TextModel {
    private let weights: LetterWeights

    func weight(of scalar: UInt32, after previous: UInt32, before next: UInt32, inRun run: Int) -> Double {
        guard let letter = weights[scalar] else { return Characters.weightOfSign(scalar) ?? (Characters.isLetter(scalar) ? -0.3 : -0.6) }
        if run >= 3 { return -1 }
        if letter.isUpper, Characters.isLower(previous) { return -1 }
        return Characters.isASCIILetter(previous) || Characters.isASCIILetter(next) ? letter.weight : 0.2
    }

    static let western = AccentModel(
        weights: LetterWeights([("éèàçêâîôïäöüßñáíóú", 1), ("ëãåæøœ", 0.9), ("õûìòù", 0.6), ("ðþýÿ", 0.2)]))
    static let central = AccentModel(weights: LetterWeights([("čďěňřšťůžąćęłńśźżőűăşţđ", 1), ("áéíóúýöüäâîô", 0.97)]))
    static let turkish = AccentModel(weights: LetterWeights([("ığş", 1), ("çöüâî", 0.95)]))
}

/// Letters of an alphabet of its own, whose words have none of ASCII in them, nor a capital behind a small letter.
struct AlphabetModel: TextModel {
    private let weights: LetterWeights
    private let other: Double

    func weight(of scalar: UInt32, after previous: UInt32, before next: UInt32, inRun run: Int) -> Double {
        guard let letter = weights[scalar] else { return Characters.weightOfSign(scalar) ?? other }
        if Characters.isASCIILetter(previous) || Characters.isASCIILetter(next) { return -1 }
        if !letter.isUpper { return letter.weight }
        return weights[previous].map { !$0.isUpper } ?? false ? -1 : letter.weight * 0.6
    }

    static let cyrillic = AlphabetModel(
        weights: LetterWeights([("оеаинтсрвлкм", 1), ("дпуяыьгзбчйх", 0.7), ("жшюцщэфъёіїєґў", 0.4)]), other: -0.7)
    static let greek = AlphabetModel(
        weights: LetterWeights([("αοιετσνηρπκμλυόίάέςήώ", 1), ("βγδζθξφχψωύϊϋΐΰ", 0.6)]), other: -0.7)
    static let hebrew = AlphabetModel(weights: LetterWeights([("יוהלארתבשמןנםדכע", 1), ("גזחטךסףפץצק", 0.7)]), other: -0.5)
    static let arabic = AlphabetModel(
        weights: LetterWeights([("اليمنترهوبدعسفقكحةأ", 1), ("ثجخذزشصضطظغىإآؤئء،؟", 0.6)]), other: -0.5)
}

/// Chinese: some hundred characters make up half of each text.
struct HanModel: TextModel {
    private let common: Set<UInt32>

    init(common: String) { self.common = Set(common.unicodeScalars.map(\.value)) }

    func weight(of scalar: UInt32, after previous: UInt32, before next: UInt32, inRun run: Int) -> Double {
        if common.contains(scalar) || Characters.eastAsianSigns.contains(scalar) { return 1 }
        if Characters.isHan(scalar) { return 0.15 }
        return Characters.isFullWidth(scalar) || Characters.weightOfSign(scalar) ?? -1 > 0 ? 0.4 : -0.6
    }

    static let simplified = HanModel(
        common: """
            的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如\
            都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间\
            由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿东声提及比员解水名真论处\
            走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展\
            马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争\
            运吧啊吗呢哦嗯哈谢请吃晚早哪谁呀嘛哎喜欢朋友
            """)
    static let traditional = HanModel(
        common: """
            的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如\
            都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間\
            由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒東聲提及比員解水名真論處\
            走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展\
            馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭\
            運吧啊嗎呢喔嗯哈謝請吃晚早哪誰呀嘛哎喜歡朋友版網
            """)
}

/// Japanese: half of a text is hiragana.
struct JapaneseModel: TextModel {
    func weight(of scalar: UInt32, after previous: UInt32, before next: UInt32, inRun run: Int) -> Double {
        switch scalar {
        case 0x3041...0x3093, 0x30FC: 1
        case 0x30A1...0x30F6: 0.8
        // Half-width katakana are what other encodings look like.
        case 0xFF61...0xFF9F: -0.5
        default:
            if Characters.eastAsianSigns.contains(scalar) { 1 } else if Characters.isHan(scalar) { 0.3 } else {
                Characters.isFullWidth(scalar) ? 0.4 : -0.6
            }
        }
    }
}

/// Korean.
struct KoreanModel: TextModel {
    private static let common = Set(
        """
        다이는을가의에고하지은로기도나사한아인그시리서대라자어있것들해일보수여정스주제게부전만상원국조동과구장진성소오유안비경관중으거우전위실신무계세생\
        화면선연모문민당발방산용적단차체출내교명분재양물공식회법행금심행력권치결된했습니까요네야좋아니뭐왜응
        """.unicodeScalars.map(\.value))

    func weight(of scalar: UInt32, after previous: UInt32, before next: UInt32, inRun run: Int) -> Double {
        if Self.common.contains(scalar) { return 1 }
        return (0xAC00...0xD7A3).contains(scalar) || Characters.eastAsianSigns.contains(scalar) ? 0.3 : -0.5
    }
}

/// Thai: vowels and tones above and below a letter follow one.
struct ThaiModel: TextModel {
    private static let common = Set("านรอกเงมยลวดทสตะปบคหแจพชขใไโำ".unicodeScalars.map(\.value))

    func weight(of scalar: UInt32, after previous: UInt32, before next: UInt32, inRun run: Int) -> Double {
        switch scalar {
        case 0x0E31, 0x0E34...0x0E3A, 0x0E47...0x0E4E:
            switch previous {
            case 0x0E01...0x0E2E, 0x0E31, 0x0E34...0x0E37, 0x0E39: 1
            default: -2
            }
        case 0x0E01...0x0E5B: Self.common.contains(scalar) ? 0.6 : 0.2
        default: Characters.weightOfSign(scalar) ?? -0.7
        }
    }
}

/// How common letters are, and whether they are capitals.
struct LetterWeights: Sendable {
    private var letters: [UInt32: (weight: Double, isUpper: Bool)] = [:]

    /// - Parameter groups: small letters, with their weight.
    init(_ groups: [(String, Double)]) {
        for (group, weight) in groups {
            for scalar in group.unicodeScalars {
                letters[scalar.value] = (weight, false)
                let upper = scalar.properties.uppercaseMapping.unicodeScalars
                if upper.count == 1, let upper = upper.first, upper != scalar { letters[upper.value] = (weight, true) }
            }
        }
    }

    subscript(scalar: UInt32) -> (weight: Double, isUpper: Bool)? { letters[scalar] }
}

/// What characters are, as far as the models ask.
enum Characters {
    static let eastAsianSigns = Set("，。、！？：；「」『』《》（）…—“”‘’・〜～\u{3000}【】".unicodeScalars.map(\.value))
    private static let signs = Set("“”‘’…–—«»°§€£·¿¡№\u{A0}„‚".unicodeScalars.map(\.value))

    /// The weight of a sign that people write, or of a control, which nobody does; nil for all else.
    static func weightOfSign(_ scalar: UInt32) -> Double? { signs.contains(scalar) ? 0.6 : scalar < 0xA0 ? -1.5 : nil }

    static func isHan(_ scalar: UInt32) -> Bool { (0x4E00...0x9FFF).contains(scalar) }
    static func isFullWidth(_ scalar: UInt32) -> Bool { (0xFF01...0xFF5E).contains(scalar) }
    static func isASCIILetter(_ scalar: UInt32) -> Bool { (0x61...0x7A).contains(scalar | 0x20) && scalar < 0x80 }
    static func isLower(_ scalar: UInt32) -> Bool { Unicode.Scalar(scalar)?.properties.isLowercase ?? false }
    static func isLetter(_ scalar: UInt32) -> Bool { Unicode.Scalar(scalar)?.properties.isAlphabetic ?? false }
}
