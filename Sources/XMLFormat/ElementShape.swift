/// What a schema can tell apart of an element and of all that is in it.
///
/// Which text a `body` holds makes no difference to a schema that allows any, nor does it matter which digits a time is made
/// of where the pattern says `[0-9]`. So most messages of a transcript have one shape, which has to be judged once. A shape
/// is itself a document that has it, with `x` for texts and `0` for digits: what is true of one is true of the other. For
/// the same reason two equal elements in a row stand for any number of them, since no pattern of the schema counts further.
struct ElementShape {
    enum Part {
        case element(Name)
        /// An element of our namespace that is not in our vocabulary, or one of no namespace.
        case otherElement(String, isOurs: Bool)
        case foreignElement
        case attribute(Name, String)
        case otherAttribute(String, isOurs: Bool)
        case foreignAttribute
        case text(String)
        case end
    }

    /// Start tags, attributes, texts and end tags, in the order of the document.
    var parts: [Part]
}
