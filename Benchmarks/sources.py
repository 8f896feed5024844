"""The files that inputs are made from: real ones beside the checkout where they are there, else the repository's own."""

from pathlib import Path

# In the corpus folder beside the checkout. Mails that are broken on purpose are in other folders.
_LISTS = "*mailing-list-archive/*/*.txt"
_MIME_MAILS = (
    "stalwartlabs+*/legacy/*.eml",
    "stalwartlabs+*/rfc/*.eml",
    "stalwartlabs+*/thirdparty/*.eml",
    "mikel+mail/*mime*/*.eml",
    "mikel+mail/attachment*/*.eml",
    "mikel+mail/multi*/*.eml",
    "apache+james-mime4j/testmsgs/*.msg",
)
# The same from the repository's own test cases.
_PLAIN_CASES = ("plain", "old-forms")
_MIME_CASES = ("multipart", "charsets", "images", "html-only")


class Sources:
    """`pages`, `list_mail` and `mime_mail` are the files; `described` says in a line each what they are."""

    def __init__(self, repository: Path):
        corpus = repository.parent / "shared" / "corpus"
        self.seed = next(path for path in sorted((repository / "seeds").glob("*.md")) if path.name != "README.md")
        self.described: list[str] = []

        self.pages = sorted(corpus.glob("wechat/*/*.markdown"), key=lambda path: (path.name, path))
        if self.pages:
            self._describe(f"pages: {len(self.pages)} days of the seed's archive, repeated with other times and names")
        else:
            self.pages = [self.seed]
            self._describe("pages: the seed, repeated with other times and names (../shared/corpus/wechat is not there)")

        self.list_mail = sorted(corpus.glob(f"mbox/{_LISTS}"))
        self.mime_mail = [path for pattern in _MIME_MAILS for path in sorted(corpus.glob(f"mbox/{pattern}"))]
        if self.list_mail and self.mime_mail:
            self._describe(
                f"mail: {len(self.list_mail)} archives of mailing lists, and {len(self.mime_mail)} single mails; repeated")
        else:
            cases = repository / "Fixtures" / "mbox"
            self.list_mail = [cases / name / "input.mbox" for name in _PLAIN_CASES]
            self.mime_mail = [cases / name / "input.mbox" for name in _MIME_CASES]
            self._describe("mail: mailboxes of Fixtures/mbox, repeated (../shared/corpus/mbox is not there)")

    def _describe(self, line: str) -> None:
        self.described.append(line)
